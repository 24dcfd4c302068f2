"""Shares: all chats fall into so many parts, and each part is in one process's hand at a time."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import Database, Moment, metadata
from storage.outages import Unavailable, outage

SHARES = 64
FIRST = 0  # whoever has this one leads: rounds, and polling
LEASE = 3.0  # seconds of the database's clock after which a silent process counts as gone
CHANNEL = "contact_center"  # PostgreSQL's NOTIFY: there is work for somebody

replicas = Table(
    "replicas",
    metadata,
    Column("name", Text, primary_key=True),
    Column("seen_at", Moment, nullable=False),
)
shares = Table(
    "shares",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("holder", Text),
)

_NOW: Any = literal_column("clock_timestamp()", Moment)
_SILENT_SINCE: Any = literal_column(f"clock_timestamp() - interval '{LEASE} seconds'", Moment)
_LIVING = select(replicas.c.name).where(replicas.c.seen_at > _SILENT_SINCE)
_SEEN = (
    postgresql.insert(replicas)
    .values(name=bindparam("me"), seen_at=_NOW)
    .on_conflict_do_update(index_elements=["name"], set_={"seen_at": _NOW})
)
_NUMBERS = insert(shares).from_select(
    ["number"],
    select(literal_column(f"generate_series(0, {SHARES - 1})")).where(~select(shares).exists()),
)
_FREE = (
    select(shares.c.number)
    .where(or_(shares.c.holder.is_(None), shares.c.holder.not_in(_LIVING)))
    .order_by(shares.c.number)
    .limit(bindparam("room"))
    .with_for_update(skip_locked=True)
)
# As an array: the subquery must run once, or more rows than `room` would be locked.
_TAKE = (
    update(shares)
    .where(shares.c.number == func.any(func.array(_FREE.scalar_subquery())))
    .values(holder=bindparam("me"))
)
_HELD = select(shares.c.number).where(shares.c.holder == bindparam("me"))
_GIVE = (
    update(shares)
    .where(shares.c.holder == bindparam("me"), shares.c.number.in_(bindparam("given", expanding=True)))
    .values(holder=None)
)
_GIVE_ALL = update(shares).where(shares.c.holder == bindparam("me")).values(holder=None)
_GONE = delete(replicas).where(replicas.c.name == bindparam("me"))
_FORGET = delete(replicas).where(replicas.c.seen_at < literal_column("clock_timestamp() - interval '1 day'"))
NOTIFY = select(func.pg_notify(CHANNEL, bindparam("said", type_=Text)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the processes stand. `held`: shares of this one; `fair`: how many it should have; all living."""

    held: frozenset[int]
    fair: int
    living: int


def share_of(chat_id: int) -> int:
    """The share that a chat falls into. The same in SQL: `share_in_sql`."""
    return abs(chat_id) % SHARES


def share_of_lane(lane: str) -> int:
    """The share of an inbox's lane: that of its chat or person, so that a chat's letters are with it."""
    number = lane.removeprefix("user:").partition(":")[0]
    try:
        return share_of(int(number))
    except ValueError:
        return zlib.crc32(lane.encode()) % SHARES


def share_in_sql(chat_id: Any) -> Any:
    """`share_of` of a column."""
    return func.abs(chat_id, type_=BigInteger) % SHARES


class ShareBook:
    """One process's side of it, on a connection of its own. Every method raises Unavailable.

    A process tells once a second that it lives; what a silent one held is taken by the others. Nothing
    here decides whether work is done once (that are guarded writes): only who does it, and in which order.
    """

    def __init__(self, database: Database, me: str, heard: Callable[[str], None]) -> None:
        self._engine: AsyncEngine = database.apart(LEASE)
        self._me = me
        self._heard = heard
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()

    async def join(self) -> None:
        """Connect and listen. What was told before is not heard."""
        await self._drop()
        try:
            self._connection = await self._engine.connect()
            raw = (await self._connection.get_raw_connection()).driver_connection
            assert raw is not None
            await raw.add_listener(CHANNEL, lambda *said: self._heard(said[3]))
        except (SQLAlchemyError, OSError) as error:
            raise outage(error) or error from error
        await self._run(_NUMBERS)
        await self._run(_FORGET)

    async def beat(self, may_take: bool) -> Standing:
        """Tell that this process lives, and take what is free up to a fair part."""
        await self._run(_SEEN, me=self._me)
        living = sorted(row.name for row in await self._run(_LIVING))
        held = await self._held()
        place = living.index(self._me) if self._me in living else len(living)
        fair = SHARES // max(len(living), 1) + (place < SHARES % max(len(living), 1))
        if may_take and len(held) < fair:
            await self._run(_TAKE, me=self._me, room=fair - len(held))
            held = await self._held()
        return Standing(held, fair, len(living))

    async def give(self, numbers: Iterable[int]) -> None:
        """Let others have these."""
        await self._run(_GIVE, me=self._me, given=list(numbers))

    async def tell(self, said: str) -> None:
        """All processes hear it, this one too."""
        await self._run(NOTIFY, said=said)

    async def leave(self) -> None:
        """Let others have everything, at once."""
        if self._connection is not None:
            await self._run(_GIVE_ALL, me=self._me)
            await self._run(_GONE, me=self._me)

    async def close(self) -> None:
        """Close the connection."""
        await self._drop()
        await self._engine.dispose()

    async def _held(self) -> frozenset[int]:
        return frozenset(row.number for row in await self._run(_HELD, me=self._me))

    async def _run(self, statement: Any, **values: Any) -> Any:
        try:
            async with self._turn:
                if self._connection is None:
                    raise Unavailable("not connected")
                found = await self._connection.execute(statement, values)
                return found.all() if found.returns_rows else ()
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise outage(error) or error from error

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
