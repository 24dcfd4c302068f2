"""Journeys of residents: row and store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    select,
)

from desk.journey import Journey
from storage.database import Reader, metadata
from storage.upserts import newer
from storage.writer import Change

journeys = Table(
    "journeys",
    metadata,
    Column("resident_id", BigInteger, primary_key=True, autoincrement=False),
    Column("route_id", Text, primary_key=True),
    Column("event", Date),
    Column("done", Text, nullable=False),  # JSON
    Column("reminding", Boolean, nullable=False),
    Column("reminded", Text, nullable=False),  # JSON
    Column("remind_on", Date),
    Column("version", Integer, nullable=False),
    Index(None, "remind_on"),
)

_COLUMNS = tuple(journeys.columns.keys())
_OF = select(journeys).where(journeys.c.resident_id == bindparam("key")).order_by(journeys.c.route_id)
_ONE = select(journeys).where(
    journeys.c.resident_id == bindparam("key"), journeys.c.route_id == bindparam("route")
)
_DUE = (
    select(journeys)
    .where(journeys.c.remind_on <= bindparam("day", type_=Date))
    .order_by(journeys.c.remind_on, journeys.c.resident_id, journeys.c.route_id)
    .limit(bindparam("limit"))
)
_REMOVE = delete(journeys).where(
    journeys.c.resident_id == bindparam("key"), journeys.c.route_id == bindparam("route")
)

Key = tuple[int, str]


class JourneyStore:
    """Journeys of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[Key, Journey | None] = {}

    async def get(self, resident_id: int, route_id: str) -> Journey | None:
        """The resident's, as this visit has left it."""
        key = resident_id, route_id
        if key in self._staged:
            return self._staged[key]
        row = (await self._reader.execute(_ONE, {"key": resident_id, "route": route_id})).first()
        return None if row is None else _journey(row)

    async def of(self, resident_id: int) -> Sequence[Journey]:
        """All of a resident's, as this visit has left them."""
        found: dict[Key, Journey | None] = {
            (row.resident_id, row.route_id): _journey(row)
            for row in await self._reader.execute(_OF, {"key": resident_id})
        }
        found |= {key: one for key, one in self._staged.items() if key[0] == resident_id}
        return [one for _, one in sorted(found.items()) if one is not None]

    async def due(self, day: date, limit: int) -> Sequence[Journey]:
        """Committed ones whose reminder is due on that day or was before, the oldest first."""
        return [_journey(row) for row in await self._reader.execute(_DUE, {"day": day, "limit": limit})]

    def save(self, journey: Journey) -> None:
        """Add or replace; the commit is a Conflict if somebody else changed it meanwhile."""
        self._staged[journey.resident_id, journey.route_id] = journey

    def remove(self, journey: Journey) -> None:
        """It is not wanted any more."""
        self._staged[journey.resident_id, journey.route_id] = None

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return [self._change(key, one) for key, one in self._staged.items()]

    def _change(self, key: Key, staged: Journey | None) -> Change:
        if staged is None:
            return Change(_REMOVE, {"key": key[0], "route": key[1]})
        return Change(newer(journeys, self._dialect), _row(staged), guarded=True)


def _row(journey: Journey) -> dict[str, Any]:
    fields = {name: getattr(journey, name) for name in _COLUMNS}
    kept = {name: json.dumps(sorted(fields[name])) for name in ("done", "reminded")}
    return fields | kept | {"version": journey.version + 1}


def _journey(row: Row[Any]) -> Journey:
    fields = row._asdict()
    return Journey(**fields | {name: frozenset(json.loads(fields[name])) for name in ("done", "reminded")})
