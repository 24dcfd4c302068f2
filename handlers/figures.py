"""The figures of the last days, for whoever of the staff asks."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import figures
from desk.centre import Centre
from desk.choices.figures import ShowFigures
from desk.people import Role
from desk.records import Records
from handlers.doors import GROUP, PRESSED_IN_GROUP, PRESSED_IN_PRIVATE, PRIVATE, Pressed, Staff
from handlers.saying import here, instead

router = Router(name="figures")


@router.message(PRIVATE, Staff(Role.EDITOR), Command("stats"))
@router.message(GROUP, Staff(), Command("stats"))
async def stats(message: Message, records: Records, centre: Centre, at: datetime) -> None:
    """Those of the week."""
    here(message, await figures.show(figures.WEEK, records, centre, at), records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ShowFigures))
@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ShowFigures))
async def turn(
    press: CallbackQuery, choice: ShowFigures, records: Records, centre: Centre, at: datetime
) -> None:
    """Another span, in the message whose button was pressed."""
    instead(press, await figures.show(choice.days, records, centre, at), records)
