"""How urgent a ticket is, said in its thread by a button or a command."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import sorting
from desk.centre import Centre
from desk.choices.sorting import ChoosePriority, Priority, SetPriority
from desk.letters import Letter, Say, Strip, ToChat, ToThread
from desk.people import Operator
from desk.records import Records
from desk.ticket import Ticket
from handlers.doors import GROUP, InTicket, Pressed
from handlers.saying import here, pressed_message

router = Router(name="sorting")
BEGINNINGS = {
    "обы": Priority.NORMAL,
    "nor": Priority.NORMAL,
    "выс": Priority.HIGH,
    "hig": Priority.HIGH,
    "сро": Priority.URGENT,
    "urg": Priority.URGENT,
}


@router.message(GROUP, InTicket(), Command("priority"))
async def priority(
    message: Message,
    command: CommandObject,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The one named; or a choice of them."""
    word = (command.args or "").strip().lower()
    named = BEGINNINGS.get(word[:3])
    if not word:
        here(message, sorting.offer_priorities(ticket), records)
    elif named is None:
        here(message, Say("priority-usage"), records)
    else:
        await sorting.rank(ticket, named, operator, records, centre, at)


@router.callback_query(InTicket(), Pressed(ChoosePriority))
async def choose_priority(press: CallbackQuery, ticket: Ticket, records: Records) -> None:
    """How urgent is it?"""
    records.outbox.add(Letter(ToThread(ticket.id), sorting.offer_priorities(ticket)))


@router.callback_query(InTicket(), Pressed(SetPriority))
async def set_priority(
    press: CallbackQuery,
    choice: SetPriority,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """It is so urgent."""
    _strip(press, records)
    await sorting.rank(ticket, choice.priority, operator, records, centre, at)


def _strip(press: CallbackQuery, records: Records) -> None:
    target = pressed_message(press)
    if target is not None:
        records.outbox.add(Letter(ToChat(target.chat_id), Strip(target)))
