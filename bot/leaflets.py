"""What an administrator tells many residents, with how to stop it below."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SendDocument, SendMessage, SendPhoto, TelegramMethod

from bot.addressing import Place
from bot.input_media import above, preview
from bot.keyboards import keyboard
from bot.lengths import units
from bot.phrases import Phrases
from bot.quotes import entities_of
from bot.sealing import Seal
from desk.letters import Leaflet


def leaflet(content: Leaflet, place: Place, phrases: Phrases, seal: Seal) -> TelegramMethod[Any]:
    """The call that sends it: what was written comes as it was written."""
    words = content.words
    footer, marks = phrases.text("leaflet-footer", place.language, {}).render()
    gap = "\n\n" if words.text else ""
    text = words.text + gap + footer
    moved = [one.model_copy(update={"offset": one.offset + units(words.text + gap)}) for one in marks]
    entities = entities_of(words.marks) + moved
    said: dict[str, Any] = {
        "chat_id": place.chat_id,
        "reply_markup": keyboard(content.choices, phrases, place.language, seal),
    }
    medium = content.medium
    if medium is None:
        return SendMessage(**said, text=text, entities=entities, **preview(words))
    said |= {"caption": text, "caption_entities": entities}
    if medium.kind == "photo":
        return SendPhoto(**said, photo=medium.file, has_spoiler=medium.veiled or None, **above(words))
    return SendDocument(**said, document=medium.file)
