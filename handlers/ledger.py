"""The administrator's private chat: letters that have not arrived, and what becomes of them."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import departures
from desk.choices.ledger import LetterFate, SettleListed, ShowLetters
from desk.ledger import settle_update, tell
from desk.people import Operator
from desk.records import Records
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, Admin, Pressed
from handlers.saying import here, instead

router = Router(name="ledger")


@router.message(PRIVATE, Admin(), Command("letters"))
async def letters(message: Message, records: Records, at: datetime) -> None:
    """Those that ask for a decision first."""
    here(message, await tell(None, 0, records, at), records)


@router.callback_query(PRESSED_IN_PRIVATE, Admin(), Pressed(ShowLetters))
async def turn(press: CallbackQuery, choice: ShowLetters, records: Records, at: datetime) -> None:
    """Others of them."""
    instead(press, await tell(choice.fate, choice.page, records, at), records)


@router.callback_query(PRESSED_IN_PRIVATE, Admin(), Pressed(SettleListed))
async def settle(
    press: CallbackQuery, choice: SettleListed, operator: Operator, records: Records, at: datetime
) -> str:
    """Send one again, or count it as delivered; try an update again, or put it away."""
    if choice.fate is LetterFate.UNHANDLED:
        await settle_update(choice.letter_id, choice.again, records)
        said = await tell(choice.fate, choice.page, records, at, without=choice.letter_id)
        instead(press, said, records)
        return "notice-tried-again" if choice.again else "notice-put-away"
    await departures.settle(choice.letter_id, choice.again, operator, operator.id, records)
    said = await tell(choice.fate, choice.page, records, at, without=choice.letter_id)
    instead(press, said, records)
    return "notice-sent-again" if choice.again else "notice-counted"
