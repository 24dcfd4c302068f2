"""Subjects and entries, browsed by buttons; the resident's word on an answer."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import browsing, opening, reception, voting
from desk.base_errors import EntryGone
from desk.centre import Centre
from desk.choices.catalogue import AskPerson, Helped, ShowEntry, ShowMenu, ShowRelated, ShowSubject
from desk.people import Resident
from desk.records import Records
from handlers.commands import MENU
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, HasOpenTicket, Pressed
from handlers.saying import pressed_message, to_resident

router = Router(name="catalogue")


@router.message(PRIVATE, Command("menu"))
@router.message(PRIVATE, F.text.regexp(MENU), ~HasOpenTicket())
async def menu(message: Message, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """Show the subjects."""
    asked = await voting.is_asked(resident, records, at)
    to_resident(resident, browsing.menu(ShowMenu(), resident, centre, at, asked=asked), records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowMenu))
async def show_menu(
    press: CallbackQuery,
    choice: ShowMenu,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Show the subjects in the same message."""
    asked = await voting.is_asked(resident, records, at)
    page = browsing.menu(choice, resident, centre, at, pressed_message(press), asked)
    to_resident(resident, page, records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowSubject))
async def show_subject(
    press: CallbackQuery,
    choice: ShowSubject,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Show a subject's questions in the same message."""
    page = await browsing.subject(choice, resident, records, centre, at, pressed_message(press))
    to_resident(resident, page, records)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowEntry))
async def show_entry(
    press: CallbackQuery,
    choice: ShowEntry,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Show an entry. A suggestion gives a new message, a page of the catalogue turns into the entry."""
    replacing = pressed_message(press) if choice.asked is None else None
    if not await reception.show(choice.entry, choice.asked, resident, records, centre, at, replacing):
        raise EntryGone()


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowRelated))
async def show_related(
    press: CallbackQuery,
    choice: ShowRelated,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Show what is near to an entry, in its place."""
    if not await reception.show_related(choice.entry, resident, records, centre, at, pressed_message(press)):
        raise EntryGone()


@router.callback_query(PRESSED_IN_PRIVATE, F.data.regexp("^(e|er|s):"))
async def gone(press: CallbackQuery) -> None:
    """The base no longer has what the button names."""
    raise EntryGone()


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Helped))
async def judge(
    press: CallbackQuery,
    choice: Helped,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str:
    """Note whether the answer helped."""
    await reception.judge(choice.asked, choice.helped, resident, records, centre, at)
    return "notice-thanks"


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(AskPerson))
async def ask_person(
    press: CallbackQuery,
    choice: AskPerson,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Hand the question to a person."""
    await opening.ask_person(choice.asked, resident, records, centre, at)


@router.message(PRIVATE, Command("operator"))
async def operator(
    message: Message, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """A person, please."""
    await opening.ask_person(None, resident, records, centre, at)
