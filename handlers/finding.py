"""Finding tickets in the operators' group: by number, name, words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from desk import finding, queue
from desk.centre import Centre
from desk.choices.finding import ShowFound
from desk.errors import SearchForgotten
from desk.letters import Letter, Say, Source, ToChat
from desk.records import Records
from handlers import reading
from handlers.doors import GROUP, PRESSED_IN_GROUP, Pressed, Staff
from handlers.saying import here, pressed_message

router = Router(name="finding")


@router.message(GROUP, Staff(), Command("find"))
async def find(
    message: Message, command: CommandObject, records: Records, centre: Centre, at: datetime
) -> None:
    """What a group may see, by the words behind the command."""
    words = reading.clean(command.args or "").strip()
    if not words:
        here(message, Say("find-usage", choices=queue.filters(message.chat.id, centre)), records)
        return
    asked = Source(message.chat.id, message.message_id)
    here(message, await finding.find(words, 0, message.chat.id, asked, records, centre, at), records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ShowFound))
async def turn(
    press: CallbackQuery, choice: ShowFound, records: Records, centre: Centre, at: datetime
) -> None:
    """Another page: what was searched for stands in the message that the list answers."""
    listed = press.message
    if listed is None or isinstance(listed, InaccessibleMessage) or listed.reply_to_message is None:
        raise SearchForgotten()
    asked = listed.reply_to_message
    _, *words = reading.clean(asked.text or "").split(maxsplit=1) or [""]
    if not words:
        raise SearchForgotten()
    source = Source(asked.chat.id, asked.message_id)
    said = await finding.find(words[0], choice.page, listed.chat.id, source, records, centre, at)
    records.outbox.add(Letter(ToChat(listed.chat.id), replace(said, replacing=pressed_message(press))))
