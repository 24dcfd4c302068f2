"""A deadline that is near is told in the ticket's thread; one that has passed, to supervisors. Each once."""

from __future__ import annotations

from datetime import datetime

from desk.centre import Centre
from desk.letters import Lane, Letter, Say, ToChat, ToThread
from desk.records import Records, keep, linked
from desk.ticket import Alert, Ticket
from desk.timing import Running


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


async def escalate(ticket: Ticket, clock: Running, records: Records, centre: Centre, at: datetime) -> None:
    """The term has passed: whoever has the ticket hears it in the thread, supervisors in General."""
    keep(ticket, ticket.alerted(Alert.ESCALATED), records)
    args: dict[str, str | int] = {"promised": clock.due.isoformat(), "whom": _whom(ticket)}
    records.outbox.add(Letter(ToThread(ticket.id), Say("deadline-past", args), Lane.NOTICES))
    thread = await records.threads.get(ticket.id)
    if thread is None or not thread.chat_id:
        return
    args |= {
        "ticket": linked(ticket, thread),
        "subject": ticket.subject,
        "department": centre.departments.get(ticket.department_id).title,
        "name": ticket.assignee_name or "—",
        "supervisors": " ".join(map(str, centre.supervisors)),
    }
    phrase = "deadline-past-reply" if clock.is_reply else "deadline-past-resolution"
    records.outbox.add(Letter(ToChat(thread.chat_id), Say(phrase, args), Lane.OPENING))


def _whom(ticket: Ticket) -> str:
    """A place that Telegram shows as a mention: id and name."""
    return f"{ticket.assignee_id} {ticket.assignee_name}" if ticket.assignee_id is not None else ""
