"""What operators choose in their group: to be on duty, and which tickets of the queue to see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class QueueScope(IntEnum):
    """Which tickets of the queue."""

    ALL = 0
    MINE = 1
    FREE = 2  # nobody has them
    WAITING = 3  # for the resident
    LATE = 4
    URGENT = 5  # of a high priority, or more


@dataclass(frozen=True, slots=True)
class GoOnDuty:
    """An operator comes on duty."""

    choice: Literal["duty-on"] = "duty-on"


@dataclass(frozen=True, slots=True)
class GoOffDuty:
    """An operator goes off duty."""

    choice: Literal["duty-off"] = "duty-off"


@dataclass(frozen=True, slots=True)
class ReturnTickets:
    """The open tickets of somebody who went off duty return to the queue."""

    operator_id: int
    choice: Literal["return-tickets"] = "return-tickets"


@dataclass(frozen=True, slots=True)
class ShowQueue:
    """The queue, from a page on."""

    scope: QueueScope
    page: int = 0
    choice: Literal["queue"] = "queue"


@dataclass(frozen=True, slots=True)
class ShowDepartmentQueue:
    """The queue of one of the departments that work in a group, from a page on."""

    department: str
    page: int = 0
    choice: Literal["department-queue"] = "department-queue"


DutyChoice = GoOnDuty | GoOffDuty | ReturnTickets | ShowQueue | ShowDepartmentQueue
