"""What operators choose about a ticket: who has it, who waits, whether it is done with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desk.deed import Deed


@dataclass(frozen=True, slots=True)
class Take:
    """An operator takes a ticket."""

    ticket_id: int
    choice: Literal["take"] = "take"


@dataclass(frozen=True, slots=True)
class ChooseDepartment:
    """An operator wants to hand a ticket to another department: which?"""

    ticket_id: int
    choice: Literal["departments"] = "departments"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A ticket goes to a department."""

    ticket_id: int
    department: str
    choice: Literal["transfer"] = "transfer"


@dataclass(frozen=True, slots=True)
class Entrust:
    """A ticket goes to a colleague on duty."""

    ticket_id: int
    operator_id: int
    choice: Literal["entrust"] = "entrust"


@dataclass(frozen=True, slots=True)
class GiveBack:
    """The conversation goes back to the bot."""

    ticket_id: int
    choice: Literal["give-back"] = "give-back"


@dataclass(frozen=True, slots=True)
class Wait:
    """The operator waits for the resident."""

    ticket_id: int
    choice: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True)
class Close:
    """An operator closes a ticket."""

    ticket_id: int
    choice: Literal["close"] = "close"


@dataclass(frozen=True, slots=True)
class Reopen:
    """An operator opens a closed ticket again."""

    ticket_id: int
    choice: Literal["reopen"] = "reopen"


@dataclass(frozen=True, slots=True)
class Insist:
    """An operator does it though a colleague has the ticket. `target`: to which department, whom, where."""

    ticket_id: int
    deed: Deed
    target: str = ""
    choice: Literal["insist"] = "insist"


@dataclass(frozen=True, slots=True)
class Split:
    """That message of the resident's, and those of its album, become a ticket of their own."""

    ticket_id: int
    message_id: int
    choice: Literal["split"] = "split"


HandoffChoice = (
    Insist | Take | ChooseDepartment | Transfer | Entrust | GiveBack | Wait | Close | Reopen | Split
)
