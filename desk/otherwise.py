"""Words that are no answer to what the bot asked for: they go where a resident's words always go."""

from __future__ import annotations

from datetime import date, datetime

from desk import reception, replying
from desk.button import Choices
from desk.centre import Centre
from desk.letters import Say
from desk.people import Resident
from desk.question import Message
from desk.records import Records, say
from desk.said_day import filed
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


async def day(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    choices: Choices,
) -> date | None:
    """The day that was asked for. None: it was something else, and that is answered, too.

    `choices`: the buttons to say the day by, offered again.
    """
    words = message.words.text
    match filed(words, centre.day(at)):
        case date() as said:
            return said
        case None if may_be_question(words):
            await hear(message, ticket, resident, records, centre, at)
        case wrong:
            say(Say(wrong or "deadline-day-unread", choices=choices), resident, records)
    return None
