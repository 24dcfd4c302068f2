"""A deadline that is near is told in the ticket's thread; one that has passed, to supervisors. Each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.addressee import ToChat, ToThread
from desk.centre import Centre
from desk.letters import Lane, Letter, Say
from desk.queue import lines
from desk.records import Records, keep
from desk.ticket import Alert, Ticket
from desk.timing import Running, running


def remind(ticket: Ticket, clock: Running, records: Records) -> None:
    """Three quarters of the term have passed."""
    keep(ticket, ticket.alerted(Alert.REMINDED), records)
    args = {"promised": clock.due.isoformat(), "whom": _whom(ticket)}
    if ticket.assignee_id is None:
        said = Say("deadline-near-untaken", args)
    elif clock.is_reply:
        said = Say("deadline-near-reply", args)
    else:
        said = Say("deadline-near-resolution", args)
    records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))


async def escalate(tickets: Sequence[Ticket], records: Records, centre: Centre, at: datetime) -> None:
    """Their terms have passed: told in each thread, and to supervisors in one message a group's General.

    What came by night is late at the same moment, and residents' words need the group's budget more.
    """
    late: dict[int, list[Ticket]] = {}
    for ticket in tickets:
        clock = running(ticket, centre.departments.get(ticket.department_id))
        if clock is None:
            continue
        keep(ticket, ticket.alerted(Alert.ESCALATED), records)
        args = {"promised": clock.due.isoformat(), "whom": _whom(ticket)}
        records.outbox.add(Letter(ToThread(ticket.id), Say("deadline-past", args), Lane.NOTICES))
        thread = await records.threads.get(ticket.id)
        if thread is not None and thread.chat_id:
            late.setdefault(thread.chat_id, []).append(ticket)
    for chat_id, theirs in late.items():
        told: dict[str, str | int] = {
            "count": len(theirs),
            "tickets": await lines(theirs, records, centre, at),
            "supervisors": " ".join(map(str, centre.supervisors)),
        }
        records.outbox.add(Letter(ToChat(chat_id), Say("deadlines-past", told), Lane.NOTICES))


def _whom(ticket: Ticket) -> str:
    """A place that Telegram shows as a mention: id and name."""
    return f"{ticket.assignee_id} {ticket.assignee_name}" if ticket.assignee_id is not None else ""
