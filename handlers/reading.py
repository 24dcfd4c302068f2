"""Message → the desk's values. Text is made storable here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from aiogram.types import Message as TelegramMessage
from aiogram.types import MessageEntity, TelegramObject, User

from desk.medium import Medium
from desk.question import LIVE_LOCATION, Message
from desk.source import Source
from desk.words import Excerpt, Words

NAME_LENGTH = 64
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
FORBIDDEN = "\N{REPLACEMENT CHARACTER}"
# Marks that a bot may send itself; Telegram finds links, commands and hashtags again by itself.
KEPT_MARKS = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
}


def message(seen: TelegramMessage) -> Message:
    """What was written or sent."""
    return Message(
        source=Source(seen.chat.id, seen.message_id),
        words=words(seen),
        at=seen.date,
        media=_media(seen),
        album=seen.media_group_id,
        quoting=_quoted(seen),
        medium=_medium(seen),
        excerpt=_excerpt(seen),
        listened=bool((seen.model_extra or {}).get("heard")),
    )


def words(seen: TelegramMessage) -> Words:
    """Text or caption with its formatting."""
    if seen.text is None:
        return replace(
            _words(seen.caption or "", seen.caption_entities), above=bool(seen.show_caption_above_media)
        )
    said, preview = _words(seen.text, seen.entities), seen.link_preview_options
    if preview is None:
        return said
    return replace(said, preview=_known(preview, exclude_defaults=True))


def name(user: User) -> str:
    """What to call somebody: the first name, without what would break a line."""
    return line(user.first_name) or f"id{user.id}"


def line(text: str) -> str:
    """A name that somebody chose, as one short line without what would break or turn it."""
    visible = " ".join(clean(text).split())
    return "".join(one for one in visible if one.isprintable()).strip()[:NAME_LENGTH]


def clean(text: str) -> str:
    """The text without what no database and no JSON can hold, each replaced by one unit as long."""
    return UNSTORABLE.sub(FORBIDDEN, text)


def _words(text: str, entities: Iterable[MessageEntity] | None) -> Words:
    end = len(text.encode("utf-16-le", "surrogatepass")) // 2  # what lies beyond would be refused
    kept = (one for one in entities or () if one.type in KEPT_MARKS)
    return Words(clean(text), tuple(_known(one) for one in kept if _is_within(one, end)))


def _is_within(entity: MessageEntity, end: int) -> bool:
    return 0 <= entity.offset < entity.offset + entity.length <= end


def _known(part: TelegramObject, exclude_defaults: bool = False) -> dict[str, object]:
    """As JSON, without fields that this aiogram does not know: nobody has looked what stands in them."""
    return part.model_dump(
        mode="json", include={*type(part).model_fields}, exclude_none=True, exclude_defaults=exclude_defaults
    )


def _media(seen: TelegramMessage) -> str | None:
    kind = seen.content_type
    if seen.location is not None and seen.location.live_period:
        return LIVE_LOCATION
    return None if kind == "text" else str(getattr(kind, "value", kind))


def _medium(seen: TelegramMessage) -> Medium | None:
    """The file that an edit may have put there. A voice message keeps its own (Bot API: editMessageMedia)."""
    veiled = bool(seen.has_media_spoiler)
    match _media(seen):
        case "photo" if seen.photo:
            return Medium("photo", seen.photo[-1].file_id, veiled)  # the largest
        case "video" if seen.video:
            return Medium("video", seen.video.file_id, veiled)
        case "animation" if seen.animation:
            return Medium("animation", seen.animation.file_id, veiled)
        case "document" if seen.document:
            return Medium("document", seen.document.file_id)
        case "audio" if seen.audio:
            return Medium("audio", seen.audio.file_id)
        case _:
            return None


def _quoted(seen: TelegramMessage) -> Source | None:
    """The message it answers; the one that opened the topic is no quote, clients add it by themselves."""
    quoted = seen.reply_to_message
    if quoted is None or quoted.message_id == seen.message_thread_id or quoted.forum_topic_created:
        return None
    return Source(seen.chat.id, quoted.message_id)


def _excerpt(seen: TelegramMessage) -> Excerpt | None:
    """The part it answers, when somebody has chosen one in this chat."""
    quote = seen.quote
    if quote is None or not quote.is_manual or not quote.text.strip() or _quoted(seen) is None:
        return None
    return Excerpt(_words(quote.text, quote.entities), quote.position)
