"""What operators choose in what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowFound:
    """Another page of what was searched for. What that was stands in the message the list answers."""

    page: int
    choice: Literal["found"] = "found"


FindingChoice = ShowFound
