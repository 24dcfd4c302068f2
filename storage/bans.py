"""Bans: row and store."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import BigInteger, Column, Table, Text, bindparam, select, update

from desk.ban import Ban
from storage.absences import Absences
from storage.database import Moment, Reader, metadata
from storage.sealed import resident, sealed, secrets
from storage.upserts import upsert
from storage.writer import Change

bans = Table(
    "bans",
    metadata,
    Column("resident_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("reason", Text, nullable=False, info=sealed("resident_id", of=resident("resident_id"))),
    Column("by_id", BigInteger, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("told_at", Moment),
)

_BY_ID = select(bans).where(bans.c.resident_id == bindparam("key"))
# Nothing else of the row: it may have been lifted by a visit beside this one.
_TOLD = update(bans).where(bans.c.resident_id == bindparam("key")).values(told_at=bindparam("moment"))


class BanStore:
    """Bans of one visit."""

    def __init__(self, reader: Reader, dialect: str, absences: Absences) -> None:
        self._reader = reader
        self._absences = absences
        self._dialect = dialect
        self._staged: dict[int, Ban] = {}
        self._told: list[Change] = []

    async def get(self, resident_id: int) -> Ban | None:
        """The resident's last ban, as this visit has left it."""
        if resident_id in self._staged:
            return self._staged[resident_id]
        if resident_id in self._absences.bans:
            return None
        row = (await self._reader.execute(_BY_ID, {"key": resident_id})).first()
        return None if row is None else Ban(**row._asdict())

    def save(self, ban: Ban) -> None:
        """A new one, or one that was lifted."""
        self._staged[ban.resident_id] = ban

    def told(self, resident_id: int, at: datetime) -> None:
        """The resident was told of it."""
        self._told.append(Change(_TOLD, {"key": resident_id, "moment": at}))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        statement = upsert(bans, self._dialect)
        return [
            *(Change(statement, secrets(bans, asdict(one))) for one in self._staged.values()),
            *self._told,
        ]
