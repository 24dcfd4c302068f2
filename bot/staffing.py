"""Who works in a chat: listed or appointed, and a member of that very chat."""

from __future__ import annotations

import asyncio
import math

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import ChatMemberUpdated, User

from bot.membership import PRESENT, AskMembership
from bot.sections import People
from desk.people import Operator, Role
from desk.records import Records
from handlers import reading

BELIEVED = 600.0  # seconds that a membership once asked for is believed; changes are told at once
ASKING_SECONDS = 3  # that Telegram may take to tell: the visit that asks holds up others


class Staffing:
    """Roles of the settings and of /appoint, memberships as Telegram knows them."""

    def __init__(self, people: People, bot: Bot) -> None:
        self._people = people
        self._bot = bot
        self._members: dict[tuple[int, int], tuple[bool, float]] = {}
        self._quiet_until = 0.0  # Telegram wants to be asked for nobody until then

    def in_private(self, user_id: int) -> Role | None:
        """What the settings let them do in their private chat with the bot."""
        if user_id in self._people.admins:
            return Role.ADMIN
        return Role.EDITOR if user_id in self._people.editors else None

    async def operator(self, user: User, chat_id: int, records: Records) -> Operator | None:
        """The person as one of the staff, None for everybody else.

        Raises aiogram's TelegramAPIError when Telegram does not answer: then the visit waits, nobody is
        let in meanwhile.
        """
        role = self._role(user.id)
        if role is None:
            appointed = await records.staff.appointed(user.id)
            role = appointed.role if appointed else None
        if role is None or user.is_bot or not await self._is_member(user.id, chat_id):
            return None
        return Operator(user.id, reading.name(user), role)

    def note(self, change: ChatMemberUpdated) -> None:
        """Somebody joined, left or was removed."""
        member = change.new_chat_member
        here = member.status in PRESENT or bool(getattr(member, "is_member", False))
        self._members[change.chat.id, member.user.id] = (here, _now())

    def forget(self) -> None:
        """Other processes may have been told of changes: memberships are asked for again."""
        self._members.clear()

    def _role(self, user_id: int) -> Role | None:
        people = self._people
        lists = (
            (people.admins, Role.ADMIN),
            (people.supervisors, Role.SUPERVISOR),
            (people.operators, Role.OPERATOR),
        )
        return next((role for ids, role in lists if user_id in ids), None)

    async def _is_member(self, user_id: int, chat_id: int) -> bool:
        known = self._members.get((chat_id, user_id))
        if known is not None and _now() - known[1] < BELIEVED:
            return known[0]
        asked = AskMembership(chat_id=chat_id, user_id=user_id)
        if (left := math.ceil(self._quiet_until - _now())) > 0:  # asked sooner, Telegram only waits longer
            raise TelegramRetryAfter(asked, "asked a moment ago", left)
        try:
            here = (await self._bot(asked, request_timeout=ASKING_SECONDS)).here
        except TelegramRetryAfter as busy:
            self._quiet_until = _now() + busy.retry_after
            raise
        except TelegramMigrateToChat as moved:
            return await self._is_member(user_id, moved.migrate_to_chat_id)
        except (TelegramForbiddenError, TelegramBadRequest):
            return False  # the bot is out of the chat, or the person never was in it: nobody works there
        self._members[chat_id, user_id] = (here, _now())
        return here


def _now() -> float:
    return asyncio.get_running_loop().time()
