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


@dataclass(frozen=True, slots=True)
class ChooseSubject:
    """What is it about? The subjects, from a page on. `again`: in the message where they stood before."""

    ticket_id: int
    page: int = 0
    again: bool = False
    choice: Literal["fix-subjects"] = "fix-subjects"


@dataclass(frozen=True, slots=True)
class SetSubject:
    """It is about that."""

    ticket_id: int
    subject: str
    choice: Literal["fix-subject"] = "fix-subject"


SortingChoice = ChoosePriority | SetPriority | ChooseSubject | SetSubject
