"""Waiting: who asks again before anybody has their ticket is told their place in the queue, and by when."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk import queue
from desk.addressee import ToResident
from desk.centre import Centre
from desk.letters import Letter, Say
from desk.records import Records
from desk.ticket import State, Ticket

JUST_OPENED = timedelta(minutes=5)  # they have been told a moment ago, and may still be adding words
AGAIN = 15 * 60  # seconds: not told more often


async def remind(ticket: Ticket, records: Records, centre: Centre, at: datetime) -> None:
    """The resident has written on in a ticket that nobody has taken: told at most once in 15 minutes."""
    if not _waits(ticket) or at - ticket.opened_at < JUST_OPENED:
        return
    now = int(at.timestamp()) // AGAIN
    keys = [f"{ticket.id}:{quarter}:place" for quarter in (now, now - 1)]
    for key in keys:
        if await records.outbox.knows_album(key):
            return
    said = await place(ticket, records, centre, at)
    records.outbox.add(Letter(ToResident(ticket.resident_id), said, album=keys[0]))


async def place(ticket: Ticket, records: Records, centre: Centre, at: datetime) -> Say:
    """What is said to a resident about their open ticket: the place in its group's queue while it waits."""
    if not _waits(ticket):
        return Say("ticket-already-open", {"number": ticket.number})
    thread = await records.threads.get(ticket.id)
    chat_id = thread.chat_id if thread else centre.departments.get(ticket.department_id).chat_id
    waiting = [one.id for one in await queue.waiting_in(chat_id, records, centre) if _waits(one)]
    args: dict[str, str | int] = {
        "number": ticket.number,
        "place": waiting.index(ticket.id) + 1 if ticket.id in waiting else len(waiting) + 1,
        "promised": ticket.promised_at.isoformat(),
    }
    return Say("queue-place-late" if at > ticket.promised_at else "queue-place", args)


def _waits(ticket: Ticket) -> bool:
    return ticket.state is State.NEW and ticket.owes_reply
