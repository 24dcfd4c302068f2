"""What is chosen under the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowFigures:
    """Those of the last days, today among them."""

    days: int
    choice: Literal["figures"] = "figures"
