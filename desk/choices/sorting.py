"""What operators choose about a ticket's place among others: how urgent it is, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Priority(IntEnum):
    """What goes first."""

    NORMAL = 0
    HIGH = 1
    URGENT = 2


@dataclass(frozen=True, slots=True)
class ChoosePriority:
    """How urgent is it?"""

    ticket_id: int
    choice: Literal["priorities"] = "priorities"


@dataclass(frozen=True, slots=True)
class SetPriority:
    """It is so urgent."""

    ticket_id: int
    priority: Priority
    choice: Literal["priority"] = "priority"


SortingChoice = ChoosePriority | SetPriority
