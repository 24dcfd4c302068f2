"""The appeal helper: which kind, a few questions, and the text."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import appealing
from desk.aid_errors import AppealGone
from desk.centre import Centre
from desk.choices.appeal import (
    BeginAppeal,
    ChooseAppeal,
    ContinueAppeal,
    DecideWords,
    FillPart,
    RewritePart,
    SetAppealSubject,
    SetBody,
    ShowAppealSubjects,
    ShowBodies,
)
from desk.form import Purpose
from desk.people import Resident
from desk.records import Records
from desk.ticket import Ticket
from handlers import reading
from handlers.doors import (
    PRESSED_IN_PRIVATE,
    PRIVATE,
    SPOKEN,
    HasOpenTicket,
    InDanger,
    IsFilling,
    Pressed,
    Refills,
)
from handlers.saying import pressed_message

router = Router(name="appeals")


@router.message(PRIVATE, Command("appeal"))
async def appeal(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """Which kind?"""
    await appealing.begin(BeginAppeal(), resident, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(BeginAppeal))
async def begin(
    press: CallbackQuery, choice: BeginAppeal, resident: Resident, records: Records, centre: Centre
) -> None:
    """The same by a button, perhaps about a question or a ticket."""
    await appealing.begin(choice, resident, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ContinueAppeal))
async def go_on(
    press: CallbackQuery,
    choice: ContinueAppeal,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """With the draft, or anew."""
    appealing.go_on(choice, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ChooseAppeal))
async def choose(
    press: CallbackQuery,
    choice: ChooseAppeal,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Of that kind."""
    appealing.choose(choice, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowAppealSubjects))
async def show_subjects(
    press: CallbackQuery, choice: ShowAppealSubjects, resident: Resident, records: Records, centre: Centre
) -> None:
    """More subjects."""
    appealing.show_subjects(choice.page, resident, records, centre, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(SetAppealSubject))
async def set_subject(
    press: CallbackQuery,
    choice: SetAppealSubject,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """About that subject."""
    appealing.set_subject(choice, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(RewritePart))
async def rewrite(
    press: CallbackQuery,
    choice: RewritePart,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A part again."""
    appealing.rewrite(choice, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(FillPart))
async def fill(
    press: CallbackQuery,
    choice: FillPart,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A part without typing."""
    await appealing.fill(choice, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(DecideWords))
async def decide(
    press: CallbackQuery,
    choice: DecideWords,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """Whether what was written belongs into it."""
    await appealing.decide(choice, ticket, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowBodies))
async def show_bodies(
    press: CallbackQuery, choice: ShowBodies, resident: Resident, records: Records, centre: Centre
) -> None:
    """To whom else?"""
    replacing = pressed_message(press) if choice.every else None
    appealing.show_bodies(choice, resident, records, centre, replacing)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(SetBody))
async def set_body(
    press: CallbackQuery,
    choice: SetBody,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """To that one."""
    await appealing.set_body(choice, resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, F.data.regexp("^a[ksp]:"))
async def gone(press: CallbackQuery) -> None:
    """The base no longer has what the button names."""
    raise AppealGone()


@router.edited_message(PRIVATE, Refills(Purpose.APPEAL), ~InDanger(), F.text)
async def correct(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """They have edited a part."""
    appealing.correct(reading.message(message), resident, records, centre)


@router.message(PRIVATE, IsFilling(Purpose.APPEAL), ~InDanger(), F.text, ~F.text.startswith("/"))
@router.message(PRIVATE, IsFilling(Purpose.APPEAL), ~InDanger(), SPOKEN, ~HasOpenTicket())
async def take_words(
    message: Message,
    ticket: Ticket | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """A part of it, in the resident's words."""
    await appealing.take_words(reading.message(message), ticket, resident, records, centre, at)
