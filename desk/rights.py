"""Rights: who may do what, in one table. In a colleague's ticket an operator is asked first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from desk.button import Button
from desk.choices.handoff import Insist
from desk.deed import Deed
from desk.errors import DeskError, NotAllowed
from desk.people import Operator, Role
from desk.ticket import Ticket


class Reach(Enum):
    """What an operator meets in a ticket that a colleague has taken. A supervisor meets nothing."""

    FREE = "free"
    ASKED = "asked"  # «Обращение ведёт Анна. Всё равно?» — and done at the press of a button
    CLOSED = "closed"  # refused


@dataclass(frozen=True, slots=True)
class Right:
    """Who may: that role and those that may do what it may; how far it reaches into colleagues' tickets."""

    role: Role
    in_colleagues: Reach = Reach.FREE


RIGHTS: Mapping[Deed, Right] = {
    Deed.TAKE: Right(Role.OPERATOR, Reach.CLOSED),  # a held reply may take the ticket along: reply_lock
    Deed.TRANSFER: Right(Role.OPERATOR, Reach.ASKED),
    Deed.ENTRUST: Right(Role.OPERATOR, Reach.ASKED),
    Deed.GIVE_BACK: Right(Role.OPERATOR, Reach.ASKED),
    Deed.WAIT: Right(Role.OPERATOR, Reach.ASKED),
    Deed.CLOSE: Right(Role.OPERATOR, Reach.ASKED),
    Deed.REOPEN: Right(Role.OPERATOR),
    Deed.ERASE: Right(Role.OPERATOR),  # their own reply; a colleague's only as a supervisor: check_author
    Deed.MERGE: Right(Role.OPERATOR, Reach.ASKED),
    Deed.SPLIT: Right(Role.OPERATOR),  # nothing is taken from whoever has the ticket
    Deed.PRIORITY: Right(Role.OPERATOR),
    Deed.SUBJECT: Right(Role.OPERATOR),
    Deed.RETURN: Right(Role.OPERATOR, Reach.CLOSED),
    Deed.SPAM: Right(Role.OPERATOR, Reach.ASKED),
    Deed.BAN: Right(Role.OPERATOR, Reach.ASKED),
    Deed.BAN_FOREVER: Right(Role.SUPERVISOR),
    Deed.UNBAN: Right(Role.SUPERVISOR),  # and whoever has banned: banning
    Deed.APPOINT: Right(Role.SUPERVISOR),
    Deed.DISMISS: Right(Role.SUPERVISOR),
    Deed.AUDIT: Right(Role.SUPERVISOR),
    Deed.EXPORT_ACTS: Right(Role.ADMIN),
    Deed.HISTORY: Right(Role.OPERATOR),
    Deed.KEPT: Right(Role.OPERATOR),
    Deed.SEARCH: Right(Role.OPERATOR),
    Deed.ANNOUNCE: Right(Role.SUPERVISOR),
    Deed.AMEND: Right(Role.SUPERVISOR),
    Deed.END_INCIDENT: Right(Role.SUPERVISOR),
    Deed.PUBLISH: Right(Role.EDITOR),
    Deed.ROLL_BACK: Right(Role.EDITOR),
    Deed.EXPORT: Right(Role.EDITOR),
    Deed.TEMPLATE: Right(Role.SUPERVISOR),
    Deed.OPEN_POLL: Right(Role.SUPERVISOR),
    Deed.CLOSE_POLL: Right(Role.SUPERVISOR),
    Deed.DECIDE_POLL: Right(Role.SUPERVISOR),
    Deed.BROADCAST: Right(Role.ADMIN),
    Deed.PAUSE_BROADCAST: Right(Role.ADMIN),
    Deed.RESUME_BROADCAST: Right(Role.ADMIN),
    Deed.CANCEL_BROADCAST: Right(Role.ADMIN),
    Deed.JUDGE_PROPOSAL: Right(Role.SUPERVISOR),
}
# What residents do with what is their own: nobody of the staff does it for them.
OWN = frozenset({Deed.FORGET, Deed.WITHDRAW, Deed.CONSENT, Deed.TAKE_DATA})
ANYWAY: Mapping[Deed, str] = {
    Deed.TRANSFER: "button-anyway-transfer",
    Deed.ENTRUST: "button-anyway-transfer",
    Deed.GIVE_BACK: "button-anyway-give-back",
    Deed.WAIT: "button-anyway-wait",
    Deed.CLOSE: "button-anyway-close",
    Deed.MERGE: "button-anyway-merge",
    Deed.SPAM: "button-anyway-spam",
    Deed.BAN: "button-anyway-ban",
}


class AnothersTicket(DeskError):
    """A colleague has the ticket: whoever means it presses the button."""

    phrase = "refused-anothers-ticket"

    def __init__(self, deed: Deed, ticket: Ticket, held: Ticket, target: str) -> None:
        super().__init__(name=held.assignee_name or "", number=held.number)
        self.ticket_id = ticket.id
        self.choices = ((Button(Insist(ticket.id, deed, target), phrase=ANYWAY[deed]),),)


def check(deed: Deed, by: Operator) -> None:
    """Raises NotAllowed."""
    if not by.role.may(RIGHTS[deed].role):
        raise NotAllowed()


def check_author(deed: Deed, author_id: int, by: Operator) -> None:
    """Whether they may do that with a message: their own, or as a supervisor anybody's. Raises NotAllowed."""
    check(deed, by)
    if by.id != author_id and not by.role.may(Role.SUPERVISOR):
        raise NotAllowed()


def meets(deed: Deed, by: Operator) -> Reach:
    """What they meet in a colleague's ticket."""
    return Reach.FREE if by.role.may(Role.SUPERVISOR) else RIGHTS[deed].in_colleagues


def check_in(
    deed: Deed,
    ticket: Ticket,
    by: Operator,
    insists: bool = False,
    target: str = "",
    touched: Ticket | None = None,
) -> None:
    """Whether somebody may do that with a ticket, and with another that it touches.

    `insists`: they were asked. `target`: what the button is to know besides. Raises NotAllowed,
    AnothersTicket.
    """
    check(deed, by)
    held = next((one for one in (ticket, touched) if one is not None and one.is_anothers(by)), None)
    if held is not None and not insists and meets(deed, by) is Reach.ASKED:
        raise AnothersTicket(deed, ticket, held, target)
