"""A gap: a question that the knowledge base did not settle, kept without personal data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from desk.personal_data import masked
from desk.question import Outcome, Question

KEPT = timedelta(days=90)
TEXT = 1000  # characters of a question that are kept: what is asked stands at the beginning
LETTERS = 3  # «?», «112» and a lone emoji ask nothing that an entry could answer
ANSWER = 3000  # characters of an operator's answer: an entry takes 3500
UNSETTLED = (Outcome.UNKNOWN, Outcome.UNSURE, Outcome.OUTDATED, Outcome.PARTLY)
WORTH_KEEPING = 20  # characters; «Здравствуйте!» and «Уточняю» answer nothing


class Reason(StrEnum):
    """What went wrong."""

    UNKNOWN = "unknown"  # no answer, or none of those offered was chosen
    NOT_HELPED = "not-helped"  # the resident said so
    PERSON = "person"  # a person was asked for, whatever the base knows


class Fate(StrEnum):
    """What editors made of it."""

    OPEN = "open"
    DISMISSED = "dismissed"  # not our matter
    SETTLED = "settled"  # an entry published since answers it


@dataclass(frozen=True, slots=True)
class Gap:
    """One question. `id` says nothing about who asked; `answer` is an operator's, "" without one."""

    id: int
    text: str
    asked_at: datetime
    reason: Reason
    entries: tuple[str, ...] = ()  # what the base guessed, best first
    ticket_id: int | None = None
    answer: str = ""
    fate: Fate = Fate.OPEN
    draft_id: int | None = None  # the draft that would settle it
    subject: str | None = None  # the id of the one that an operator has said it is about

    @property
    def counts(self) -> bool:
        """Whether something is missing: a question that waits for a person may have an answer yet."""
        return self.reason is not Reason.PERSON or bool(self.answer)

    def dismissed(self) -> Gap:
        """Not our matter."""
        return replace(self, fate=Fate.DISMISSED)

    def drafted(self, draft_id: int) -> Gap:
        """Settled as soon as that draft is published."""
        return replace(self, draft_id=draft_id)

    def about(self, subject: str) -> Gap:
        """An operator has said which subject it belongs to."""
        return replace(self, subject=subject)

    def suggested(self, words: str) -> Gap:
        """An operator wants it in the base, with this answer."""
        return replace(self, answer=answer(words), fate=Fate.OPEN)


def gap_of(question: Question) -> Gap | None:
    """What is kept of a question as it stands now, None for one the base has settled."""
    reason = _reason(question)
    if question.continues is not None:
        return None  # «а документы?» says nothing without the question before
    if reason is None or sum(map(str.isalpha, question.text)) < LETTERS:
        return None
    text = masked(question.text.strip()[:TEXT])
    return Gap(gap_id(question), text, question.asked_at, reason, question.entries, question.ticket_id)


def gap_id(question: Question) -> int:
    """A number of its own, 0…2⁶³−1, in which the resident's does not stand."""
    known_by = f"{question.resident_id}:{question.message_id}".encode()
    return int.from_bytes(blake2b(known_by, digest_size=8).digest()) >> 1


def answer(words: str) -> str:
    """An operator's words as they are kept."""
    return masked(words.strip()[:ANSWER])


def _reason(question: Question) -> Reason | None:
    if question.outcome in (Outcome.SAFETY, Outcome.BANNED, Outcome.SPAM):
        return None  # a cry for help is nothing to gather or to write an entry for
    if question.helped is False:
        return Reason.NOT_HELPED
    if question.outcome in UNSETTLED:
        return Reason.UNKNOWN
    return Reason.PERSON if question.ticket_id is not None else None
