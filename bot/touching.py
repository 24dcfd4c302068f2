"""What changes in a chat without a word → the call that does it."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram.enums import ReactionTypeType
from aiogram.methods import (
    CloseForumTopic,
    DeleteForumTopic,
    DeleteMessage,
    EditMessageReplyMarkup,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import (
    ReactionTypeEmoji,
    ReactionTypeUnion,
)

from bot.addressing import Place
from desk.records import Records
from desk.source import Source
from desk.touches import Raze, React, Shut, Strip, Wipe


def touched(content: React | Strip | Wipe | Shut | Raze, place: Place) -> TelegramMethod[Any]:
    """A reaction, a deletion, buttons gone, a topic closed."""
    if isinstance(content, Raze):
        return DeleteForumTopic(chat_id=place.chat_id, message_thread_id=place.topic_id or 0)
    if isinstance(content, Shut):
        return CloseForumTopic(chat_id=place.chat_id, message_thread_id=place.topic_id or 0)
    there: dict[str, Any] = {"chat_id": place.chat_id, "message_id": content.target.message_id}
    if isinstance(content, Wipe):
        return DeleteMessage(**there)
    if isinstance(content, Strip):
        return EditMessageReplyMarkup(**there)
    return SetMessageReaction(**there, reaction=_shown(content.emoji))


@cache
def _shown(emoji: str | None) -> list[ReactionTypeUnion]:
    return [ReactionTypeEmoji(type=ReactionTypeType.EMOJI, emoji=emoji)] if emoji else []


async def erased(source: Source, records: Records) -> TelegramMethod[Any] | None:
    """The deletion of what was passed on; None when that never arrived."""
    mirror = await records.threads.mirror_of(source)
    if mirror is None or mirror.source != source:
        return None
    return DeleteMessage(chat_id=mirror.copy.chat_id, message_id=mirror.copy.message_id)
