"""What residents write: a question to the bot, or words in a conversation with a person."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from desk import aftercare, alarming, closing, reception, replying, speaking
from desk.centre import Centre
from desk.letters import Say
from desk.people import Resident
from desk.question import Message as Asked
from desk.records import Records
from desk.ticket import Ticket
from desk.words import Words
from faq.safety import Rule
from handlers import reading
from handlers.doors import (
    PRIVATE,
    REMARK,
    UNCOPIED,
    UNKNOWN,
    HasOpenTicket,
    InDanger,
    IsCommenting,
    WantsPerson,
    WasPassedOn,
)
from handlers.saying import to_resident

router = Router(name="questions")


@router.message(PRIVATE, REMARK, ~UNKNOWN)
async def service_message(message: Message) -> None:
    """Telegram's own remarks about the chat are nobody's question."""


@router.message(PRIVATE, InDanger())
async def danger(
    message: Message,
    rule: Rule,
    resident: Resident,
    ticket: Ticket | None,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Before everything else."""
    await alarming.answer(rule, reading.message(message), ticket, resident, records, centre, at)


@router.message(PRIVATE, UNCOPIED | UNKNOWN)
async def uncopied(message: Message, resident: Resident, records: Records) -> None:
    """A story, a giveaway, a kind of tomorrow: neither read nor passed on. No resident waits unanswered."""
    to_resident(resident, Say("refused-uncopied"), records)


@router.message(PRIVATE, F.poll)
async def poll(message: Message, resident: Resident, records: Records) -> None:
    """A poll asks everybody and nobody: a person is asked in words."""
    to_resident(resident, Say("refused-poll-of-resident"), records)


@router.message(PRIVATE, Command("ask"))
async def ask(
    message: Message, command: CommandObject, resident: Resident, records: Records, centre: Centre
) -> None:
    """Ask the bot, even while a person has the ticket."""
    if not command.args:
        to_resident(resident, Say("write-your-question-to-bot"), records)
        return
    asked = reading.message(message)
    question = Asked(asked.source, Words(reading.clean(command.args)), asked.at)
    await reception.receive(question, resident, records, centre)


@router.message(PRIVATE, F.text.regexp(r"^/[A-Za-z_]+"))
async def unknown_command(message: Message, resident: Resident, records: Records) -> None:
    """No command of ours."""
    to_resident(resident, Say("unknown-command"), records)


@router.message(PRIVATE, ~HasOpenTicket(), IsCommenting(), F.text)
async def comment(message: Message, resident: Resident, records: Records) -> None:
    """The words to a rating."""
    await closing.comment(reading.clean(message.text or ""), resident, records)


@router.message(PRIVATE, HasOpenTicket())
async def speak(
    message: Message,
    ticket: Ticket,
    others: tuple[Ticket, ...],
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """To the person who has the ticket."""
    await speaking.speak(reading.message(message), ticket, others, resident, records, centre, at)


@router.message(PRIVATE, WantsPerson())
async def open_ticket(
    message: Message, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The question for a person."""
    await aftercare.open_with(reading.message(message), resident, records, centre, at)


@router.message(PRIVATE)
async def question(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """A question to the bot."""
    await reception.receive(reading.message(message), resident, records, centre)


@router.edited_message(PRIVATE, InDanger())
async def correct_danger(
    message: Message,
    rule: Rule,
    resident: Resident,
    ticket: Ticket | None,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A correction that speaks of a danger."""
    await alarming.correct(rule, reading.message(message), ticket, resident, records, centre, at)


@router.edited_message(PRIVATE, WasPassedOn())
@router.edited_message(PRIVATE, HasOpenTicket())
async def correct_words(message: Message, ticket: Ticket, records: Records) -> None:
    """The resident has corrected what they said to a person, who may be done with it: that asks nothing."""
    await replying.amend_words(reading.message(message), ticket, records)


@router.edited_message(PRIVATE)
async def correct_question(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """The resident has corrected a question."""
    await reception.correct(reading.message(message), resident, records, centre)
