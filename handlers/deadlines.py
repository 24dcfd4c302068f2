"""The deadline calculator: which deadline, from which day."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import reckoning
from desk.aid_errors import DeadlineGone
from desk.centre import Centre
from desk.choices.deadline import AskDay, CountDeadline, ShowDeadlines
from desk.form import Purpose
from desk.people import Resident
from desk.records import Records
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, InDanger, IsFilling, Pressed, Refills
from handlers.saying import pressed_message

router = Router(name="deadlines")


@router.message(PRIVATE, Command("deadline"))
async def deadline(
    message: Message,
    command: CommandObject,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Which deadline? The day may be said at once: /deadline 3 ноября."""
    reckoning.show(reading.clean(command.args or ""), resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowDeadlines))
async def show(
    press: CallbackQuery, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The same by a button."""
    reckoning.show("", resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(CountDeadline))
async def count(
    press: CallbackQuery,
    choice: CountDeadline,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """How that one stands."""
    reckoning.count(choice, resident, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(AskDay))
async def ask_day(
    press: CallbackQuery, choice: AskDay, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """From another day."""
    reckoning.ask(choice.deadline, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, F.data.regexp("^d[ca]:"))
async def gone(press: CallbackQuery) -> None:
    """The base no longer has what the button names."""
    raise DeadlineGone()


@router.edited_message(PRIVATE, Refills(Purpose.DEADLINE), ~InDanger(), F.text)
@router.message(PRIVATE, IsFilling(Purpose.DEADLINE), ~InDanger(), F.text, ~F.text.startswith("/"))
async def take_day(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The day, in words."""
    await reckoning.take_day(reading.message(message), ticket, resident, records, centre, at)
