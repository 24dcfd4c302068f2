"""The figures of the last days, for whoever of the staff asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from desk import figures
from desk.centre import Centre
from desk.choices.figures import DrawFigures, SendFigures, ShowFigures
from desk.enclosure import TableKind
from desk.letters import Say
from desk.people import Operator, Role
from desk.records import Records
from handlers.doors import GROUP, PRESSED_IN_GROUP, PRESSED_IN_PRIVATE, PRIVATE, Pressed, Staff
from handlers.saying import here, instead

router = Router(name="figures")
KINDS: Mapping[str, TableKind] = {kind: kind for kind in get_args(TableKind)}
DAYS = re.compile(r"[1-9]\d{0,2}", re.ASCII)


@router.message(PRIVATE, Staff(Role.EDITOR), Command("stats"))
@router.message(GROUP, Staff(), Command("stats"))
async def stats(message: Message, records: Records, centre: Centre, at: datetime) -> None:
    """Those of the week."""
    here(message, await figures.show(figures.WEEK, records, centre, at), records)


@router.message(PRIVATE, Staff(Role.EDITOR), Command("report"))
@router.message(GROUP, Staff(), Command("report"))
async def report(
    message: Message,
    command: CommandObject,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """As a table: those of the week, or of so many days; what it is made of may be said, too."""
    asked = _asked(command.args or "")
    said = figures.table(asked[0], operator, centre, at, asked[1]) if asked else Say("report-usage")
    here(message, said, records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ShowFigures))
@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(ShowFigures))
async def turn(
    press: CallbackQuery, choice: ShowFigures, records: Records, centre: Centre, at: datetime
) -> None:
    """Another span, in the message whose button was pressed."""
    instead(press, await figures.show(choice.days, records, centre, at), records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(SendFigures))
@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(SendFigures))
async def send(
    press: CallbackQuery,
    choice: SendFigures,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str | None:
    """As a table, below the message whose button was pressed."""
    table = figures.table(choice.days, operator, centre, at)
    if not isinstance(press.message, Message):
        return "notice-old-button"
    here(press.message, table, records)
    return None


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(DrawFigures))
@router.callback_query(PRESSED_IN_GROUP, Staff(), Pressed(DrawFigures))
async def draw(
    press: CallbackQuery,
    choice: DrawFigures,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str | None:
    """As charts, below the message whose button was pressed."""
    picture = figures.picture(choice.days, operator, centre, at)
    if not isinstance(press.message, Message):
        return "notice-old-button"
    here(press.message, picture, records)
    return None


def _asked(words: str) -> tuple[int, TableKind] | None:
    """`30 csv`: days and what the table is made of, in any order. None: something else is there."""
    days, kind = figures.WEEK, KINDS["xlsx"]
    for word in words.casefold().split():
        if word in KINDS:
            kind = KINDS[word]
        elif DAYS.fullmatch(word) and int(word) <= figures.YEAR:
            days = int(word)
        else:
            return None
    return days, kind
