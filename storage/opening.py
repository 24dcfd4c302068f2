"""Rows opened as they are read: what is sealed in them comes as it was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Executable

from storage.readers import Found, Reader
from storage.sealed import Lost, Sealed, place
from storage.sealing import Sealing
from storage.statements import REMEMBERED, Rows, row_of
from storage.vault import MARK_IN_TEXT, Broken, Key, from_text, key_of, unseal


class Opening:
    """A reader that opens what it brings."""

    __slots__ = ("_reader", "_sealing")

    def __init__(self, reader: Reader, sealing: Sealing) -> None:
        self._reader = reader
        self._sealing = sealing

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Found:
        """The statement's rows."""
        found = await self._reader.execute(statement, parameters)
        return await opened(found, statement, self._sealing, self._reader)


class Cell(NamedTuple):
    """Where a sealed column is among those that a statement brings, and what tells its row."""

    at: int
    column: Column[Any]
    row: tuple[int, ...]


async def opened(found: Found, statement: Executable, sealing: Sealing, reader: Reader) -> Found:
    """What the statement has brought, opened. Words whose key was destroyed come as none.

    Raises Broken for a text that does not open; one that may lack is Lost. Bytes come as they stand then:
    whoever parses them finds that one unreadable, and others read with it (letters, updates) are
    not held up.
    """
    cells = cells_of(statement) if sealing.vault.is_on else ()
    rows = list(found) if cells else []
    if not rows:
        return found if not cells else Rows(())
    stored = [[_bytes(row[cell.at]) for cell in cells] for row in rows]
    numbers = {number for row in stored for one in row if (number := key_of(one)) is not None}
    torn = any(_is_torn(cell, row[cell.at]) for row in rows for cell in cells)
    if not numbers and not torn:
        return Rows(rows)
    keys = await sealing.keys(numbers, reader)
    make = row_of(tuple(rows[0]._fields))._make
    lost = sealing.lost
    return Rows([make(_opened(row, cells, has, keys, lost)) for row, has in zip(rows, stored, strict=True)])


def _opened(
    row: Any,
    cells: Sequence[Cell],
    stored: Sequence[bytes],
    keys: Mapping[int, Key | None],
    lost: Callable[[str, str], Lost],
) -> list[Any]:
    values = list(row)
    for cell, one in zip(cells, stored, strict=True):
        number, is_torn = key_of(one), _is_torn(cell, row[cell.at])
        if number is None and not is_torn:
            continue
        where = place(cell.column, (row[at] for at in cell.row))
        try:
            if number is None:
                raise Broken(where)
            said = _said(keys[number], where, one) if number in keys else b""
        except Broken:
            if cell.column.info[Sealed].may_lack:
                values[cell.at] = lost(where, row[cell.at])
                continue
            if isinstance(row[cell.at], str):
                raise
            said = one
        values[cell.at] = said.decode() if isinstance(row[cell.at], str) else said
    return values


def _is_torn(cell: Cell, stored: Any) -> bool:
    """A text that was sealed and is no seal any more."""
    may_lack = cell.column.info[Sealed].may_lack
    return may_lack and bool(stored) and stored.startswith(MARK_IN_TEXT) and not from_text(stored)


def _said(key: Key | None, where: str, sealed: bytes) -> bytes:
    if key is None:
        raise Broken(where)
    return unseal(key, where, sealed)


@lru_cache(REMEMBERED)
def cells_of(statement: Executable) -> tuple[Cell, ...]:
    """What a statement brings sealed. Raises LookupError when it does not bring what tells the rows."""
    brought = list(getattr(statement, "exported_columns", ()))
    at = {one: number for number, one in enumerate(brought)}
    found = []
    for one, number in at.items():
        how: Sealed | None = getattr(one, "info", {}).get(Sealed)
        if how is None or how.is_hashed:
            continue
        missing = [name for name in how.row if one.table.c[name] not in at]
        if missing:
            raise LookupError(f"{one.table.name}.{one.name} is sealed: bring {', '.join(missing)} with it")
        found.append(Cell(number, one, tuple(at[one.table.c[name]] for name in how.row)))
    return tuple(found)


def _bytes(stored: Any) -> bytes:
    if stored is None:
        return b""
    return from_text(stored) if isinstance(stored, str) else bytes(stored)
