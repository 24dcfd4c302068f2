"""What the knowledge base could not answer: looked at by supervisors, made into entries by administrators."""

from __future__ import annotations

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import learning, surveying
from desk.centre import Centre, Workshop
from desk.choices.gap import AddPhrasings, ChooseEntry, DismissGap, DraftEntry, ShowGap, ShowGaps, WriteAnswer
from desk.gathering import cluster_of
from desk.people import Operator, Resident, Role
from desk.records import Records
from handlers import reading
from handlers.doors import (
    GROUP,
    PRESSED_IN_GROUP,
    PRESSED_IN_PRIVATE,
    PRIVATE,
    InTicket,
    IsAnswering,
    Pressed,
    Staff,
)
from handlers.saying import here, instead

router = Router(name="gaps")


@router.message(PRIVATE, Staff(Role.EDITOR), Command("gaps"))
@router.message(GROUP, ~InTicket(), Command("gaps"), Staff(Role.SUPERVISOR))
async def gaps(message: Message, records: Records, workshop: Workshop, at: datetime) -> None:
    """The most asked first."""
    here(message, await surveying.gaps(0, records, workshop, at), records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ShowGaps))
@router.callback_query(PRESSED_IN_GROUP, Pressed(ShowGaps), Staff(Role.SUPERVISOR))
async def turn(
    press: CallbackQuery, choice: ShowGaps, records: Records, workshop: Workshop, at: datetime
) -> None:
    """Another page."""
    instead(press, await surveying.gaps(choice.page, records, workshop, at), records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ShowGap))
@router.callback_query(PRESSED_IN_GROUP, Pressed(ShowGap), Staff(Role.SUPERVISOR))
async def show(
    press: CallbackQuery,
    choice: ShowGap,
    records: Records,
    workshop: Workshop,
    centre: Centre,
    at: datetime,
    operator: Operator,
) -> None:
    """One of them. In the group it is for looking only."""
    cluster = await cluster_of(choice.gap, records, workshop, at)
    in_private = press.message is not None and press.message.chat.type == "private"
    may_edit = in_private and operator.role.may(Role.EDITOR)
    instead(press, await surveying.card(cluster, centre, at, may_edit), records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(DraftEntry))
async def draft(
    press: CallbackQuery,
    choice: DraftEntry,
    operator: Operator,
    records: Records,
    workshop: Workshop,
    centre: Centre,
    at: datetime,
) -> None:
    """A new entry."""
    await learning.draft_entry(choice.gap, operator, records, workshop, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(WriteAnswer))
async def write(
    press: CallbackQuery, choice: WriteAnswer, operator: Operator, records: Records, at: datetime
) -> None:
    """The new entry with an answer of one's own."""
    await learning.ask_answer(choice.gap, operator, records, at)


@router.message(PRIVATE, IsAnswering(), F.text, ~F.text.startswith("/"))
async def answer(
    message: Message,
    resident: Resident,
    operator: Operator,
    records: Records,
    workshop: Workshop,
    centre: Centre,
    at: datetime,
) -> None:
    """The answer."""
    words = reading.clean(message.text or "")
    await learning.take_answer(words, resident, operator, records, workshop, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(ChooseEntry))
async def choose(
    press: CallbackQuery,
    choice: ChooseEntry,
    records: Records,
    workshop: Workshop,
    centre: Centre,
    at: datetime,
) -> None:
    """To which entry?"""
    cluster = await cluster_of(choice.gap, records, workshop, at)
    instead(press, await surveying.entries(cluster, centre, at), records)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(AddPhrasings))
async def add(
    press: CallbackQuery,
    choice: AddPhrasings,
    operator: Operator,
    records: Records,
    workshop: Workshop,
    at: datetime,
) -> None:
    """Other words for an entry."""
    await learning.add_phrasings(choice.gap, choice.entry, operator, records, workshop, at)


@router.callback_query(PRESSED_IN_PRIVATE, Staff(Role.EDITOR), Pressed(DismissGap))
async def dismiss(
    press: CallbackQuery, choice: DismissGap, records: Records, workshop: Workshop, at: datetime
) -> str:
    """Not our matter."""
    await learning.dismiss(choice.gap, records, workshop, at)
    instead(press, await surveying.gaps(0, records, workshop, at), records)
    return "notice-gap-dismissed"
