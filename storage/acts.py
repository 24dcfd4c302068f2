"""The register of acts: row and store. Rows are added, never changed; the database itself refuses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    func,
    insert,
    or_,
    select,
)

from desk.act import About, Act
from desk.chain import START, hash_of, line
from desk.deed import Deed
from storage import act_chain
from storage.act_notes import act_notes, apart, between, joined
from storage.database import Moment, Reader, Writing, metadata
from storage.writer import Change

acts = Table(
    "acts",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("deed", Text, nullable=False),
    Column("by_id", BigInteger),
    Column("by_name", Text, nullable=False),
    Column("ticket_id", BigInteger),
    Column("person_id", BigInteger),
    Column("note", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index(None, "ticket_id"),
    Index(None, "person_id"),
    Index(None, "by_id"),
)

# Numbers have no gaps and follow the commits, on PostgreSQL, too: one process after the other adds acts,
# so that nobody forks their chain.
# Both are the last writes of a transaction (Change.turn), so that nobody waits for whoever waits for them.
LOCK, ADD = "\U0010ffff 1", "\U0010ffff 2"
REGISTER = 0x414354  # PostgreSQL's advisory lock

_ADD = insert(acts)
_HEAD = select(acts.c.number, acts.c.hash).order_by(acts.c.number.desc()).limit(1)
_LOCK = select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger)))
_BY_PERSON = or_(acts.c.by_id == bindparam("person"), acts.c.person_id == bindparam("person"))


_READ = select(acts, act_notes.c.note_hash, act_notes.c.words).outerjoin(
    act_notes, act_notes.c.note_hash == acts.c.note
)


def _latest(*conditions: Any) -> Select[Any]:
    newest = _READ.where(*conditions).order_by(acts.c.number.desc())
    return newest.limit(bindparam("limit")).offset(bindparam("skip"))


_LATEST = _latest()
_OF_TICKET = _latest(acts.c.ticket_id == bindparam("ticket"))
_OF_PERSON = _latest(_BY_PERSON)
_LAST = _READ.where(acts.c.deed == bindparam("key")).order_by(acts.c.number.desc()).limit(1)
_DOERS = (
    select(acts.c.by_id, acts.c.by_name)
    .where(acts.c.by_name != "")
    .group_by(acts.c.by_id, acts.c.by_name)
    .order_by(func.max(acts.c.number).desc())
)


class ActStore:
    """The acts of one visit, and those before."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._added: list[Act] = []
        self._notes: list[Change] = []

    def add(self, act: Act) -> None:
        """One more; it gets its number when it is written down."""
        chained, note = apart(act)
        self._added.append(chained)
        self._notes += [note] if note is not None else []

    async def latest(self, about: About, skip: int, limit: int) -> Sequence[Act]:
        """Committed ones, the newest first."""
        part = {"skip": skip, "limit": limit}
        if about.ticket:
            rows = await self._reader.execute(_OF_TICKET, {"ticket": about.ticket, **part})
        elif about.person:
            rows = await self._reader.execute(_OF_PERSON, {"person": about.person, **part})
        else:
            rows = await self._reader.execute(_LATEST, part)
        return [_act(row) for row in rows]

    async def last(self, deed: Deed) -> Act | None:
        """The newest committed act of that kind."""
        row = (await self._reader.execute(_LAST, {"key": deed.name.lower()})).first()
        return None if row is None else _act(row)

    async def doers(self) -> Sequence[tuple[int, str]]:
        """Whoever of the staff has done something: id and name, who did last stands first."""
        return [(row.by_id, row.by_name) for row in await self._reader.execute(_DOERS)]

    async def head(self) -> tuple[int, str]:
        """The newest committed act's number and hash."""
        return _head((await self._reader.execute(_HEAD)).first())

    async def exported(self, skip: int) -> Sequence[bytes]:
        """Some committed acts as lines of a file, the oldest first; none after the last."""
        rows = await act_chain.page(self._reader, skip)
        words = await between(self._reader, [row.number for row in rows])
        return [
            line(act_chain.canonical(row) or b"{}", str(row.hash), words.get(row.number, "")) for row in rows
        ]

    def changes(self) -> list[Change]:
        """What this visit writes."""
        added = [Change(_ADD, {"act": one}, turn=ADD, complete=_chained) for one in self._added]
        if not added or self._dialect == "sqlite":
            return [*self._notes, *added]
        return [*self._notes, Change(_LOCK, {"key": REGISTER}, turn=LOCK), *added]


async def write(act: Act, writing: Writing) -> None:
    """One more, in a transaction that is no visit's."""
    await writing.execute(_ADD, (await _chained(writing, [{"act": act}]))[0])


async def _chained(writing: Writing, added: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The acts as rows, numbered and chained to the newest one that is committed."""
    last, head = _head((await writing.execute(_HEAD)).first())
    rows = []
    for number, one in enumerate(added, last + 1):
        act = replace(one["act"], number=number)
        head = hash_of(head, act.canonical)
        rows.append(_row(replace(act, hash=head)))
    return rows


def _head(newest: Any) -> tuple[int, str]:
    return (newest.number, newest.hash) if newest is not None else (0, START)


def _row(act: Act) -> dict[str, Any]:
    fields = {name: getattr(act, name) for name in acts.columns.keys()}
    return fields | {"deed": act.deed.name.lower(), "note": act.note_hash or act.note}


def _act(row: Row[Any]) -> Act:
    fields = row._asdict()
    words = fields.pop("words")
    del fields["note_hash"]
    return Act(**fields | {"deed": Deed[fields["deed"].upper()]} | joined(fields["note"], words))
