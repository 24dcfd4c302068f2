"""Take, transfer, give back, merge, wait, close, reopen: by buttons and by commands in the thread."""

from __future__ import annotations

import re
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import closing, departures, handoff, learning, uniting
from desk.addressee import ToThread
from desk.button import Button
from desk.centre import Centre
from desk.choices.gap import ToBase
from desk.choices.handoff import ChooseDepartment, Close, Entrust, GiveBack, Reopen, Take, Transfer, Wait
from desk.choices.ledger import CountAsDelivered, SendAgain
from desk.errors import NotOnDutyThere, TicketIsClosed, WordsBesideCommand
from desk.handoff import Reason
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records, linked
from desk.source import Source
from desk.ticket import PER_YEAR, Ticket, ticket_id
from handlers import reading
from handlers.doors import GROUP, InTicket, Pressed, Staff
from handlers.saying import here, strip

router = Router(name="handoffs")
BARE = ("take", "bot", "wait", "close", "reopen")  # commands that take no words
NUMBER = re.compile(r"(?:(\d{4})-)?0*(\d{1,9})\s*$", re.ASCII)  # ЕКЦ-2026-000012, or 12 of the same year
TO_BOT = r"(?i)^\s*вернуть боту[\s.!]*$"


@router.message(GROUP, InTicket(), Command(*BARE, magic=F.args))
async def bare(_: Message, command: CommandObject) -> None:
    """Words beside a command that takes none: whoever wrote them meant the resident to read them."""
    raise WordsBesideCommand(command.command)


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
async def choose_department(
    press: CallbackQuery, ticket: Ticket, operator: Operator, records: Records, centre: Centre
) -> None:
    """To which department, or to whom?"""
    await _offer_others(_chat(press), ticket, operator, records, centre)


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
    strip(press, records)
    await handoff.transfer(ticket, choice.department, operator, records, centre, at)
    return "notice-transferred"


@router.callback_query(InTicket(), Pressed(Entrust))
async def entrust(
    press: CallbackQuery,
    choice: Entrust,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    at: datetime,
) -> str:
    """To a colleague on duty."""
    on_duty = await records.shifts.on_duty(_chat(press))
    shift = next((one for one in on_duty if one.operator_id == choice.operator_id), None)
    if shift is None:
        raise NotOnDutyThere()
    strip(press, records)
    await handoff.entrust(ticket, Operator(shift.operator_id, shift.name), operator, records, at)
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
    colleague: Operator | None = None,
) -> None:
    """To the department or colleague named, for the reason behind a colon; or a choice of them.

    As an answer to a colleague's message: to that colleague, and all words are the reason.
    """
    words = command.args or ""
    if colleague is not None:
        await handoff.entrust(ticket, colleague, operator, records, at, _reason(message, words))
        return
    if not words:
        await _offer_others(message.chat.id, ticket, operator, records, centre)
        return
    whom, _, why = words.replace("\n", ":", 1).partition(":")
    shifts = await records.shifts.on_duty(message.chat.id)
    named = [one for one in shifts if one.name.casefold() == whom.strip().casefold()]
    if len(named) == 1:
        colleague = Operator(named[0].operator_id, named[0].name)
        await handoff.entrust(ticket, colleague, operator, records, at, _reason(message, why))
        return
    department = centre.departments.named(whom)
    await handoff.transfer(ticket, department.id, operator, records, centre, at, _reason(message, why))


@router.callback_query(InTicket(), Pressed(GiveBack))
@router.message(GROUP, InTicket(), Command("bot"))
@router.message(GROUP, InTicket(), F.text.regexp(TO_BOT))
async def give_back(
    _: CallbackQuery | Message, ticket: Ticket, operator: Operator, records: Records, at: datetime
) -> str:
    """The bot answers again."""
    closing.give_back(ticket, operator, records, at)
    return "notice-given-back"


@router.message(GROUP, InTicket(), Command("merge"))
async def merge(
    message: Message,
    command: CommandObject,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Into another ticket of the resident's; which there are, when none is named."""
    named = NUMBER.search(command.args or "")
    if named is None:
        theirs = [
            linked(one, await records.threads.get(one.id)) for one in await uniting.others(ticket, records)
        ]
        here(
            message,
            Say("merge-how", {"tickets": ", ".join(theirs)}) if theirs else Say("merge-alone"),
            records,
        )
        return
    year = int(named[1] or ticket.id // PER_YEAR)
    await uniting.unite(ticket, ticket_id(year, int(named[2])), operator, records, centre, at)


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
    _: CallbackQuery | Message,
    ticket: Ticket,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """Done with."""
    closing.close(ticket, operator, records, centre, at)
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
    strip(press, records)
    return "notice-sent-again"


@router.callback_query(Staff(), Pressed(CountAsDelivered))
async def count_as_delivered(
    press: CallbackQuery, choice: CountAsDelivered, operator: Operator, records: Records
) -> str:
    """A person has seen that it arrived."""
    await departures.settle(choice.letter_id, False, operator, _chat(press), records)
    strip(press, records)
    return "notice-counted"


async def _offer_others(
    chat_id: int, ticket: Ticket, operator: Operator, records: Records, centre: Centre
) -> None:
    if not ticket.is_open:
        raise TicketIsClosed()
    departments = tuple(
        (Button(Transfer(ticket.id, one.id), text=one.title),)
        for one in centre.departments.all
        if one.id != ticket.department_id
    )
    colleagues = tuple(
        (Button(Entrust(ticket.id, one.operator_id), text=f"👤 {one.name}"),)
        for one in await records.shifts.on_duty(chat_id)
        if one.operator_id not in (operator.id, ticket.assignee_id)
    )
    said = Say("choose-department", choices=departments + colleagues)
    records.outbox.add(Letter(ToThread(ticket.id), said))


def _reason(message: Message, words: str) -> Reason | None:
    words = reading.clean(words).strip()
    return Reason(words, Source(message.chat.id, message.message_id)) if words else None


def _chat(press: CallbackQuery) -> int:
    return press.message.chat.id if press.message is not None else 0
