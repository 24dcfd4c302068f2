"""Several questions in one message: an answer for each, in order, and a person offered once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desk.letters import Answer, Say
from desk.people import Resident
from desk.question import Outcome, Question
from desk.suggesting import nothing_fits, offer, outdated, suggestions
from desk.understanding import Asked, shortened
from faq.knowledge_base import Outdated, Sure, Unknown, Unsure, Verdict


def kept(asked: Sequence[Asked], question: Question) -> Question:
    """The question with what was found for its parts; sure only when every part has its answer."""
    verdicts = [one.verdict for one in asked]
    outcome = Outcome.SURE if all(isinstance(one, Sure) for one in verdicts) else Outcome.UNSURE
    if any(isinstance(one, Unknown) for one in verdicts):
        outcome = Outcome.PARTLY
    entries = dict.fromkeys(id_ for one in verdicts for id_ in _entries(one))
    return question.found(outcome, tuple(entries))


def answers(
    asked: Sequence[Asked], question: Question, resident: Resident, day: date
) -> tuple[Answer | Say, ...]:
    """A card or suggestions for each part; what the base does not know is told together at the end."""
    said: list[Answer | Say] = []
    for one in asked:
        content = _answer(one, question.message_id, resident, day)
        if content is not None and content not in said:
            said.append(content)
    unknown = [f"— {shortened(one.text)}" for one in asked if isinstance(one.verdict, Unknown)]
    if unknown:
        parts = {"parts": "\n".join(unknown)}
        said.append(Say("question-parts-unknown", parts, offer(question.message_id)))
    else:
        for place, content in reversed(list(enumerate(said))):
            if isinstance(content, Say):
                choices = (*content.choices, *nothing_fits(question.message_id))
                said[place] = replace(content, choices=choices)
                break
    return tuple(said)


def _answer(one: Asked, message_id: int, resident: Resident, day: date) -> Answer | Say | None:
    match one.verdict:
        case Sure(entry=entry):
            return Answer(entry.id, asked=message_id)
        case Unsure(entries=entries):
            choices = suggestions(entries, message_id, resident)
            return Say("question-part-unsure", {"part": shortened(one.text)}, choices)
        case Outdated(entry=entry, entries=others):
            return outdated(entry, day, resident, suggestions(others, message_id, resident))
        case Unknown():
            return None


def _entries(verdict: Verdict) -> tuple[str, ...]:
    match verdict:
        case Sure(entry=entry):
            return (entry.id,)
        case Unsure(entries=entries):
            return tuple(entry.id for entry in entries)
        case Outdated(entry=entry, entries=entries):
            return (entry.id, *(one.id for one in entries))
        case Unknown():
            return ()
