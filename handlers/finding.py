"""Finding tickets in the operators' group: by number, name, words; and all of one resident's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InaccessibleMessage, Message

from desk import finding, history, queue
from desk.addressee import ToChat, ToThread
from desk.centre import Centre
from desk.choices.finding import ShowFound, ShowHistory
from desk.errors import SearchForgotten
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.source import Source
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import GROUP, PRESSED_IN_GROUP, InTicket, Pressed, Staff
from handlers.saying import here, pressed_message

router = Router(name="finding")


@router.message(GROUP, Staff(), Command("find"))
async def find(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """What a group may see, by the words behind the command."""
    words = reading.clean(command.args or "").strip()
    if not words:
        here(message, Say("find-usage", choices=queue.filters(message.chat.id, centre)), records)
        return
    asked = Source(message.chat.id, message.message_id)
    found = await finding.find(words, 0, message.chat.id, asked, operator, records, centre, at)
    here(message, found, records)


@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ShowFound))
async def turn(
    press: CallbackQuery,
    choice: ShowFound,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
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
    said = await finding.find(words[0], choice.page, listed.chat.id, source, operator, records, centre, at)
    records.outbox.add(Letter(ToChat(listed.chat.id), replace(said, replacing=pressed_message(press))))


@router.message(GROUP, InTicket(), Command("history"))
async def show_history(
    message: Message, ticket: Ticket, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """All tickets of its resident."""
    here(message, await history.show(ticket, 0, operator, records, centre, at), records)


@router.message(GROUP, Staff(), Command("history"))
async def no_history(message: Message, records: Records) -> None:
    """Whose?"""
    here(message, Say("history-usage"), records)


@router.callback_query(InTicket(), Pressed(ShowHistory))
async def turn_history(
    press: CallbackQuery,
    choice: ShowHistory,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The same by the card's button; another page in the message whose button was pressed."""
    said = await history.show(ticket, choice.page, operator, records, centre, at)
    source = pressed_message(press) if choice.again else None
    records.outbox.add(Letter(ToThread(ticket.id), replace(said, replacing=source)))
