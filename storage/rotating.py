"""What lies open, or under an older master key, sealed anew: in small pieces, while the bot goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Select, Table, and_, bindparam, func, literal, or_, select, tuple_, update

from storage.database import Database, Writing
from storage.records import Storage
from storage.sealed import Sealed, Secret, sealed_columns
from storage.sealing import Sealing, vault_keys
from storage.tables import TABLES
from storage.vault import MARK, MARK_IN_TEXT

AT_ONCE = 100  # rows in one transaction: some milliseconds
PAUSE = 0.02  # seconds between them, for whoever waits to write
FIRST: Mapping[type, Any] = {int: -(2**63), str: ""}  # before every key of that type

_OLD = select(vault_keys).where(vault_keys.c.master != bindparam("newest"))
_OLD_NUMBER = select(func.count()).select_from(_OLD.subquery())
_WRAP = (
    update(vault_keys)
    .where(vault_keys.c.id == bindparam("key"), vault_keys.c.master == bindparam("was"))
    .values(master=bindparam("master"), wrapped=bindparam("wrapped"))
)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a table is: rows sealed of those that lay open, or keys wrapped anew."""

    table: str
    done: int
    of: int


async def rotate(storage: Storage) -> AsyncIterator[Step]:
    """Wrap keys with the newest master key, seal what lies open; a step after each piece.

    Whatever is done is done: begun again, it goes on with the rest. Raises Unavailable, Broken.
    """
    async for step in _wrap(storage):
        yield step
    for table in TABLES:
        if sealed_columns(table):
            async for step in _seal(table, storage):
                yield step


async def lie_open(database: Database) -> int:
    """How many rows hold words that are not sealed. Raises Unavailable."""
    tables = [one for one in TABLES if sealed_columns(one)]
    return sum([(await database.aside(_number(one))).scalar() for one in tables])


async def _wrap(storage: Storage) -> AsyncIterator[Step]:
    vault, newest = storage.database.sealing.vault, {"newest": storage.database.sealing.vault.newest}
    of = (await storage.database.aside(_OLD_NUMBER, newest)).scalar()
    done = 0

    async def some(connection: Writing) -> int:
        rows = list(await connection.execute(_OLD.limit(AT_ONCE), newest))
        for row in rows:
            wrapped = vault.wrap(vault.unwrap(row.id, row.owner, row.master, row.wrapped))
            values = {"key": row.id, "was": row.master, "master": vault.newest, "wrapped": wrapped}
            await connection.execute(_WRAP, values)
        return len(rows)

    while count := await storage.writer.run(some):
        done += count
        yield Step(vault_keys.name, done, max(of, done))


async def _seal(table: Table, storage: Storage) -> AsyncIterator[Step]:
    of, done = (await storage.database.aside(_number(table))).scalar(), 0
    names = [one.name for one in table.primary_key]
    after = first = {f"after_{one.name}": FIRST[one.type.python_type] for one in table.primary_key}
    while True:
        # Found while nobody waits; in the transaction only these rows are looked at again.
        found = [
            dict(zip(names, key, strict=True)) for key in await storage.database.aside(_next(table), after)
        ]
        if not found and after is first:
            return
        if not found:  # once more, for those that somebody else was at
            after = first
            await asyncio.sleep(PAUSE)
            continue
        piece = Piece(table, storage.database.sealing, found, _secrets)
        await storage.writer.run(piece.make_keys)
        sealed = await storage.writer.run(piece.seal)
        done += sealed
        after = {f"after_{name}": one for name, one in found[-1].items()}
        yield Step(table.name, done, max(of, done))
        await asyncio.sleep(PAUSE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one transaction."""

    table: Table
    sealing: Sealing
    keys: Sequence[Mapping[str, Any]]
    secrets: Callable[[Table, Mapping[str, Any]], dict[str, Any]]  # what of a row is to be sealed

    async def make_keys(self, connection: Writing) -> None:
        """Before any row is locked: nobody who waits for a row has a key that is waited for here."""
        await self.sealing.seal(await self._open_ones(_get(self.table), connection), connection)

    async def seal(self, connection: Writing) -> int:
        """Those of them that are to be. How many; rows that somebody else is at are left out."""
        values = await self.sealing.seal(await self._open_ones(_lock(self.table), connection), connection)
        for one in values:
            await connection.execute(_put(self.table, tuple(sorted(one))), one)
        return len(values)

    async def _open_ones(self, get: Select[Any], connection: Writing) -> list[dict[str, Any]]:
        rows = [(await connection.execute(get, key)).first() for key in self.keys]
        found = (self.secrets(self.table, row._asdict()) for row in rows if row is not None)
        return [one for one in found if one]


def _secrets(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row lies open; its key, in other names than the columns have, to find it by."""
    columns = [
        one for one in sealed_columns(table) if not one.info[Sealed].is_hashed and _lies_open(row[one.name])
    ]
    if not columns:
        return {}
    # Hashes have no mark: they are as the words beside them.
    columns += [one for one in sealed_columns(table) if one.info[Sealed].is_hashed]
    found = {one.name: Secret(one, row[one.name], row) for one in columns}
    return found | {f"key_{one.name}": row[one.name] for one in table.primary_key}


def _lies_open(value: Any) -> bool:
    return bool(value) and not value.startswith(MARK_IN_TEXT if isinstance(value, str) else MARK)


@cache
def _next(table: Table) -> Select[Any]:
    keys = list(table.primary_key)
    after = tuple_(*keys) > tuple_(*(bindparam(f"after_{one.name}", type_=one.type) for one in keys))
    return select(*keys).where(_is_open(table), after).order_by(*keys).limit(AT_ONCE)


@cache
def _number(table: Table) -> Select[Any]:
    return select(func.count()).select_from(table).where(_is_open(table))


@cache
def _get(table: Table) -> Select[Any]:
    which = (one == bindparam(one.name, type_=one.type) for one in table.primary_key)
    return select(table).where(and_(*which))


@cache
def _lock(table: Table) -> Select[Any]:
    """On PostgreSQL; SQLite has one who writes at a time anyway."""
    return _get(table).with_for_update(skip_locked=True)


@cache
def _put(table: Table, names: tuple[str, ...]) -> Any:
    which = (one == bindparam(f"key_{one.name}", type_=one.type) for one in table.primary_key)
    values: Any = {name: bindparam(name) for name in names if name in table.columns}
    return update(table).where(and_(*which)).values(values)


def _is_open(table: Table) -> Any:
    """Said by the database: a table may be long, and have little left to seal."""
    return or_(*(_is_open_in(one) for one in sealed_columns(table) if not one.info[Sealed].is_hashed))


def _is_open_in(column: Column[Any]) -> Any:
    is_text = column.type.python_type is str
    mark: Any = MARK_IN_TEXT if is_text else MARK
    begins = func.substr(column, 1, len(mark), type_=column.type)
    return and_(func.length(column) > 0, begins != literal(mark, column.type))
