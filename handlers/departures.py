"""The resident blocked the bot; the group has another id; the bot's rights have changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiogram import F, Router
from aiogram.types import ChatMemberUpdated, Message

from desk import departures
from desk.addressee import ToChat
from desk.centre import Centre
from desk.letters import Lane, Letter, Say
from desk.people import Resident
from desk.records import Records
from handlers.doors import PRIVATE

router = Router(name="departures")


@router.my_chat_member(PRIVATE, F.new_chat_member.status == "kicked")
async def blocked(change: ChatMemberUpdated, resident: Resident, records: Records) -> None:
    """The resident has blocked the bot."""
    await departures.block(resident, records)


@router.my_chat_member(PRIVATE)
async def returned(change: ChatMemberUpdated, resident: Resident, records: Records) -> None:
    """The resident is back: whoever has their ticket may write again."""
    await departures.come_back(resident, records)


@router.my_chat_member(F.chat.id.func(lambda chat_id: chat_id < 0))
async def rights(
    change: ChatMemberUpdated,
    records: Records,
    centre: Centre,
    at: datetime,
    warned: dict[int, datetime],
    retry: Callable[[int], None],
) -> None:
    """The bot was put into a group, out of it, or has other rights there now."""
    member, chat_id = change.new_chat_member, change.chat.id
    if member.status in ("administrator", "member"):
        records.afterwards(lambda: retry(chat_id))
    if member.status == "administrator" and getattr(member, "can_manage_topics", False):
        records.afterwards(lambda: warned.pop(chat_id, None))
        return
    if chat_id not in centre.departments.chats() or chat_id in warned:
        return
    records.afterwards(
        lambda: warned.update({chat_id: at})
    )  # a letter that waits for the rights need not tell of them again
    said = Say("group-rights-missing", {"chat": str(change.chat.id), "reason": str(member.status)})
    for admin in centre.caretakers:
        records.outbox.add(Letter(ToChat(admin), said, Lane.NOTICES))


@router.message(F.migrate_to_chat_id)
async def migrated(message: Message, records: Records, centre: Centre, moves: dict[int, int]) -> None:
    """The group has another id now."""
    new = message.migrate_to_chat_id
    if new is not None and moves.get(message.chat.id) != new:
        departures.migrate(message.chat.id, new, records, centre.caretakers)
        records.afterwards(lambda: moves.update({message.chat.id: new}))


@router.message(F.migrate_from_chat_id)
async def migrated_here(message: Message) -> None:
    """The other half of the same news."""
