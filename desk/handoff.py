"""A ticket in a person's hands: take, wait, hand to another department."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.centre import Centre
from desk.letters import (
    Card,
    Lane,
    Letter,
    Relay,
    Say,
    Source,
    ToResident,
    ToThread,
    ToTopic,
)
from desk.people import Operator
from desk.records import Mirror, Records, Thread, keep
from desk.sla import deadline
from desk.ticket import Ticket

ALBUM_LIMIT = 10  # messages copied by one letter: each counts against the group's budget


def take(ticket: Ticket, operator: Operator, records: Records) -> None:
    """The operator takes the ticket. Raises AlreadyTaken, AlreadyYours, TicketIsClosed."""
    keep(ticket, ticket.taken(operator), records)
    joined = Say("operator-joined", {"name": operator.name, "number": ticket.number})
    records.outbox.add(Letter(ToResident(ticket.resident_id), joined))


def wait(ticket: Ticket, operator: Operator, records: Records) -> None:
    """The operator waits for the resident's answer. Raises TicketIsClosed."""
    keep(ticket, ticket.waiting(operator), records)
    waits = Say("operator-waits", {"number": ticket.number})
    records.outbox.add(Letter(ToResident(ticket.resident_id), waits))


async def show_card(ticket: Ticket, records: Records) -> None:
    """The ticket's card once more, at the bottom of its thread."""
    thread = await records.threads.get(ticket.id)
    if thread is not None:
        records.threads.change(thread, thread.uncarded())
    records.outbox.add(Letter(ToThread(ticket.id), Card(), Lane.OPENING))


async def transfer(
    ticket: Ticket, department_id: str, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """The ticket goes to another department, with the whole story.

    Raises TicketIsClosed, AlreadyThere.
    """
    department = centre.departments.get(department_id)
    promised = deadline(at, department.first_reply, department.hours)
    moved = ticket.transferred(department.id, promised)
    said = {"department": department.title, "name": operator.name, "number": ticket.number}
    old = await records.threads.get(ticket.id)
    if old is not None and old.chat_id != department.chat_id:
        _leave(old, said, records)
        records.threads.save(Thread(ticket.id, department.chat_id))
        records.tickets.save(moved)
        for letter in retell(moved, await records.threads.mirrors_of(ticket.id)):
            records.outbox.add(letter)
    else:
        keep(ticket, moved, records)
    records.outbox.add(Letter(ToThread(ticket.id), Say("ticket-transferred", said)))
    told = {"department": department.title, "promised": promised.isoformat(), "number": ticket.number}
    records.outbox.add(Letter(ToResident(ticket.resident_id), Say("ticket-transferred-resident", told)))


def retell(ticket: Ticket, mirrors: Sequence[Mirror]) -> list[Letter]:
    """A new thread for a ticket, and all that was said so far in it.

    The resident's private chat has both sides of the story, the operators' words signed.
    """
    chat = ticket.resident_id
    told = sorted(
        {side.message_id for one in mirrors for side in (one.source, one.copy) if side.chat_id == chat}
    )
    thread = ToThread(ticket.id)
    letters = [Letter(thread, Card(), Lane.OPENING)]
    if told:
        letters.append(Letter(thread, Say("transcript-begins", {"count": len(told)}), Lane.OPENING))
    for start in range(0, len(told), ALBUM_LIMIT):
        part = tuple(Source(chat, one) for one in told[start : start + ALBUM_LIMIT])
        letters.append(Letter(thread, Relay(part, ticket.id), Lane.OPENING))
    return letters


def _leave(old: Thread, said: dict[str, str], records: Records) -> None:
    if old.topic_id:
        there = ToTopic(old.chat_id, old.topic_id)
        records.outbox.add(Letter(there, Say("ticket-moved-away", said)))
