"""Words that are no answer to what the bot asked for: they go where a resident's words always go."""

from __future__ import annotations

from datetime import datetime

from desk import reception, replying
from desk.centre import Centre
from desk.people import Resident
from desk.question import Message
from desk.records import Records
from desk.ticket import Ticket

WORDS = 5  # from so many on, words that cannot be understood as asked for are a question of their own


def may_be_question(text: str) -> bool:
    """Whether it reads like a question rather than like what was asked for."""
    return "?" in text or len(text.split()) >= WORDS


async def hear(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """To the person who has the ticket, else to the bot. What is being filled in waits."""
    records.residents.save(resident.unprompted())
    if ticket is not None and ticket.is_open:
        await replying.pass_on(message, ticket, records, centre, at)
    else:
        await reception.receive(message, resident, records, centre)
