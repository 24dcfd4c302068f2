"""Incidents: row and store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from desk.incident import Incident, IncidentState
from desk.source import Source
from storage.absences import Absences
from storage.database import Moment, Reader, metadata
from storage.upserts import newer
from storage.writer import Change

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("subject", Text),
    Column("municipality", Text),
    Column("placed", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("phrasings", JSON, nullable=False),
    Column("until", Moment),
    Column("card_chat_id", BigInteger),
    Column("card_id", BigInteger),
    Column("asked", Boolean, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "state"),
)

_COLUMNS = tuple(incidents.columns.keys())
_AS_THEY_ARE = tuple(
    name for name in _COLUMNS if name not in ("state", "phrasings", "card_chat_id", "card_id")
)
_IS_RUNNING = incidents.c.state == IncidentState.RUNNING.value
_ALL = select(incidents).order_by(incidents.c.id)
_ONE = select(incidents).where(incidents.c.id == bindparam("key"))
_LAST = select(func.max(incidents.c.id))
_RUNNING = _ALL.where(_IS_RUNNING)
ANY_RUNS = exists().where(_IS_RUNNING)
_CHANGED = _ALL.where(incidents.c.since >= bindparam("moment"))
_LATEST = (
    select(incidents)
    .where(or_(_IS_RUNNING, incidents.c.state == IncidentState.DRAFT.value))
    .order_by(incidents.c.id.desc())
    .limit(bindparam("limit"))
)


class IncidentStore:
    """Incidents of one visit."""

    def __init__(self, reader: Reader, dialect: str, absences: Absences) -> None:
        self._reader = reader
        self._absences = absences
        self._dialect = dialect
        self._staged: dict[int, Incident] = {}

    async def get(self, incident_id: int) -> Incident | None:
        """That one, as this visit has left it."""
        if incident_id in self._staged:
            return self._staged[incident_id]
        found = await self._read(_ONE, {"key": incident_id})
        return found[0] if found else None

    async def next_id(self) -> int:
        """Of a new one; two who begin one at once meet a Conflict."""
        last = (await self._reader.execute(_LAST, {})).first()
        return (last[0] if last is not None and last[0] else 0) + 1

    async def running(self) -> Sequence[Incident]:
        """Those that go on, committed, the oldest first."""
        return () if self._absences.incidents else await self._read(_RUNNING, {})

    async def changed(self, since: datetime) -> Sequence[Incident]:
        """Those that were proposed, drafted, announced or changed since then, committed."""
        return await self._read(_CHANGED, {"moment": since})

    async def latest(self, limit: int) -> Sequence[Incident]:
        """Drafts and those that go on, committed, the newest first."""
        return await self._read(_LATEST, {"limit": limit})

    def save(self, incident: Incident) -> None:
        """Add or replace; the commit is a Conflict if somebody else changed it meanwhile."""
        self._staged[incident.id] = incident

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return [
            Change(newer(incidents, self._dialect), _row(one), guarded=True) for one in self._staged.values()
        ]

    async def _read(self, query: Select[Any], given: dict[str, Any]) -> list[Incident]:
        return [_incident(row) for row in await self._reader.execute(query, given)]


def _row(incident: Incident) -> dict[str, Any]:
    card = incident.card
    return {name: getattr(incident, name) for name in _AS_THEY_ARE} | {
        "state": incident.state.value,
        "phrasings": list(incident.phrasings),
        "card_chat_id": card.chat_id if card is not None else None,
        "card_id": card.message_id if card is not None else None,
        "version": incident.version + 1,
    }


def _incident(row: Row[Any]) -> Incident:
    return Incident(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        state=IncidentState(row.state),
        phrasings=tuple(row.phrasings),
        card=Source(row.card_chat_id, row.card_id) if row.card_id is not None else None,
    )
