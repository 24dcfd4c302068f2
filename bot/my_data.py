"""What is kept of a resident, as a file for people and as one for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile

from bot.addressing import Place
from bot.documents import MAX_SENT
from bot.phrases import Phrases
from bot.transcripts import ENCODING
from desk import naming
from desk.arrival import Arrival
from desk.centre import Centre
from desk.holding import Chapter, Fact, holding
from desk.people import Resident
from desk.records import Records

# An animation is a document as well: the first that fits counts.
KINDS: Mapping[str, str] = {
    "photo": "my-data-photo",
    "animation": "my-data-video",
    "video": "my-data-video",
    "video_note": "my-data-video",
    "voice": "my-data-voice",
    "audio": "my-data-voice",
    "document": "my-data-document",
    "sticker": "my-data-other",
    "location": "my-data-other",
    "venue": "my-data-other",
    "contact": "my-data-other",
}
ROOM = MAX_SENT - 1_000_000  # bytes of a file; the rest is for the call around it


async def my_data(
    place: Place, records: Records, phrases: Phrases, centre: Centre, at: datetime, *, is_json: bool
) -> SendDocument | SendMessage:
    """The file, made of what is in the database now; a word to whom nothing is kept of any more."""
    resident = await records.residents.get(place.chat_id)
    if resident is None:
        text, entities = phrases.text("my-data-none", place.language, {}).render()
        return SendMessage(chat_id=place.chat_id, text=text, entities=entities)
    chapters = await everything(resident, records, centre, at)
    write = for_programs if is_json else _text
    content = write(chapters, place.language, phrases, centre, at)
    while len(content) > ROOM:  # seldom: an account that has been written to by a program, say
        chapters = [_half(one) for one in chapters]
        content = write(chapters, place.language, phrases, centre, at)
    phrase = "my-data-json-file" if is_json else "my-data-file-caption"
    caption, entities = phrases.text(phrase, place.language, {}).render()
    name = f"my-data-{centre.day(at)}.{'json' if is_json else 'txt'}"
    file = BufferedInputFile(content, name)
    return SendDocument(chat_id=place.chat_id, document=file, caption=caption, caption_entities=entities)


async def everything(resident: Resident, records: Records, centre: Centre, at: datetime) -> list[Chapter]:
    """All chapters, those of photos and files included."""
    sent = attachments(await records.arrivals.of(resident.id), centre)
    return [*await holding(resident, records, centre, at), *([sent] if sent.facts else [])]


def attachments(arrivals: Sequence[Arrival], centre: Centre) -> Chapter:
    """What else than words was sent, of which kind and when. What names the file at Telegram is not told."""
    facts = []
    for one in arrivals:
        said = _message(one.raw)
        kind = next((name for name in KINDS if name in said), None)
        if kind is not None:
            name = said[kind].get("file_name") if isinstance(said[kind], dict) else None
            more = {"at": one.at.isoformat(), "type": kind, "name": name}
            facts.append(Fact(KINDS[kind], {"since": centre.day(one.at).isoformat()}, more))
    days = centre.privacy.keep.updates
    return Chapter("attachments", "my-data-of-attachments", tuple(facts), days)


def _message(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw)["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _half(chapter: Chapter) -> Chapter:
    if len(chapter.facts) < 2:
        return chapter
    kept = chapter.facts[-(len(chapter.facts) // 2) :]
    return Chapter(chapter.name, chapter.phrase, kept, chapter.days, cut=True)


def _text(
    chapters: Sequence[Chapter], language: str, phrases: Phrases, centre: Centre, at: datetime
) -> bytes:
    head: dict[str, str | int] = {
        "since": centre.day(at).isoformat(),
        "responsible": centre.privacy.who(language) or "—",
    }
    blocks = [phrases.plain("my-data-head", language, head)]
    for one in chapters:
        lines = [phrases.plain(one.phrase, language).upper()]
        if one.days is not None:
            lines.append(phrases.plain("my-data-kept", language, {"days": one.days}))
        if one.cut:
            lines.append(phrases.plain("my-data-cut", language))
        for fact in one.facts:
            lines.append(phrases.plain(fact.phrase, language, naming.named(fact.args, language, centre)))
        blocks.append("\n".join(lines))
    blocks.append(phrases.plain("my-data-left-out", language, {"law": centre.privacy.stays(language)}))
    return "\n\n".join(blocks).encode(ENCODING)


def for_programs(
    chapters: Sequence[Chapter], language: str, phrases: Phrases, centre: Centre, at: datetime
) -> bytes:
    """The same as JSON: `chapters` by name, each with its `facts` and how many days they are kept."""
    told: dict[str, Any] = {
        "made_at": at.isoformat(),
        "responsible": centre.privacy.who(language),
        "stays_by_law": centre.privacy.stays(language),
        "not_told": phrases.plain("my-data-left-out", language, {"law": ""}).strip(),
        "chapters": {
            one.name: {
                "kept_days": one.days,
                "cut": one.cut,
                "facts": [
                    {"kind": fact.phrase.removeprefix("my-data-"), **fact.args, **fact.more}
                    for fact in one.facts
                ],
            }
            for one in chapters
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
