"""Routes through an event of life: which, when it was, and what is done."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import following
from desk.aid_errors import RouteGone
from desk.centre import Centre
from desk.choices.route import (
    AskRouteDay,
    DropRoute,
    RemindSteps,
    ShowRoute,
    ShowRoutes,
    StartRoute,
    TickStep,
)
from desk.form import Purpose
from desk.people import Resident
from desk.records import Records
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, InDanger, IsFilling, Pressed, Refills
from handlers.saying import pressed_message

router = Router(name="routes")


@router.message(PRIVATE, Command("route"))
async def route(message: Message, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """Which event?"""
    await following.show(resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowRoutes))
async def show(
    press: CallbackQuery, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The same by a button."""
    await following.show(resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowRoute))
async def open_(
    press: CallbackQuery,
    choice: ShowRoute,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """That one."""
    await following.open_(choice.route, resident, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(StartRoute))
async def start(
    press: CallbackQuery,
    choice: StartRoute,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """From that day on."""
    await following.start(choice, resident, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(AskRouteDay))
async def ask_day(
    press: CallbackQuery,
    choice: AskRouteDay,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """It was on another day."""
    following.ask(choice.route, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(TickStep))
async def tick(
    press: CallbackQuery,
    choice: TickStep,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A step is done, or not."""
    await following.tick(choice, resident, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(RemindSteps))
async def remind(
    press: CallbackQuery,
    choice: RemindSteps,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """Reminders, or none."""
    await following.remind_or_not(choice, resident, records, centre, at, pressed_message(press))
    return "notice-reminders-on" if choice.wanted else "notice-reminders-off"


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(DropRoute))
async def drop(
    press: CallbackQuery, choice: DropRoute, resident: Resident, records: Records, centre: Centre
) -> None:
    """Away with it."""
    await following.drop(choice, resident, records, centre, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, F.data.regexp("^w[osatrd]:"))
async def gone(press: CallbackQuery) -> None:
    """The base no longer has what the button names."""
    raise RouteGone()


@router.edited_message(PRIVATE, Refills(Purpose.ROUTE), ~InDanger(), F.text)
@router.message(PRIVATE, IsFilling(Purpose.ROUTE), ~InDanger(), F.text, ~F.text.startswith("/"))
async def take_day(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The day, in words."""
    await following.take_day(reading.message(message), ticket, resident, records, centre, at)
