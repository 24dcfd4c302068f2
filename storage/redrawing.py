"""Keys drawn anew, and all that they have sealed: for when a copy and its master key are in strange hands.

A key that is replaced is retired first: it opens, and seals no more. It goes when nothing needs it.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)

from storage.database import Writing
from storage.records import Storage
from storage.rotating import FIRST, PAUSE, Piece, Step
from storage.sealed import HOUSE, RETIRED, Sealed, Secret, place, sealed_columns
from storage.sealing import vault_keys
from storage.tables import TABLES
from storage.vault import MARK, MARK_IN_TEXT, NUMBER, Broken, from_text, unseal

AT_ONCE = 500  # rows or keys looked at together
GRACE = 3.0  # seconds: whoever has read a row looks for its key at once
MOST = 2**52  # Telegram's ids are below
IN_TEXT = 12  # letters of base64 that hold a key's number

_old = vault_keys.alias("old")
_IS_RETIRED = or_(vault_keys.c.owner.between(RETIRED, RETIRED + MOST), vault_keys.c.owner == HOUSE + RETIRED)
_NOT_YET = (
    select(vault_keys)
    .where(
        or_(vault_keys.c.owner.between(0, MOST), vault_keys.c.owner == HOUSE),
        vault_keys.c.owner > bindparam("after", type_=BigInteger),
        ~select(_old.c.id).where(_old.c.owner == vault_keys.c.owner + RETIRED).exists(),
    )
    .order_by(vault_keys.c.owner)
    .limit(AT_ONCE)
)
_RETIRE = (
    update(vault_keys)
    .where(vault_keys.c.id == bindparam("key"))
    .values(owner=bindparam("as_"), master=bindparam("newest"), wrapped=bindparam("again"))
)
_RETIRED = select(vault_keys).where(_IS_RETIRED)
_DROP = delete(vault_keys).where(vault_keys.c.id == bindparam("key"))
# Whoever has begun to write with a key of before ends first: nothing is sealed with it afterwards.
_ALONE = (text("SET LOCAL lock_timeout = '5s'"), text("LOCK TABLE vault_keys IN ACCESS EXCLUSIVE MODE"))


async def redraw(storage: Storage) -> AsyncIterator[Step]:
    """Other keys for all residents and for the house; a step after each piece, `done` of rows looked at.

    Begun again, it goes on. What does not open stays, and its key with it. Raises Unavailable.
    """
    async for step in _retire(storage):
        yield step
    work = _Redrawing(storage)
    for row in await storage.database.aside(_RETIRED):
        work.retired[row.id] = tuple(row)
    if not work.retired:
        return
    async for step in work.seal_all():
        yield step
    await asyncio.sleep(GRACE)
    gone = sorted(work.retired.keys() - work.stuck)
    for start in range(0, len(gone), AT_ONCE):
        await storage.writer.run(partial(_drop, gone[start : start + AT_ONCE]))
    yield Step(vault_keys.name, len(gone), len(work.retired))


async def _drop(numbers: Sequence[int], connection: Writing) -> None:
    for number in numbers:
        await connection.execute(_DROP, {"key": number})


async def _retire(storage: Storage) -> AsyncIterator[Step]:
    vault, after, done = storage.database.sealing.vault, HOUSE - 1, 0

    async def some(connection: Writing) -> list[int]:
        if storage.database.dialect != "sqlite":
            for one in _ALONE:
                await connection.execute(one)
        rows = list(await connection.execute(_NOT_YET, {"after": after}))
        for row in rows:
            key = vault.unwrap(*row)
            again = vault.wrap(replace(key, owner=key.owner + RETIRED))
            values = {"key": key.id, "as_": key.owner + RETIRED, "newest": vault.newest, "again": again}
            await connection.execute(_RETIRE, values)
        return [row.owner for row in rows]

    while owners := await storage.writer.run(some):
        after = owners[-1]
        done += len(owners)
        yield Step(vault_keys.name, done, done)
        await asyncio.sleep(PAUSE)


@dataclass(slots=True)
class _Redrawing:
    """How far it is. `retired`: number of a key → its row. `stuck`: those of rows that do not open."""

    storage: Storage
    retired: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    stuck: set[int] = field(default_factory=set)
    broken: set[tuple[str, ...]] = field(default_factory=set)
    found: int = 0

    async def seal_all(self) -> AsyncIterator[Step]:
        """Pass by pass till nothing is found: rows that somebody was at are met the next time."""
        before = -1
        while self.found != before:
            before = self.found
            for table in filter(sealed_columns, TABLES):
                async for step in self.seal(table):
                    yield step

    async def seal(self, table: Table) -> AsyncIterator[Step]:
        """One pass through a table: found while nobody waits, sealed in small pieces."""
        database, writer = self.storage.database, self.storage.writer
        names = [one.name for one in table.primary_key]
        after = {f"after_{one.name}": FIRST[one.type.python_type] for one in table.primary_key}
        of, done = (await database.aside(select(func.count()).select_from(table))).scalar(), 0
        while rows := list(await database.aside(_page(table), after)):
            done += len(rows)
            after = {f"after_{name}": one for name, one in zip(names, rows[-1], strict=False)}
            old = [dict(zip(names, row, strict=False)) for row in rows if self._is_old(table, row)]
            self.found += len(old)
            if old:
                piece = Piece(table, database.sealing, old, self._secrets)
                await writer.run(piece.make_keys)
                await writer.run(piece.seal)
                yield Step(table.name, done, max(of, done))
                await asyncio.sleep(PAUSE)

    def _is_old(self, table: Table, row: Any) -> bool:
        keys = len(table.primary_key)
        if (table.name, *map(str, row[:keys])) in self.broken:
            return False
        return any(_number(one) in self.retired for one in row[keys:])

    def _secrets(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
        """What of a row a retired key has sealed, opened; its primary key, to find it by."""
        found: dict[str, Any] = {}
        for column in sealed_columns(table):
            stored = row[column.name]
            number = None if column.info[Sealed].is_hashed else _number(_beginning(stored))
            if number is None or number not in self.retired:
                continue
            where = place(column, (row[name] for name in column.info[Sealed].row))
            raw = from_text(stored) if isinstance(stored, str) else bytes(stored)
            try:
                said = unseal(self.storage.database.sealing.vault.unwrap(*self.retired[number]), where, raw)
            except Broken:
                self.stuck.add(number)
                self.broken.add((table.name, *(str(row[one.name]) for one in table.primary_key)))
                continue
            found[column.name] = Secret(column, said.decode() if isinstance(stored, str) else said, row)
        return found and found | {f"key_{one.name}": row[one.name] for one in table.primary_key}


def _beginning(stored: Any) -> Any:
    if not stored or isinstance(stored, str):
        return stored and stored[: len(MARK_IN_TEXT) + IN_TEXT]
    return bytes(stored)[: len(MARK) + NUMBER]


def _number(begins: Any) -> int | None:
    """The number of a key, of the beginning of what it has sealed."""
    if not begins:
        return None
    if isinstance(begins, str):
        if not begins.startswith(MARK_IN_TEXT):
            return None
        try:
            return int.from_bytes(base64.b64decode(begins.removeprefix(MARK_IN_TEXT))[:NUMBER])
        except ValueError:
            return None
    return int.from_bytes(bytes(begins)[len(MARK) :]) if bytes(begins).startswith(MARK) else None


@cache
def _page(table: Table) -> Select[Any]:
    """Primary keys, and how what is sealed begins."""
    keys = list(table.primary_key)
    columns = [one for one in sealed_columns(table) if not one.info[Sealed].is_hashed]
    begins = [
        func.substr(
            one,
            1,
            len(MARK_IN_TEXT) + IN_TEXT if one.type.python_type is str else len(MARK) + NUMBER,
            type_=one.type,
        )
        for one in columns
    ]
    after = tuple_(*keys) > tuple_(*(bindparam(f"after_{one.name}", type_=one.type) for one in keys))
    return select(*keys, *begins).where(and_(after)).order_by(*keys).limit(AT_ONCE)
