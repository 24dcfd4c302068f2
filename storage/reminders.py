"""Reminders given of answers whose term ends: row and store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Boolean, Column, Date, Table, Text, select

from desk.records import Reminder
from storage.database import Reader, metadata
from storage.upserts import adding
from storage.writer import Change

reminders = Table(
    "reminders",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("until", Date, primary_key=True),
    Column("ended", Boolean, primary_key=True),
    Column("given_on", Date, nullable=False),
)

_ALL = select(reminders)


class ReminderStore:
    """Reminders of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._added: dict[Reminder, date] = {}

    async def given(self) -> Mapping[Reminder, date]:
        """All that were given, and on which day."""
        rows = await self._reader.execute(_ALL)
        return {Reminder(row.entry_id, row.until, row.ended): row.given_on for row in rows} | self._added

    def add(self, reminder: Reminder, on: date) -> None:
        """It is given; the commit is a Conflict if another process gave it meanwhile."""
        self._added[reminder] = on

    def changes(self) -> list[Change]:
        """What this visit writes."""
        statement = adding(reminders, self._dialect).on_conflict_do_nothing()
        return [
            Change(
                statement,
                {"entry_id": one.entry_id, "until": one.until, "ended": one.ended, "given_on": on},
                guarded=True,
            )
            for one, on in self._added.items()
        ]
