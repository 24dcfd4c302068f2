"""Residents who are banned: what they write is kept. Danger to life comes through, and so do open tickets."""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated

from desk import banning
from desk.ban import Ban
from desk.people import Resident
from desk.records import Records
from handlers import reading
from handlers.doors import COPIED, PRESSED_IN_PRIVATE, PRIVATE, UNCOPIED, UNKNOWN, Banned

router = Router(name="banned")


@router.message(PRIVATE, COPIED | UNCOPIED | UNKNOWN, Banned())
@router.edited_message(PRIVATE, Banned())
async def hear(message: Message, resident: Resident, ban: Ban, records: Records, at: datetime) -> None:
    """Kept, whatever it is: a command, too."""
    await banning.hear(reading.message(message), resident, ban, records, at)


@router.callback_query(PRESSED_IN_PRIVATE, Banned())
async def press(_: CallbackQuery) -> str:
    """Nothing is done."""
    return "notice-banned"


@router.message_reaction(Banned())
async def react(_: MessageReactionUpdated) -> None:
    """Shown to nobody."""
