"""Raw updates, stored before Telegram is told so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnClause,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    select,
    update,
)

from storage.database import Database, Moment, Writing, metadata
from storage.sealed import DAYS, day, day_of, sealed, secrets
from storage.sealing import vault_keys
from storage.shares import NOTIFY
from storage.threads import BIG_ID
from storage.upserts import adding
from storage.writer import AlreadyDone, Change, Writer

TOLD_AT_ONCE = 50  # updates in one word to other processes: PostgreSQL lets it have 8000 bytes
ALL = 2**31 - 1  # more than any chat has waiting
AT_ONCE = 1000  # updates forgotten in one go: the writer has other work
PENDING, DONE, DEAD = "pending", "done", "dead"
# Written in the statement: with a value beside it, PostgreSQL leaves the index of what waits aside.
_PENDING: ColumnClause[str] = literal_column(f"'{PENDING}'")

inbox = Table(
    "inbox",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False, info=sealed("bot_id", "key", of=day("received_at"))),
    Column("received_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("problem", Text),
    UniqueConstraint("bot_id", "key"),
    Index(None, "state", "id"),
    Index(None, "received_at"),
)
# Without it one chat's flood is read past for each update of the others.
_WAITS = inbox.c.state == _PENDING
Index("ix_inbox_pending", inbox.c.lane, inbox.c.id, sqlite_where=_WAITS, postgresql_where=_WAITS)

_PLACES = select(
    inbox.c.id, func.row_number().over(partition_by=inbox.c.lane, order_by=inbox.c.id).label("place")
).where(_WAITS, inbox.c.bot_id == bindparam("bot"))
_OLDEST = inbox.c.id.in_(select(_PLACES.subquery().c.id).where(literal_column("place") <= bindparam("each")))
_NAMES = select(inbox.c.id, inbox.c.lane, inbox.c.attempts).where(_OLDEST).order_by(inbox.c.id)
_FIRST = (
    select(inbox.c.id, inbox.c.raw, inbox.c.attempts, inbox.c.bot_id, inbox.c.key)
    .where(
        _WAITS,
        inbox.c.bot_id == bindparam("bot"),
        inbox.c.lane == bindparam("lane"),
        inbox.c.id <= bindparam("newest"),
    )
    .order_by(inbox.c.id)
    .limit(1)
)
_WAITING = select(inbox).where(_OLDEST).order_by(inbox.c.id)
_DONE = update(inbox).where(inbox.c.id == bindparam("key_"), inbox.c.state == PENDING).values(state=DONE)
_EMPTIED = (
    update(inbox)
    .where(inbox.c.id == bindparam("key_"), inbox.c.state == PENDING)
    .values(state=DONE, raw=bindparam("raw_"))
)
_FAILED = (
    update(inbox)
    .where(inbox.c.id == bindparam("key_"), inbox.c.state == PENDING)
    .values(state=bindparam("state_"), attempts=bindparam("attempts_"), problem=bindparam("problem_"))
)
_OLD = select(inbox.c.id).where(inbox.c.state == DONE, inbox.c.received_at < bindparam("before"))
_FORGET = delete(inbox).where(inbox.c.id.in_(_OLD.limit(AT_ONCE)))
# Not while an update of such a day waits for somebody's decision.
_FORGET_KEYS = delete(vault_keys).where(
    vault_keys.c.owner >= DAYS,
    vault_keys.c.owner < bindparam("day"),
    ~exists().where(inbox.c.received_at < bindparam("before")),
)
_LEFT = select(inbox.c.state, func.count()).where(inbox.c.state.in_((PENDING, DEAD))).group_by(inbox.c.state)
_COUNTS = select(inbox.c.state, func.count(), func.min(inbox.c.received_at)).group_by(inbox.c.state)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it came. `key` makes it one of its kind; `lane` keeps a chat's updates in order."""

    key: str
    lane: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """An update in the database, waiting for its visit. `raw` None: not read yet."""

    id: int
    lane: str
    raw: bytes | None
    attempts: int = 0


