"""What a letter answers: the message it quotes, or a part of it, as that lies where the letter goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from aiogram.types import MessageEntity, ReplyParameters

from bot.addressing import Place
from desk.letters import AlbumAhead, Relay, Say
from desk.records import Records
from desk.words import Excerpt


async def reply_to(content: Say | AlbumAhead | Relay, place: Place, records: Records) -> dict[str, Any]:
    """What the letter answers, as it lies in the chat it goes to.

    Without topics, the card is what all that quotes nothing else hangs on.
    """
    thread, quoting = place.thread, content.quoting
    answered = thread.card_id if thread is not None and thread.topic_id == 0 else None
    excerpt: Excerpt | None = None
    if quoting is not None and quoting.chat_id == place.chat_id:
        answered = quoting.message_id
    elif quoting is not None and (mirror := await records.threads.mirror_of(quoting)) is not None:
        is_copied = mirror.source == quoting
        other = mirror.copy if is_copied else mirror.source
        if other.chat_id == place.chat_id:
            answered = other.message_id
            lead = -mirror.lead if is_copied else mirror.lead
            excerpt = content.excerpt.after(lead) if content.excerpt else None
    return {} if answered is None else {"reply_parameters": answering(answered, excerpt)}


def answering(message_id: int, excerpt: Excerpt | None = None) -> ReplyParameters:
    """What names the message that is answered; it may have been deleted meanwhile."""
    if excerpt is None:
        return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)
    return ReplyParameters(
        message_id=message_id,
        allow_sending_without_reply=True,
        quote=excerpt.words.text,
        quote_entities=entities_of(excerpt.words.marks),
        quote_position=excerpt.offset,
    )


def entities_of(marks: Iterable[Mapping[str, object]]) -> list[MessageEntity]:
    """Formatting as the Bot API takes it."""
    return [MessageEntity.model_validate(mark) for mark in marks]
