"""What a message asks: one question, several, or more about the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desk.centre import Knowledge
from desk.question import Outcome, Question
from desk.records import Records
from faq.entry import Entry
from faq.knowledge_base import SUGGESTIONS, Match, Outdated, Sure, Unknown, Unsure, Verdict
from faq.leaning import is_fragment, joined, leans_back, own_words, tells
from faq.parting import are_several, parts

# Time enough to read an answer, to look for one's papers and to ask again. After that people begin anew,
# and an answer about something else would only puzzle them.
RECENT = timedelta(minutes=30)
BACK = 3  # questions in vain that are looked past
IN_VAIN = (Outcome.UNKNOWN, Outcome.UNSURE)
ENDED = (Outcome.SAFETY, Outcome.BANNED, Outcome.SPAM)  # with these nothing is gone on
MOST = 4  # questions of a message that are looked up; the rest is for a person
NAME = 100  # characters of a question that are enough to know it again


@dataclass(frozen=True, slots=True)
class Before:
    """The question that another may go on with, and the entries the resident has read about it."""

    message_id: int
    text: str
    shown: tuple[str, ...]
    is_known: bool  # the base had something to say


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a message, and what the base says. `before`: the question it was understood with."""

    text: str
    verdict: Verdict
    before: Before | None = None


async def recent(question: Question, records: Records) -> Question | None:
    """The question just before; None when it is too old or a person's now."""
    since = question.asked_at - RECENT
    last = await records.questions.before(question.resident_id, question.message_id, since)
    return last if last is not None and last.ticket_id is None else None


async def _with_a_subject(last: Question, records: Records) -> Question:
    """That question, or the one before which it leant on in vain: «а если откажут?» goes on with neither."""
    one = last
    for _ in range(BACK):
        if one.continues or one.outcome not in IN_VAIN or not leans_back(one.text):
            return one
        since = last.asked_at - RECENT
        earlier = await records.questions.before(one.resident_id, one.message_id, since)
        if earlier is None or earlier.ticket_id is not None or earlier.outcome in ENDED:
            return last
        if not earlier.text.strip():
            return last
        one = earlier
    return last


async def before(question: Question, records: Records) -> Before | None:
    """What the question may go on with; None when there is nothing, or it needs nothing."""
    last = await recent(question, records) if leans_back(question.text) else None
    if last is None or last.outcome in ENDED or not last.text.strip():
        return None
    last = await _with_a_subject(last, records)
    first = await records.questions.get(last.resident_id, last.continues) if last.continues else None
    first = first or last
    is_known = first.outcome is not Outcome.UNKNOWN
    return Before(first.message_id, first.text, last.shown or first.shown, is_known)


async def understood(
    text: str, earlier: Before | None, knowledge: Knowledge, on: date, home: str | None = None
) -> tuple[Asked, ...]:
    """The questions of a message, at least one, each looked up. `home`: the resident's municipality."""
    whole = await _one(text, earlier, knowledge, on, home)
    found = parts(text)
    if len(found) == 1:
        return (whole,)
    some = found[:MOST]
    asked = [
        await _one(part.text, None if number else earlier, knowledge, on, home)
        for number, part in enumerate(some)
    ]
    if not are_several(some, [one.verdict for one in asked], whole.verdict):
        return (whole,)
    return (*asked, *(Asked(part.text, Unknown(())) for part in found[MOST:]))


def name(earlier: Before, knowledge: Knowledge, language: str) -> str:
    """How the resident knows the question before: by the title of what was read, or by their own words."""
    entries = [knowledge.entry(one) for one in earlier.shown]
    if len(entries) == 1 and entries[0] is not None:
        return entries[0].title(language)
    return shortened(earlier.text)


def shortened(text: str) -> str:
    """A question on one line, cut when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= NAME else line[: NAME - 1] + "…"


async def _one(text: str, earlier: Before | None, knowledge: Knowledge, on: date, home: str | None) -> Asked:
    alone = await knowledge.look_up(text, on, home)
    if earlier is None:
        return Asked(text, alone)
    fragment = is_fragment(text)
    if fragment and (told := _told(text, earlier, knowledge, on)):
        return Asked(text, told, earlier)
    if not fragment and not isinstance(alone, Unknown):
        return Asked(text, alone)
    together = await knowledge.look_up(joined(earlier.text, text), on, home)
    by_itself = alone.entry if isinstance(alone, Sure) and own_words(text) else None
    # Two things unknown are no guess, and a whole sentence is a new question, unless both say a known one.
    may_guess = fragment and earlier.is_known
    if isinstance(together, Sure | Outdated) or (may_guess and isinstance(together, Unsure)):
        return Asked(text, _new(together, by_itself, earlier), earlier)
    if by_itself or not fragment:
        return Asked(text, alone)
    return Asked(text, Unknown(together.ranking), earlier)


def _told(text: str, earlier: Before, knowledge: Knowledge, on: date) -> Verdict | None:
    """The entries just read, when they tell what the fragment asks for."""
    read = [knowledge.entry(one) for one in earlier.shown]
    telling = [one for one in read if one is not None and one.valid_on(on) and tells(one, text)]
    ranking = tuple(Match(one, 1.0) for one in telling)
    if len(telling) == 1:
        return Sure(telling[0], ranking)
    return Unsure(tuple(telling[:SUGGESTIONS]), ranking) if telling else None


def _new(together: Verdict, by_itself: Entry | None, earlier: Before) -> Verdict:
    """What both questions together find, without what the resident has read already: that had no answer.

    `by_itself` is what the second one finds alone: should they differ, the resident chooses.
    """
    match together:
        case Sure(entry=entry) if entry.id not in earlier.shown and by_itself in (None, entry):
            return together
        case Sure() | Unsure():
            likely = [*([by_itself] if by_itself else ()), *(match.entry for match in together.ranking)]
            fresh = {one.id: one for one in likely if one.id not in earlier.shown}
            some = tuple(fresh.values())[:SUGGESTIONS]
            return Unsure(some, together.ranking) if some else Unknown(together.ranking)
        case _:
            return together
