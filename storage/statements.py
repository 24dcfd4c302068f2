"""Statements as SQLite's driver takes them: compiled once, with what turns values there and back."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sqlite3 import Cursor
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

DIALECT: Any = SQLiteDialect_pysqlite()
REMEMBERED = 500  # statements: the house has a fifth of that
Values = Mapping[str, Any]
Process = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a statement has brought, read to its end. `rowcount`: rows it has changed."""

    rows: Sequence[Any]
    rowcount: int = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def first(self) -> Any:
        """The first row, None when there is none."""
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:
        """The first row's first value, None when there is no row."""
        return self.rows[0][0] if self.rows else None


class Statement:
    """One statement for values of these names; what is not named has a value of its own already."""

    def __init__(self, statement: Executable, names: tuple[str, ...]) -> None:
        assert isinstance(statement, ClauseElement)
        made: Any = statement.compile(dialect=DIALECT, column_keys=list(names) or None)
        if any(made.binds[name].expanding for name in names if name in made.binds):
            raise NotImplementedError("a list as a value: its length would have to be known beforehand")
        whole = made.construct_expanded_state(dict.fromkeys(names))
        self.sql: str = whole.statement
        self._slots: tuple[str, ...] = tuple(whole.positiontup)
        self._there: list[tuple[int, Callable[[Any], Any]]] = []
        self._constants: dict[str, Any] = {}
        for place, name in enumerate(self._slots):
            bind = made.binds.get(name)
            there: Process = (
                whole.processors.get(name) if bind is None else _impl(bind.type).bind_processor(DIALECT)
            )
            if name not in names:
                value = whole.parameters[name]
                self._constants[name] = there(value) if there else value
            elif there is not None:
                self._there.append((place, there))
        columns = tuple(getattr(statement, "exported_columns", ()))
        self.brings_rows = bool(columns)
        back = [_impl(one.type).result_processor(DIALECT, None) for one in columns]
        self._back = [(place, process) for place, process in enumerate(back) if process is not None]
        self._row = row_of(tuple(str(one.name) for one in columns)) if columns else None

    def parameters(self, values: Values) -> list[Any]:
        """The values in their places. Raises KeyError for one that is missing."""
        given = {**self._constants, **values} if self._constants else values
        ready = [given[name] for name in self._slots]
        for place, there in self._there:
            ready[place] = there(ready[place])
        return ready

    def rows(self, cursor: Cursor) -> Rows:
        """All that the statement has brought."""
        if cursor.description is None:
            return Rows((), cursor.rowcount)
        if self._row is None:
            make = row_of(tuple(name for name, *_ in cursor.description))._make
            return Rows([make(raw) for raw in cursor], cursor.rowcount)
        make = self._row._make
        return Rows([make(self._read(raw)) for raw in cursor.fetchall()], cursor.rowcount)

    def _read(self, raw: Sequence[Any]) -> Sequence[Any]:
        if not self._back:
            return raw
        values = list(raw)
        for place, back in self._back:
            values[place] = back(values[place])
        return values


@lru_cache(REMEMBERED)
def compiled(statement: Executable, names: tuple[str, ...]) -> Statement:
    """The statement for values of these names."""
    return Statement(statement, names)


@lru_cache(REMEMBERED)
def row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)


def _impl(type_: TypeEngine[Any]) -> Any:
    return type_.dialect_impl(DIALECT)
