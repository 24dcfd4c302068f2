"""An address on the web, under a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """An address on the web; pressing it tells the bot nothing."""

    url: str
    choice: Literal["link"] = "link"
