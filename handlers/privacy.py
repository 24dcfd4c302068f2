"""A resident's rights: what is kept of them, the consent taken back, everything erased."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import forgetting, opening, taking_data, withdrawing
from desk.centre import Centre
from desk.choices.privacy import AskForget, Forget, KeepData, ReadConsent, TakeData, WithdrawConsent
from desk.people import Resident
from desk.records import Records
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, Pressed
from handlers.saying import pressed_message, strip

router = Router(name="privacy")


@router.message(PRIVATE, Command("privacy"))
async def tell(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """What is kept, how long, and by whom."""
    withdrawing.tell(resident, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ReadConsent))
async def read_consent(press: CallbackQuery, resident: Resident, records: Records, centre: Centre) -> None:
    """The text, to be agreed to."""
    opening.ask_consent(None, resident, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(WithdrawConsent))
async def withdraw(
    press: CallbackQuery, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The consent is taken back."""
    strip(press, records)
    await withdrawing.withdraw(resident, records, centre, at)


@router.message(PRIVATE, Command("mydata"))
async def take(message: Message, resident: Resident, records: Records, at: datetime) -> None:
    """Everything that is kept, as files."""
    await taking_data.take(resident, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(TakeData))
async def take_by_button(press: CallbackQuery, resident: Resident, records: Records, at: datetime) -> None:
    """The same."""
    await taking_data.take(resident, records, at)


@router.message(PRIVATE, Command("forget"))
async def ask(message: Message, resident: Resident, records: Records, centre: Centre, at: datetime) -> None:
    """What would be erased and what would stay."""
    await forgetting.explain(resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(AskForget))
async def ask_by_button(
    press: CallbackQuery, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The same."""
    await forgetting.explain(resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Forget))
async def forget(
    press: CallbackQuery, choice: Forget, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """Everything is erased."""
    await forgetting.forget(choice, pressed_message(press), resident, records, centre, at)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(KeepData))
async def keep(press: CallbackQuery, resident: Resident, records: Records, at: datetime) -> None:
    """Nothing is."""
    await forgetting.keep(pressed_message(press), resident, records, at)
