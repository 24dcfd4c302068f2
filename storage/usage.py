"""How entries do with residents, counted by the day: row and store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, Integer, Table, Text, bindparam, func, select

from desk.usage import Usage
from storage.database import Reader, metadata
from storage.upserts import adding
from storage.writer import Change

COUNTS = ("shown", "helped", "not_helped", "tickets")

usage = Table(
    "usage",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in COUNTS),
)

_BETWEEN = (
    select(usage.c.entry_id, *(func.sum(usage.c[name], type_=Integer).label(name) for name in COUNTS))
    .where(usage.c.day.between(bindparam("first"), bindparam("last")))
    .group_by(usage.c.entry_id)
    .order_by(usage.c.entry_id)
)


class UsageStore:
    """What one visit adds to the counts."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._added: dict[tuple[str, date], Usage] = {}

    def count(self, more: Usage, on: date) -> None:
        """Add to an entry's counts of that day."""
        key = more.entry_id, on
        self._added[key] = self._added[key] + more if key in self._added else more

    async def between(self, first: date, last: date) -> Sequence[Usage]:
        """The committed counts of the entries that have any, over these days and all between."""
        rows = await self._reader.execute(_BETWEEN, {"first": first, "last": last})
        return [Usage(*row) for row in rows]

    def changes(self) -> list[Change]:
        """What this visit writes. Processes add to the same rows, so all of them do it in one order."""
        statement = _counting(self._dialect)
        return [
            Change(statement, _row(one, day), turn=f"{entry_id} {day}")
            for (entry_id, day), one in self._added.items()
        ]


@cache
def _counting(dialect: str) -> Any:
    statement = adding(usage, dialect)
    grown = {name: usage.c[name] + statement.excluded[name] for name in COUNTS}
    return statement.on_conflict_do_update(index_elements=["entry_id", "day"], set_=grown)


def _row(one: Usage, day: date) -> dict[str, Any]:
    return {"entry_id": one.entry_id, "day": day, **{name: getattr(one, name) for name in COUNTS}}
