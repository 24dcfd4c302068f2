"""Transcripts: what a resident and the centre have said to each other in a ticket, as a text file."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile

from bot.addressing import Place
from bot.phrases import Phrases
from desk import naming
from desk.centre import Centre
from desk.holding import in_order
from desk.passage import Speaker
from desk.records import Records
from desk.ticket import Ticket

ENCODING = "utf-8-sig"  # old editors take a file without the mark for another alphabet's


async def transcript(
    ticket_id: int, place: Place, records: Records, phrases: Phrases, centre: Centre
) -> SendDocument | SendMessage:
    """The resident's own ticket as a file, oldest words first; a word where there is no such ticket."""
    ticket = await records.tickets.get(ticket_id)
    if ticket is None or ticket.resident_id != place.chat_id:
        text, entities = phrases.text("refused-no-such-ticket", place.language, {}).render()
        return SendMessage(chat_id=place.chat_id, text=text, entities=entities)
    said = [_head(ticket, place, phrases, centre), *await _lines(ticket, place, records, phrases)]
    number: dict[str, Any] = {"number": ticket.number}
    caption, entities = phrases.text("transcript-file", place.language, number).render()
    file = BufferedInputFile("\n\n".join(said).encode(ENCODING), f"{ticket.number}.txt")
    return SendDocument(chat_id=place.chat_id, document=file, caption=caption, caption_entities=entities)


def _head(ticket: Ticket, place: Place, phrases: Phrases, centre: Centre) -> str:
    args: dict[str, str | int] = {
        "number": ticket.number,
        "subject": ticket.subject,
        "department": centre.departments.get(ticket.department_id).title,
        "since": centre.day(ticket.opened_at).isoformat(),
    }
    phrase = "transcript-head" if ticket.closed_at is None else "transcript-head-closed"
    if ticket.closed_at is not None:
        args["until"] = centre.day(ticket.closed_at).isoformat()
    return phrases.plain(phrase, place.language, naming.named(args, place.language, centre))


async def _lines(ticket: Ticket, place: Place, records: Records, phrases: Phrases) -> list[str]:
    """One message each, in the order of the resident's chat. Told again in a new topic, it is still one."""
    lines = []
    for one in in_order(ticket, await records.threads.mirrors_of(ticket.id)):
        passage = await records.passages.of(one.source)
        if passage is not None and passage.speaker is Speaker.NOTE:
            continue
        own = one.source.chat_id == ticket.resident_id
        who = phrases.plain("word-you" if own else "word-specialist", place.language)
        words = passage.words if passage is not None else phrases.plain("word-attachment", place.language)
        lines.append(f"{who}: {words}")
    return lines
