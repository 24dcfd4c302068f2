"""How urgent a ticket is and what it is about, said in its thread by a button or a command."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import sorting
from desk.addressee import ToThread
from desk.base_errors import SubjectGone
from desk.centre import Centre
from desk.choices.sorting import ChoosePriority, ChooseSubject, Priority, SetPriority, SetSubject
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import GROUP, PRESSED_IN_GROUP, InTicket, Pressed, Staff
from handlers.saying import here, pressed_message, strip

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
    strip(press, records)
    await sorting.rank(ticket, choice.priority, operator, records, centre, at)


@router.message(GROUP, InTicket(), Command("subject"))
async def subject(
    message: Message,
    command: CommandObject,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The one named; or a choice of them."""
    words = reading.clean(command.args or "").strip()
    if words:
        await sorting.fix_named(words, ticket, operator, records, centre, at)
    else:
        here(message, sorting.offer_subjects(ticket, 0, centre), records)


@router.message(GROUP, Staff(), Command("priority", "subject"))
async def of_no_ticket(message: Message, records: Records) -> None:
    """Whose?"""
    here(message, Say("sorting-usage"), records)


@router.callback_query(InTicket(), Pressed(ChooseSubject))
async def choose_subject(
    press: CallbackQuery, choice: ChooseSubject, ticket: Ticket, records: Records, centre: Centre
) -> None:
    """What is it about?"""
    said = sorting.offer_subjects(ticket, choice.page, centre)
    source = pressed_message(press) if choice.again else None
    records.outbox.add(Letter(ToThread(ticket.id), replace(said, replacing=source)))


@router.callback_query(InTicket(), Pressed(SetSubject))
async def set_subject(
    press: CallbackQuery,
    choice: SetSubject,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """It is about that."""
    strip(press, records)
    await sorting.fix_subject(ticket, choice.subject, operator, records, centre, at)


@router.callback_query(PRESSED_IN_GROUP, Staff(), F.data.startswith("ous:"))
async def gone(press: CallbackQuery) -> None:
    """The base has no such subject any more."""
    raise SubjectGone()
