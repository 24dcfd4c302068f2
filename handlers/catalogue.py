"""Subjects and entries, browsed by buttons; the resident's word on an answer."""

from __future__ import annotations

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import opening, reception
from desk.centre import Centre
from desk.choices.catalogue import AskPerson, Helped, ShowEntry, ShowMenu, ShowSubject
from desk.errors import EntryGone
from desk.letters import Button, Choices, Say
from desk.people import Resident
from desk.records import Records
from faq.entry import Shelf
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, Pressed
from handlers.saying import pressed_message, to_resident

router = Router(name="catalogue")
SUBJECTS_ON_A_PAGE = 10
ENTRIES_ON_A_PAGE = 8


@router.message(PRIVATE, Command("menu"))
async def menu(message: Message, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """Show the subjects."""
    choices = subjects(centre.knowledge.shelf, 0, centre.day(at))
    to_resident(resident, Say("menu", choices=choices), records)


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
    choices = subjects(centre.knowledge.shelf, choice.page, centre.day(at))
    to_resident(resident, Say("menu", choices=choices, replacing=pressed_message(press)), records)


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
    shelf = centre.knowledge.shelf
    args = {"subject": shelf.subjects[choice.subject].title}
    choices = entries(shelf, choice, resident.language, centre.day(at))
    to_resident(resident, Say("subject", args, choices, replacing=pressed_message(press)), records)


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


@router.callback_query(PRESSED_IN_PRIVATE, F.data.regexp("^[es]:"))
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


def subjects(shelf: Shelf, page: int, on: date) -> Choices:
    """A page of the subjects that have an answer on the day `on`, most asked first as their files say."""
    held = {one.subject for one in shelf.entries.values() if one.valid_on(on)}
    ordered = sorted((one for one in shelf.subjects.values() if one.id in held), key=lambda one: one.order)
    rows: list[tuple[Button, ...]] = [
        (Button(ShowSubject(one.id), text=one.title),)
        for one in ordered[page * SUBJECTS_ON_A_PAGE : (page + 1) * SUBJECTS_ON_A_PAGE]
    ]
    turning = []
    if page > 0:
        turning.append(Button(ShowMenu(page - 1), phrase="button-previous"))
    if len(ordered) > (page + 1) * SUBJECTS_ON_A_PAGE:
        turning.append(Button(ShowMenu(page + 1), phrase="button-more-subjects"))
    if turning:
        rows.append(tuple(turning))
    rows.append((Button(AskPerson(), phrase="button-ask-person"),))
    return tuple(rows)


def entries(shelf: Shelf, choice: ShowSubject, language: str, on: date) -> Choices:
    """A page of a subject's questions that have an answer on the day `on`."""
    of_subject = [one for one in shelf.entries.values() if one.subject == choice.subject and one.valid_on(on)]
    first = choice.page * ENTRIES_ON_A_PAGE
    rows: list[tuple[Button, ...]] = [
        (Button(ShowEntry(one.id), text=one.title(language)),)
        for one in of_subject[first : first + ENTRIES_ON_A_PAGE]
    ]
    turning = [Button(ShowMenu(), phrase="button-subjects")]
    if choice.page > 0:
        turning.append(Button(ShowSubject(choice.subject, choice.page - 1), phrase="button-previous"))
    if len(of_subject) > first + ENTRIES_ON_A_PAGE:
        turning.append(Button(ShowSubject(choice.subject, choice.page + 1), phrase="button-next"))
    return (*rows, tuple(turning))
