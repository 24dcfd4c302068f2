"""What operators choose in what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowFound:
    """Another page of what was searched for. What that was stands in the message the list answers."""

    page: int
    choice: Literal["found"] = "found"


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """The tickets of a ticket's resident, from a page on. `again`: in the message where they stood before."""

    ticket_id: int
    page: int = 0
    again: bool = False
    choice: Literal["history"] = "history"


FindingChoice = ShowFound | ShowHistory