class Inbox:
    """All updates of one bot. `elsewhere`: what to tell other processes of updates (id, lane) kept here."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        bot_id: int,
        elsewhere: Callable[[Sequence[tuple[int, str]]], str | None] | None = None,
    ) -> None:
        self._database = database
        self._writer = writer
        self._bot_id = bot_id
        self._elsewhere = elsewhere
        key = ["bot_id", "key"]
        # An update that comes again is told as long as it waits: the commit that stored it may have gone
        # unheard of. Only what DO UPDATE has touched is returned, so it is given the key it has.
        statement = adding(inbox, database.dialect).on_conflict_do_update(
            index_elements=key, set_={"key": inbox.c.key}, where=inbox.c.state == PENDING
        )
        self._keep = statement.returning(inbox.c.id, inbox.c.key, inbox.c.attempts)

    async def keep(self, updates: Sequence[Incoming], at: datetime) -> list[Kept]:
        """Store them; those that wait for their visit come back, in order, once they are on disk.

        That is the new ones, and of those known before the ones not visited yet. Raises Unavailable.
        """
        if not updates:
            return []
        one_each = {one.key: one for one in updates}
        rows = [self._row(one, at) for one in one_each.values()]

        async def store(connection: Writing) -> list[tuple[int, str, int]]:
            ready = await self._database.sealing.seal(rows, connection)
            result = await connection.execute(self._keep, ready)
            stored = sorted((row.id, row.key, row.attempts) for row in result)
            if self._elsewhere is not None:
                names = [(id_, one_each[key].lane) for id_, key, _ in stored]
                for start in range(0, len(names), TOLD_AT_ONCE):
                    said = self._elsewhere(names[start : start + TOLD_AT_ONCE])
                    if said is not None:  # heard when it is committed
                        await connection.execute(NOTIFY, {"said": said})
            return stored

        stored = await self._writer.run(store)
        return [Kept(id_, one_each[key].lane, one_each[key].raw, n) for id_, key, n in stored]

    async def waiting(self, each: int = ALL) -> list[Kept]:
        """Updates whose visit has not ended, oldest first; so many `each` chat has at most.

        Reading 100,000 of a flood takes 1.5 s and 150 MB, and nobody is answered meanwhile.
        """
        async with self._database.reader() as reader:
            rows = await reader.execute(_WAITING, {"bot": self._bot_id, "each": each})
            return [Kept(row.id, row.lane, row.raw, row.attempts) for row in rows]

    async def names(self, each: int = ALL) -> list[Kept]:
        """The same without what is in them."""
        async with self._database.reader() as reader:
            rows = await reader.execute(_NAMES, {"bot": self._bot_id, "each": each})
            return [Kept(row.id, row.lane, None, row.attempts) for row in rows]

    async def first(self, lane: str, newest: int) -> Kept | None:
        """The lane's oldest update, that id or an older one, whose visit has not ended."""
        async with self._database.reader() as reader:
            found = await reader.execute(_FIRST, {"bot": self._bot_id, "lane": lane, "newest": newest})
            return next((Kept(row.id, lane, bytes(row.raw), row.attempts) for row in found), None)

    async def counts(self) -> dict[str, tuple[int, datetime]]:
        """How many updates are in each state, and since when the oldest is here."""
        async with self._database.reader() as reader:
            return {state: (count, oldest) for state, count, oldest in await reader.execute(_COUNTS)}

    async def left(self) -> dict[str, int]:
        """How many updates wait for their visit, and how many were put aside: state → count."""
        async with self._database.reader() as reader:
            return {state: count for state, count in await reader.execute(_LEFT)}

    async def forget(self, before: datetime) -> bool:
        """Forget AT_ONCE updates that came before that time and are done. Whether there may be more."""

        async def delete_some(connection: Writing) -> int:
            count = (await connection.execute(_FORGET, {"before": before})).rowcount
            if count < AT_ONCE:
                await connection.execute(_FORGET_KEYS, {"before": before, "day": day_of(before)})
            return count

        return bool(await self._writer.run(delete_some) == AT_ONCE)

    def _row(self, one: Incoming, at: datetime) -> dict[str, Any]:
        row = {
            "bot_id": self._bot_id,
            "key": one.key,
            "lane": one.lane,
            "raw": one.raw,
            "received_at": at,
            "state": PENDING,
            "attempts": 0,
        }
        return secrets(inbox, row)


def done(kept_id: int, emptied: bool = False) -> Change:
    """Its visit has ended well. The commit is AlreadyDone if it had ended before: once is enough.

    `emptied`: what came is not kept, as it must not be.
    """
    if emptied:
        return Change(_EMPTIED, {"key_": kept_id, "raw_": b""}, guarded=True, refusal=AlreadyDone)
    return Change(_DONE, {"key_": kept_id}, guarded=True, refusal=AlreadyDone)


def failed(kept_id: int, attempts: int, problem: str, for_good: bool) -> Change:
    """Its visit has failed, for now or for good."""
    state = DEAD if for_good else PENDING
    values = {"key_": kept_id, "state_": state, "attempts_": attempts, "problem_": problem}
    return Change(_FAILED, values)
