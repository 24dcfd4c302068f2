"""Questions residents have asked: row and store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from desk.gap import gap_id, gap_of
from desk.question import EVER, Outcome, Question
from desk.spike import Heard, Tally
from storage import gaps
from storage.database import Moment, Reader, metadata
from storage.readers import ReadAside
from storage.residents import residents
from storage.sealed import resident, sealed, secrets
from storage.upserts import upsert
from storage.writer import Change

questions = Table(
    "questions",
    metadata,
    Column("resident_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "text", Text, nullable=False, info=sealed("resident_id", "message_id", of=resident("resident_id"))
    ),
    Column("asked_at", Moment, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("entries", JSON, nullable=False),
    Column("helped", Boolean),
    Column("ticket_id", BigInteger),
    Column("album", Text),
    Column("parts", JSON, nullable=False),
    Column("continues", BigInteger),
    Index(None, "ticket_id"),
    Index(None, "asked_at"),
)

_COLUMNS = tuple(questions.columns.keys())
_OF = select(questions).where(questions.c.resident_id == bindparam("resident"))
_BY_MESSAGE = _OF.where(questions.c.message_id == bindparam("key"))
_BY_ALBUM = _OF.where(questions.c.album == bindparam("key")).limit(1)
_LAST_BEFORE = (
    select(questions.c.message_id, questions.c.asked_at)
    .where(questions.c.resident_id == bindparam("resident"), questions.c.message_id < bindparam("key"))
    .order_by(questions.c.message_id.desc())
    .limit(1)
)
_BY_TICKET = select(questions).where(questions.c.ticket_id == bindparam("key")).limit(1)
_KEPT = (
    _OF.where(questions.c.outcome == Outcome.BANNED.value, questions.c.asked_at >= bindparam("since"))
    .order_by(questions.c.message_id.desc())
    .limit(bindparam("most"))
)
_OUTCOMES = (
    select(questions.c.outcome, func.count())
    .where(questions.c.asked_at >= bindparam("since"), questions.c.asked_at < bindparam("before"))
    .where(questions.c.outcome != Outcome.SPAM.value)
    .group_by(questions.c.outcome)
    .order_by(questions.c.outcome)
)
IS_COUNTED = or_(
    *(
        questions.c.outcome == one.value
        for one in (
            Outcome.SURE,
            Outcome.UNSURE,
            Outcome.CHOSEN,
            Outcome.UNKNOWN,
            Outcome.OUTDATED,
            Outcome.PARTLY,
        )
    )
)
ENTRY = questions.c.entries[0].as_string()
_COUNTED = (
    select(ENTRY.label("entry"), residents.c.municipality.label("home"))
    .select_from(questions.outerjoin(residents, residents.c.id == questions.c.resident_id))
    .where(questions.c.asked_at >= bindparam("since"), questions.c.asked_at < bindparam("before"))
    .where(IS_COUNTED, ENTRY.is_not(None))
)
_TALLIED = _COUNTED.add_columns(
    func.count(questions.c.resident_id.distinct()).label("residents"), func.count().label("questions")
).group_by("entry", "home")
# Is it one of a list? Each stands between lines; a list of values has no length that is known beforehand.
_WANTED = bindparam("entries", type_=Text)
_IS_WANTED = func.replace(_WANTED, literal("\n") + ENTRY + literal("\n"), "") != _WANTED
_HEARD = (
    _COUNTED.add_columns(questions.c.resident_id, questions.c.message_id)
    .where(_IS_WANTED)
    .order_by(questions.c.asked_at.desc(), questions.c.message_id.desc())
    .limit(bindparam("most"))
)


class QuestionStore:
    """Questions of one visit. One that is a gap of the knowledge base is written down as such, too."""

    def __init__(self, reader: Reader, aside: ReadAside, dialect: str) -> None:
        self._reader = reader
        self._aside = aside
        self._dialect = dialect
        self._staged: dict[tuple[int, int], Question] = {}
        self._before: dict[tuple[int, int], Question] = {}  # those that were read, as they were
        # By resident and message: which was the last before it, and when. Asked more than once in a visit.
        self._last: dict[tuple[int, int], Any] = {}

    async def get(self, resident_id: int, message_id: int) -> Question | None:
        """The question that message asked."""
        staged = self._staged.get((resident_id, message_id))
        return staged or await self._kept(_BY_MESSAGE, {"resident": resident_id, "key": message_id})

    async def before(self, resident_id: int, message_id: int, since: datetime = EVER) -> Question | None:
        """The resident's last question before that message, asked `since` then."""
        last = await self._last_before(resident_id, message_id)
        is_late = last is not None and last.asked_at >= since
        kept = (
            await self._kept(_BY_MESSAGE, {"resident": resident_id, "key": last.message_id})
            if is_late
            else None
        )
        every = [*self._staged.values(), *([kept] if kept else ())]
        theirs = [
            one
            for one in every
            if one.resident_id == resident_id and one.message_id < message_id and one.asked_at >= since
        ]
        return max(theirs, key=lambda one: one.message_id, default=None)

    async def of_album(self, resident_id: int, album: str) -> Question | None:
        """The question that an album's first part asked."""
        here = (one for one in self._staged.values() if (one.resident_id, one.album) == (resident_id, album))
        return next(here, None) or await self._kept(_BY_ALBUM, {"resident": resident_id, "key": album})

    async def of_ticket(self, ticket_id: int) -> Question | None:
        """The question a ticket was opened with."""
        here = (one for one in self._staged.values() if one.ticket_id == ticket_id)
        return next(here, None) or await self._kept(_BY_TICKET, {"key": ticket_id})

    async def kept(self, resident_id: int, since: datetime, most: int) -> Sequence[Question]:
        """What a banned resident has written since then, committed, the newest first."""
        given = {"resident": resident_id, "since": since, "most": most}
        return [_question(row) for row in await self._reader.execute(_KEPT, given)]

    async def outcomes(self, since: datetime, before: datetime) -> Mapping[Outcome, int]:
        """How many committed questions, asked from `since` until `before`, came to each outcome."""
        rows = await self._aside(_OUTCOMES, {"since": since, "before": before})
        return {Outcome(outcome): count for outcome, count in rows}

    async def tallied(self, since: datetime, before: datetime) -> Sequence[Tally]:
        """What committed questions were taken for by the base, asked from `since` until `before`.

        Added up by the database: weeks of questions would take the memory of a process, and its time.
        """
        rows = await self._aside(_TALLIED, {"since": since, "before": before})
        return [Tally(**row._asdict()) for row in rows]

    async def heard(
        self, entries: Sequence[str], since: datetime, before: datetime, most: int
    ) -> Sequence[Heard]:
        """The newest of those taken for one of the entries, the oldest of them first."""
        given = {
            "entries": "".join(f"\n{one}\n" for one in entries),
            "since": since,
            "before": before,
            "most": most,
        }
        return [Heard(**row._asdict()) for row in await self._aside(_HEARD, given)][::-1]

    def save(self, question: Question) -> None:
        """Add or replace."""
        self._staged[question.resident_id, question.message_id] = question

    def changes(self) -> list[Change]:
        """What this visit writes."""
        statement = upsert(questions, self._dialect)
        rows = [Change(statement, secrets(questions, _row(one))) for one in self._staged.values()]
        return [*rows, *(change for key in self._staged if (change := self._gap_change(key)) is not None)]

    def _gap_change(self, key: tuple[int, int]) -> Change | None:
        question, before = self._staged[key], self._before.get(key)
        if (gap := gap_of(question)) is not None:
            return gaps.asked(gap, self._dialect)
        was_gap = before is not None and gap_of(before) is not None
        return gaps.answered_after_all(gap_id(question)) if was_gap else None

    async def _last_before(self, resident_id: int, message_id: int) -> Any:
        """Its message and its moment, None when there is none: most residents write once in a while."""
        place = resident_id, message_id
        if place not in self._last:
            rows = await self._reader.execute(_LAST_BEFORE, {"resident": resident_id, "key": message_id})
            self._last[place] = rows.first()
        return self._last[place]

    async def _kept(self, query: Select[Any], key: dict[str, Any]) -> Question | None:
        row = (await self._reader.execute(query, key)).first()
        if row is None:
            return None
        question = _question(row)
        place = question.resident_id, question.message_id
        self._before[place] = question
        return self._staged.get(place, question)


def _question(row: Row[Any]) -> Question:
    fields = row._asdict()
    fields["outcome"] = Outcome(fields["outcome"])
    fields["entries"] = tuple(fields["entries"])
    fields["parts"] = tuple(fields["parts"])
    return Question(**fields)


def _row(question: Question) -> dict[str, Any]:
    fields = {name: getattr(question, name) for name in _COLUMNS}
    return fields | {
        "outcome": question.outcome.value,
        "entries": list(question.entries),
        "parts": list(question.parts),
    }
