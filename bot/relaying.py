"""What people say to each other → the call that passes it on, or changes it there."""

from __future__ import annotations

from typing import Any

from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.utils.formatting import Text

from bot.addressing import Place
from bot.copying import album, copied, topic
from bot.input_media import above, input_media, preview
from bot.lengths import CAPTION_UNITS, TEXT_UNITS, Rendered, units
from bot.phrases import Phrases
from bot.quotes import answering, entities_of, reply_to
from desk.letters import Content, Relay
from desk.records import Records
from desk.source import Source
from desk.touches import Amend
from desk.words import Words


async def relayed(relay: Relay, place: Place, records: Records, phrases: Phrases) -> TelegramMethod[Any]:
    """Words or media, as they are to be seen on the other side."""
    reply = await reply_to(relay, place, records)
    if relay.words is not None and relay.signed is not None:
        text, entities = _signed(relay.words, relay.signed, place.language, phrases)
        if not relay.captioned:
            reply |= preview(relay.words)
            return SendMessage(chat_id=place.chat_id, text=text, entities=entities, **topic(place), **reply)
        reply |= {"caption": text, "caption_entities": entities, **above(relay.words)}
    if relay.words is not None and (relay.together or relay.spelled):
        text, entities = relay.words.text, entities_of(relay.words.marks)
        reply |= preview(relay.words)
        return SendMessage(chat_id=place.chat_id, text=text, entities=entities, **topic(place), **reply)
    if len(relay.sources) == 1:
        return await copied(relay.sources[0], place, records, reply)
    return await album(relay, place, records)


async def amended(
    amend: Amend, place: Place, records: Records, phrases: Phrases
) -> TelegramMethod[Any] | None:
    """The change of what was passed on; None when that never arrived."""
    mirror = await records.threads.mirror_of(amend.source)
    if mirror is None or mirror.source != amend.source:
        return None
    if await records.threads.shared(mirror):
        return await _correction(amend, mirror.copy, place, records, phrases)
    text, entities = amend.words.text, entities_of(amend.words.marks)
    if amend.signed is not None:
        text, entities = _signed(amend.words, amend.signed, place.language, phrases)
    there: dict[str, Any] = {"chat_id": mirror.copy.chat_id, "message_id": mirror.copy.message_id}
    if amend.medium is not None:
        return EditMessageMedia(**there, media=input_media(amend.medium, text, entities, amend.words))
    if amend.captioned:
        there |= above(amend.words)
        return EditMessageCaption(**there, caption=text, caption_entities=entities)
    return EditMessageText(**there, text=text, entities=entities, **preview(amend.words))


async def _correction(
    amend: Amend, copy: Source, place: Place, records: Records, phrases: Phrases
) -> TelegramMethod[Any]:
    """One of several texts that were said together is another now, or a medium: told below them."""
    reply: dict[str, Any] = {"reply_parameters": answering(copy.message_id)}
    announced = phrases.text("words-corrected", place.language, {})
    text, entities = _headed(announced, amend.words)
    if not amend.captioned and units(text) <= TEXT_UNITS:
        return SendMessage(chat_id=place.chat_id, text=text, entities=entities, **topic(place), **reply)
    if amend.captioned and units(text) <= CAPTION_UNITS:
        reply |= {"caption": text, "caption_entities": entities}
    return await copied(amend.source, place, records, reply)


def _signed(words: Words, name: str, language: str, phrases: Phrases) -> Rendered:
    return _headed(phrases.text("operator-signature", language, {"name": name}), words)


def _headed(line: Text, words: Words) -> Rendered:
    """A line of ours above somebody's words."""
    text, entities = Text(line, "\n").render()
    moved = [one.model_copy(update={"offset": one.offset + units(text)}) for one in entities_of(words.marks)]
    return text + words.text, entities + moved


def lead(call: TelegramMethod[Any], content: Content) -> int:
    """UTF-16 units of ours before somebody's words in the message that the call makes."""
    if not isinstance(content, Relay) or content.words is None or content.signed is None:
        return 0
    said = getattr(call, "text", None) or getattr(call, "caption", None) or ""
    return max(units(said) - content.words.units, 0)
