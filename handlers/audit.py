"""The register of acts: for supervisors in the group, for administrators in private."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import register
from desk.act import About
from desk.addressee import ToChat
from desk.centre import Centre
from desk.choices.register import ShowActs
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.ticket import Ticket, ticket_id
from handlers.doors import GROUP, PRESSED_IN_GROUP, PRESSED_IN_PRIVATE, PRIVATE, Admin, Pressed, Staff
from handlers.reading import line
from handlers.saying import here, pressed_message

router = Router(name="audit")
EXPORT = "export"
TICKET = re.compile(r"(?i)(?:ЕКЦ-)?(?:(\d{4})-)?0*(\d{1,6})", re.ASCII)
PERSON = re.compile(r"(?:id\s*)?([1-9]\d{6,15})", re.ASCII | re.IGNORECASE)  # Telegram's ids are long


@router.message(PRIVATE, Admin(), Command("audit"))
@router.message(GROUP, Staff(), Command("audit"))
async def audit(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    ticket: Ticket | None = None,
) -> None:
    """All of it; of the ticket in whose topic it is asked; of the ticket or the person that is named.

    `export`, in private: all of it as a file.
    """
    words = line(command.args or "")
    if words.casefold() == EXPORT and message.chat.type == "private":
        register.export(operator, records, at)
        return
    about: About | None = About(ticket.id if ticket is not None and message.chat.type != "private" else 0)
    quoted = message.reply_to_message
    if quoted is not None and quoted.from_user and not quoted.forum_topic_created:
        about = About(person=quoted.from_user.id)
    elif words:
        about = await _meant(words, records, centre.day(at).year)
    said = Say("audit-usage") if about is None else await register.show(about, 0, operator, records)
    here(message, said, records)


@router.callback_query(PRESSED_IN_PRIVATE, Admin(), Pressed(ShowActs))
@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ShowActs))
async def turn(press: CallbackQuery, choice: ShowActs, operator: Operator, records: Records) -> None:
    """Another page, in the message whose button was pressed."""
    said = await register.show(About(choice.ticket, choice.person), choice.page, operator, records)
    source = pressed_message(press)
    if source is not None:
        records.outbox.add(Letter(ToChat(source.chat_id), replace(said, replacing=source)))


async def _meant(words: str, records: Records, year: int) -> About | None:
    if named := TICKET.fullmatch(words):
        return About(ticket=ticket_id(int(named[1] or year), int(named[2])))
    if person := PERSON.fullmatch(words):
        return About(person=int(person[1]))
    known = await register.known_by(words, records)
    return About(person=known) if known is not None else None
