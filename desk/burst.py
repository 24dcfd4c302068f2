"""A burst: what a resident writes within seconds is taken together, and answered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from desk.addressee import ToResident
from desk.letters import Answer, Letter, Say
from desk.question import Outcome, Question
from desk.records import Records

CLOSE = timedelta(seconds=5)  # from one message to the next: people send one thought line by line
HELD = 2  # seconds that an answer waits for more. The first of a burst never waits: most are alone
# What is taken together is read anew with each message; more than that is no single thought any more.
MESSAGES, CHARACTERS = 30, 16_000


@dataclass(frozen=True, slots=True)
class Burst:
    """What is to be answered now. `key`: of the answer that waits; None: it goes at once."""

    question: Question
    key: str | None = None

    def letter(self, content: Say | Answer) -> Letter:
        """The answer, or a part of it."""
        to = ToResident(self.question.resident_id)
        return Letter(to, content, album=self.key, held=HELD if self.key else 0)


async def gathered(question: Question, records: Records) -> Burst | None:
    """The question, with those whose answer still waits. None: what cannot be read was just answered.

    A burst that is full is followed by another, with an answer of its own.
    """
    last = await records.questions.before(
        question.resident_id, question.message_id, question.asked_at - CLOSE
    )
    if last is None or question.album is not None or not _goes_on(last):
        return Burst(question)
    if len(last.sources) >= MESSAGES or len(last.text) >= CHARACTERS:
        return Burst(question, _key(question))
    again = _words(last.text.rpartition("\n")[2]) == _words(question.text)
    if again and last.outcome is Outcome.UNREAD:  # one photo after another
        records.questions.save(last.joined(question.message_id))
        return None
    if await records.outbox.take_back(_key(last)):
        question = last.joined(question.message_id) if again else last.followed_by(question)
    return Burst(question, _key(question))


def _goes_on(last: Question) -> bool:
    untouched = last.ticket_id is None and last.helped is None and last.album is None
    answered = last.outcome not in (Outcome.SAFETY, Outcome.BANNED, Outcome.SPAM, Outcome.CHOSEN)
    return untouched and answered


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _key(question: Question) -> str:
    return f"{question.resident_id}:{question.message_id}:burst"
