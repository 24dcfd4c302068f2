"""Texts in Telegram's units, no longer than Telegram takes, and as texts: with no preview of a link."""

from __future__ import annotations

from aiogram.types import LinkPreviewOptions, MessageEntity
from aiogram.utils.formatting import Text

Rendered = tuple[str, list[MessageEntity]]
TEXT_UNITS = 4096  # Bot API: length of a text, UTF-16 units
CAPTION_UNITS = 1024  # Bot API: length of a caption, UTF-16 units
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def units(text: str) -> int:
    """How long it is, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def within_limit(text: Text) -> Rendered:
    """Text and entities, cut at Telegram's limit so that no letter is refused for its length."""
    words, entities = text.render()
    coded = words.encode("utf-16-le", "surrogatepass")
    if len(coded) // 2 <= TEXT_UNITS:
        return words, entities
    cut = coded[: (TEXT_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"
    return cut, [one for one in entities if one.offset + one.length < TEXT_UNITS - 1]
