"""Gaps of the knowledge base: row and store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    select,
    update,
)

from desk.gap import Fate, Gap, Reason
from storage.database import Moment, Reader, metadata
from storage.sealed import Secret, nobody, sealed, secrets
from storage.upserts import adding, upsert
from storage.writer import Change

# With nobody's key: a gap does not tell who has asked.
_SEALED = sealed("id", of=nobody)

gaps = Table(
    "gaps",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False, info=_SEALED),
    Column("asked_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("entries", JSON, nullable=False),
    Column("ticket_id", BigInteger),
    Column("answer", Text, nullable=False, info=_SEALED),
    Column("answer_length", Integer, nullable=False),  # in characters: it may be sealed
    Column("fate", Text, nullable=False),
    Column("draft_id", BigInteger),
    Column("subject", Text),
    Index(None, "asked_at"),
    Index(None, "ticket_id"),
    Index(None, "draft_id"),
)

gap_reports = Table("gap_reports", metadata, Column("due", Moment, primary_key=True))

ASKED = ("text", "reason", "entries", "ticket_id")  # what a question tells; the rest is what became of it

_BY_ID = select(gaps).where(gaps.c.id == bindparam("key"))
_BY_TICKET = select(gaps).where(gaps.c.ticket_id == bindparam("key")).order_by(gaps.c.asked_at).limit(1)
_OPEN = (
    select(gaps)
    .where(gaps.c.fate != Fate.SETTLED.value, gaps.c.asked_at >= bindparam("since"))
    .order_by(gaps.c.asked_at.desc(), gaps.c.id)
    .limit(bindparam("most"))
)
# The longest reply answers: greetings and questions back are short.
_SHORTER = select(gaps.c.id).where(
    gaps.c.ticket_id == bindparam("key"), gaps.c.answer_length < bindparam("length")
)
_ANSWER = (
    update(gaps)
    .where(gaps.c.id == bindparam("key"), gaps.c.answer_length < bindparam("length"))
    .values(answer=bindparam("words"), answer_length=bindparam("length"))
)
_SETTLE = update(gaps).where(gaps.c.draft_id == bindparam("key")).values(fate=Fate.SETTLED.value)
_REDRAFT = update(gaps).where(gaps.c.draft_id == bindparam("key")).values(draft_id=bindparam("now"))
_REPORTED = select(gap_reports.c.due).where(gap_reports.c.due == bindparam("key"))
_DROP = delete(gaps).where(gaps.c.id == bindparam("key"))
_FORGET = delete(gaps).where(gaps.c.asked_at < bindparam("before"))


class GapStore:
    """Gaps of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[int, Gap] = {}
        self._more: list[Change] = []

    async def get(self, gap_id: int) -> Gap | None:
        """The gap of that number."""
        return self._staged.get(gap_id) or await self._one(_BY_ID, gap_id)

    async def of_ticket(self, ticket_id: int) -> Gap | None:
        """The gap a ticket was opened for."""
        kept = await self._one(_BY_TICKET, ticket_id)
        return self._staged.get(kept.id, kept) if kept is not None else None

    async def open(self, since: datetime, most: int) -> Sequence[Gap]:
        """Those asked since then that no entry has settled, newest first, `most` of them at most."""
        rows = await self._reader.execute(_OPEN, {"since": since, "most": most})
        return [self._staged.get(row.id) or _gap(row) for row in rows]

    def save(self, gap: Gap) -> None:
        """Add or replace."""
        self._staged[gap.id] = gap

    async def answered(self, ticket_id: int, words: str) -> None:
        """An operator has replied to what that ticket asks."""
        asked = {"key": ticket_id, "length": len(words)}
        for row in await self._reader.execute(_SHORTER, asked):
            said = Secret(gaps.c.answer, words, {"id": row.id})
            self._more.append(Change(_ANSWER, {"key": row.id, "words": said, "length": len(words)}))

    def settle(self, draft_id: int) -> None:
        """The draft is published: what it was made for is answered."""
        self._more.append(Change(_SETTLE, {"key": draft_id}))

    def redraft(self, old_id: int, new_id: int) -> None:
        """Another draft has taken the place of that one."""
        self._more.append(Change(_REDRAFT, {"key": old_id, "now": new_id}))

    async def is_reported(self, due: datetime) -> bool:
        """Whether the report that was due then has been given."""
        return (await self._reader.execute(_REPORTED, {"key": due})).first() is not None

    def report(self, due: datetime) -> None:
        """It is given; the commit is a Conflict if another process gave it meanwhile."""
        statement = adding(gap_reports, self._dialect).on_conflict_do_nothing()
        self._more.append(Change(statement, {"due": due}, guarded=True))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        statement = upsert(gaps, self._dialect)
        return [*(Change(statement, _row(one)) for one in self._staged.values()), *self._more]

    async def _one(self, query: Any, key: int) -> Gap | None:
        row = (await self._reader.execute(query, {"key": key})).first()
        return None if row is None else _gap(row)


def asked(gap: Gap, dialect: str) -> Change:
    """A question is a gap now, or still; what has become of it stays."""
    return Change(_asking(dialect), _row(gap))


def answered_after_all(gap_id: int) -> Change:
    """A question is no gap any longer: the resident has found the answer."""
    return Change(_DROP, {"key": gap_id})


def forget(before: datetime) -> Change:
    """Drop those asked before that moment."""
    return Change(_FORGET, {"before": before})


@cache
def _asking(dialect: str) -> Any:
    statement = adding(gaps, dialect)
    told = {name: statement.excluded[name] for name in ASKED}
    return statement.on_conflict_do_update(index_elements=["id"], set_=told)


def _row(gap: Gap) -> dict[str, Any]:
    told = {"reason": gap.reason.value, "fate": gap.fate.value, "entries": list(gap.entries)}
    return secrets(gaps, asdict(gap) | told | {"answer_length": len(gap.answer)})


def _gap(row: Row[Any]) -> Gap:
    fields = row._asdict()
    del fields["answer_length"]
    fields["entries"] = tuple(fields["entries"])
    return Gap(**fields | {"reason": Reason(fields["reason"]), "fate": Fate(fields["fate"])})
