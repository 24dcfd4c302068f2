"""Subscriptions: what a resident is told unasked, switched on and off by buttons."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from desk import subscribing
from desk.centre import Centre
from desk.choices.subscription import FollowNews, FollowNothing, FollowSubject, ShowSubscriptions, Unsubscribe
from desk.people import Resident
from desk.records import Records
from handlers.doors import PRESSED_IN_PRIVATE, PRIVATE, Pressed
from handlers.saying import pressed_message

router = Router(name="subscriptions")


@router.message(PRIVATE, Command("subscriptions"))
async def subscriptions(message: Message, resident: Resident, records: Records, centre: Centre) -> None:
    """What there is, and what is chosen."""
    await subscribing.show(0, resident, records, centre)


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(ShowSubscriptions))
async def turn(
    press: CallbackQuery, choice: ShowSubscriptions, resident: Resident, records: Records, centre: Centre
) -> None:
    """The same in the message that was pressed."""
    await subscribing.show(choice.page, resident, records, centre, pressed_message(press))


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(FollowNews, FollowSubject))
async def follow(
    press: CallbackQuery,
    choice: FollowNews | FollowSubject,
    resident: Resident,
    records: Records,
    centre: Centre,
) -> str:
    """On, or off."""
    await subscribing.follow(choice, resident, records, centre, pressed_message(press))
    return "notice-following" if choice.wanted else "notice-not-following"


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(FollowNothing))
async def follow_nothing(press: CallbackQuery, resident: Resident, records: Records, centre: Centre) -> str:
    """All off."""
    await subscribing.follow_nothing(resident, records, centre, pressed_message(press))
    return "notice-not-following"


@router.callback_query(PRESSED_IN_PRIVATE, Pressed(Unsubscribe))
async def unsubscribe(
    press: CallbackQuery, choice: Unsubscribe, resident: Resident, records: Records, centre: Centre
) -> str:
    """The button under a broadcast."""
    await subscribing.unsubscribe(choice, resident, records, centre, pressed_message(press))
    return "notice-not-following"
