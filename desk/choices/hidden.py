"""What a resident chooses about a message with private numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class WipeOwn:
    """That message is to be deleted in the resident's own chat."""

    message_id: int
    choice: Literal["wipe-own"] = "wipe-own"


HiddenChoice = WipeOwn
