"""How words look beside their medium or link, and a medium with its caption, as the Bot API takes them."""

from __future__ import annotations

from typing import Any

from aiogram.types import (
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MessageEntity,
)

from desk.medium import Medium
from desk.words import Words

InputMedia = InputMediaAnimation | InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo


def above(words: Words) -> dict[str, Any]:
    """Where a caption stands."""
    return {"show_caption_above_media": True} if words.above else {}


def preview(words: Words) -> dict[str, Any]:
    """How the link of a text is shown."""
    if not words.preview:
        return {}
    return {"link_preview_options": LinkPreviewOptions.model_validate(dict(words.preview))}


def input_media(medium: Medium, caption: str, entities: list[MessageEntity], words: Words) -> InputMedia:
    """The medium with the caption there is to be; `words` are those of whoever wrote them."""
    # Its type is named although it is the default: what was not set is not sent.
    said: dict[str, Any] = {"type": medium.kind, "media": medium.file, "caption": caption}
    said["caption_entities"] = entities
    match medium.kind:
        case "photo":
            return InputMediaPhoto(**said, **above(words), has_spoiler=medium.veiled)
        case "video":
            return InputMediaVideo(**said, **above(words), has_spoiler=medium.veiled)
        case "animation":
            return InputMediaAnimation(**said, **above(words), has_spoiler=medium.veiled)
        case "document":
            return InputMediaDocument(**said)
        case "audio":
            return InputMediaAudio(**said)
