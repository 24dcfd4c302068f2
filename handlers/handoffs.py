"""Take, transfer, wait, close, reopen: by buttons on the card and by commands in the thread."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import closing, departures, handoff, learning
from desk.centre import Centre
from desk.choices import (
    ChooseDepartment,
    Close,
    CountAsDelivered,
    Reopen,
    SendAgain,
    Take,
    ToBase,
    Transfer,
    Wait,
)
from desk.letters import Button, Letter, Say, Strip, ToChat, ToThread
from desk.people import Operator
from desk.records import Records
from desk.ticket import Ticket
from handlers.doors import GROUP, InTicket, Pressed, Staff
from handlers.saying import pressed_message

router = Router(name="handoffs")


@router.callback_query(InTicket(), Pressed(Take))
@router.message(GROUP, InTicket(), Command("take"))
async def take(
    _: CallbackQuery | Message,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """Into one's own hands."""
    handoff.take(ticket, operator, records, centre, at)
    return "notice-taken"


@router.callback_query(InTicket(), Pressed(ChooseDepartment))
async def choose_department(press: CallbackQuery, ticket: Ticket, records: Records, centre: Centre) -> None:
    """To which department?"""
    _offer_departments(ticket, records, centre)


@router.callback_query(InTicket(), Pressed(Transfer))
async def transfer(
    press: CallbackQuery,
    choice: Transfer,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """To another department."""
    _strip(press, records)
    await handoff.transfer(ticket, choice.department, operator, records, centre, at)
    return "notice-transferred"


@router.message(GROUP, InTicket(), Command("transfer"))
async def transfer_named(
    message: Message,
    command: CommandObject,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """To the department named, or a choice of them."""
    if not command.args:
        _offer_departments(ticket, records, centre)
        return
    department = centre.departments.named(command.args)
    await handoff.transfer(ticket, department.id, operator, records, centre, at)


@router.callback_query(InTicket(), Pressed(Wait))
@router.message(GROUP, InTicket(), Command("wait"))
async def wait(
    _: CallbackQuery | Message, ticket: Ticket, operator: Operator, records: Records, at: datetime
) -> str:
    """The resident's turn."""
    handoff.wait(ticket, operator, records, at)
    return "notice-waiting"


@router.callback_query(InTicket(), Pressed(Close))
@router.message(GROUP, InTicket(), Command("close"))
async def close(
    _: CallbackQuery | Message, ticket: Ticket, operator: Operator, records: Records, at: datetime
) -> str:
    """Done with."""
    closing.close(ticket, operator, records, at)
    return "notice-closed"


@router.callback_query(InTicket(), Pressed(Reopen))
@router.message(GROUP, InTicket(), Command("reopen"))
async def reopen(
    _: CallbackQuery | Message,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """Open again."""
    await closing.reopen(ticket, operator, records, centre, at)
    return "notice-reopened"


@router.callback_query(InTicket(), Pressed(ToBase))
async def to_base(
    press: CallbackQuery, ticket: Ticket, operator: Operator, records: Records, centre: Centre, at: datetime
) -> str:
    """The answer belongs into the knowledge base."""
    await learning.suggest(ticket, "", operator, records, centre, at)
    return "notice-to-base"


@router.callback_query(Staff(), Pressed(SendAgain))
async def send_again(press: CallbackQuery, choice: SendAgain, operator: Operator, records: Records) -> str:
    """A letter that may not have arrived is sent once more."""
    await departures.settle(choice.letter_id, True, operator, _chat(press), records)
    _strip(press, records)
    return "notice-sent-again"


@router.callback_query(Staff(), Pressed(CountAsDelivered))
async def count_as_delivered(
    press: CallbackQuery, choice: CountAsDelivered, operator: Operator, records: Records
) -> str:
    """A person has seen that it arrived."""
    await departures.settle(choice.letter_id, False, operator, _chat(press), records)
    _strip(press, records)
    return "notice-counted"


def _offer_departments(ticket: Ticket, records: Records, centre: Centre) -> None:
    rows = tuple(
        (Button(Transfer(ticket.id, one.id), text=one.title),)
        for one in centre.departments.all
        if one.id != ticket.department_id
    )
    records.outbox.add(Letter(ToThread(ticket.id), Say("choose-department", choices=rows)))


def _chat(press: CallbackQuery) -> int:
    return press.message.chat.id if press.message is not None else 0


def _strip(press: CallbackQuery, records: Records) -> None:
    target = pressed_message(press)
    if target is not None:
        records.outbox.add(Letter(ToChat(target.chat_id), Strip(target)))
