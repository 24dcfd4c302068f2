"""Polls: which there are, and a resident's vote."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import voting
from desk.centre import Centre
from desk.choices.poll import CastVote, ShowPoll, ShowPolls, TakeResults, WithdrawVote
from desk.people import Resident
from desk.records import Records
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, Pressed
from handlers.saying import pressed_message

router = Router(name="polls")


@router.message(PRIVATE, Command("polls"))
async def polls(message: Message, resident: Resident, records: Records, at: datetime) -> None:
    """Which there are."""
    await voting.show_all(resident, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowPolls))
async def show_all(press: CallbackQuery, resident: Resident, records: Records, at: datetime) -> None:
    """The same by a button."""
    await voting.show_all(resident, records, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowPoll))
async def show(press: CallbackQuery, choice: ShowPoll, resident: Resident, records: Records) -> None:
    """That one."""
    await voting.show(choice.poll_id, resident, records, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(CastVote))
async def vote(
    press: CallbackQuery,
    choice: CastVote,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> str | None:
    """For that option."""
    return await voting.vote(choice, resident, records, centre, at, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(WithdrawVote))
async def withdraw(
    press: CallbackQuery, choice: WithdrawVote, resident: Resident, records: Records, at: datetime
) -> str:
    """No vote after all."""
    await voting.withdraw(choice, resident, records, at, pressed_message(press))
    return "notice-vote-withdrawn"


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(TakeResults))
async def give_results(
    press: CallbackQuery, choice: TakeResults, resident: Resident, records: Records
) -> None:
    """How it has ended, as a picture."""
    await voting.give_results(choice.poll_id, resident, records)
