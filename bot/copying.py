"""A message copied to the other side, but for the private numbers in it."""

from __future__ import annotations

from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, SendMessage, TelegramMethod

from bot.addressing import Place
from bot.input_media import above, preview
from bot.quotes import entities_of
from desk.hidden import Hidden
from desk.letters import Relay
from desk.records import Records
from desk.source import Source


async def copied(source: Source, place: Place, records: Records, more: dict[str, Any]) -> TelegramMethod[Any]:
    """A message as it lies in its chat, or as it may be seen. `more`: what it answers, its caption."""
    known = await hidden_words(source, records)
    if known is not None and "caption" not in more:
        text, entities = known.words.text, entities_of(known.words.marks)
        if not known.captioned:
            more = preview(known.words) | more
            return SendMessage(chat_id=place.chat_id, text=text, entities=entities, **topic(place), **more)
        more = {"caption": text, "caption_entities": entities, **above(known.words)} | more
    there: dict[str, Any] = {"from_chat_id": source.chat_id, "message_id": source.message_id}
    return CopyMessage(chat_id=place.chat_id, **there, **topic(place), **more)


async def album(relay: Relay, place: Place, records: Records) -> TelegramMethod[Any]:
    """All of it together; without captions when one of them may not be seen as it is.

    Bot API: copyMessages changes no caption. They are written when the copies are there.
    """
    ids = sorted({one.message_id for one in relay.sources})  # the Bot API wants them increasing
    bare = (
        {"remove_caption": True} if any([await hidden_words(one, records) for one in relay.sources]) else {}
    )
    source = relay.sources[0]
    return CopyMessages(
        chat_id=place.chat_id, from_chat_id=source.chat_id, message_ids=ids, **topic(place), **bare
    )


async def hidden_words(source: Source, records: Records) -> Hidden | None:
    """What may be seen of a message; None: all of it. Only what lies in a private chat hides anything."""
    return await records.hidden.get(source) if source.chat_id > 0 else None


def topic(place: Place) -> dict[str, Any]:
    """Where in its chat a call goes."""
    return {"message_thread_id": place.topic_id} if place.topic_id else {}
