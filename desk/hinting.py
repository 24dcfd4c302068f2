"""Hints: entries that may answer what a resident has written to a person, for the operator to look at."""

from __future__ import annotations

from datetime import datetime

from desk import small_talk
from desk.centre import Centre
from desk.records import Records
from desk.ticket import URGENT, Hint, Ticket
from desk.understanding import Before, understood
from faq.knowledge_base import SUGGESTIONS, Match, Sure, Unsure
from faq.leaning import leans_back

LEAST = 0.1  # of a score: what is less likely is noise


async def hinted(ticket: Ticket, text: str, records: Records, centre: Centre, at: datetime) -> Ticket:
    """The ticket with hints for these words of its resident.

    «Спасибо», an address, words that the base knows nothing of leave those that stand there. What leans on
    something said before is understood with the question of the ticket. What the resident has read already
    is no hint. To whom speaks of a danger no entry is an answer.
    """
    if ticket.subject.startswith(URGENT):
        return ticket
    if not text.strip() or small_talk.reply(text) or small_talk.wants_person(text):
        return ticket
    day = centre.day(at)
    resident = await records.residents.get(ticket.resident_id)
    home = resident.municipality if resident else None
    earlier = await _first(ticket, text, records) if leans_back(text) else None
    likely: dict[str, Match] = {}
    for asked in await understood(text, earlier, centre.knowledge, day, home):
        if isinstance(asked.verdict, Sure | Unsure):
            for match in asked.verdict.ranking[:SUGGESTIONS]:
                if match.score >= LEAST and match.entry.valid_on(day):
                    likely.setdefault(match.entry.id, match)
    first = await records.questions.of_ticket(ticket.id) if likely else None
    for one in first.shown if first is not None else ():
        likely.pop(one, None)
    best = sorted(likely.values(), key=lambda one: -one.score)[:SUGGESTIONS]
    hints = tuple(Hint(one.entry.id, round(100 * one.score)) for one in best)
    return ticket.hinted(hints) if hints and hints != ticket.hints else ticket


async def _first(ticket: Ticket, text: str, records: Records) -> Before | None:
    """The question that the ticket was opened with, when the text may go on with it."""
    first = await records.questions.of_ticket(ticket.id)
    if first is None or not first.text.strip() or first.text == text:
        return None
    return Before(first.message_id, first.text, (), True)
