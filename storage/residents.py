"""Residents: row and store."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, Row, Table, Text, bindparam, exists, select

from desk.form import Form, Purpose
from desk.people import Resident
from storage.absences import Absences
from storage.bans import bans
from storage.database import Moment, Reader, metadata
from storage.incidents import ANY_RUNS
from storage.sealed import Lost, resident, sealed, secrets
from storage.tickets import has_open
from storage.upserts import upsert
from storage.writer import Change

_SEALED = sealed("id", of=resident("id"), may_lack=True)

residents = Table(
    "residents",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, info=_SEALED),
    Column("language", Text, nullable=False),
    Column("consent_version", Integer, nullable=False),
    Column("consent_at", Moment),
    Column("municipality", Text),
    Column("reachable", Boolean, nullable=False),
    Column("wants_person", Boolean, nullable=False),
    Column("commenting", BigInteger),
    Column("answering", BigInteger),
    Column("prompted_at", Moment),
    Column("resuming", BigInteger),
    Column("form", Text, info=_SEALED),  # JSON
    Column("heard_on", Date),
)

_COLUMNS = tuple(residents.columns.keys())
assert tuple(one.name for one in fields(Resident)) == _COLUMNS, "a row is read in this order"
_FORM = _COLUMNS.index("form")
_PAGE = (
    select(residents.c.id, residents.c.name, residents.c.form)
    .where(residents.c.id > bindparam("after", type_=BigInteger))
    .order_by(residents.c.id)
    .limit(1000)
)
# What is asked next of whoever writes: a ban, open tickets, what is out of order. Mostly there is none.
_BY_ID = select(
    residents,
    exists().where(bans.c.resident_id == residents.c.id).label("was_banned"),
    has_open(residents.c.id).label("waits"),
    ANY_RUNS.label("any_incident"),
).where(residents.c.id == bindparam("key"))


class ResidentStore:
    """Residents of one visit."""

    def __init__(self, reader: Reader, dialect: str, absences: Absences) -> None:
        self._reader = reader
        self._absences = absences
        self._dialect = dialect
        self._staged: dict[int, Resident] = {}
        self._met: dict[int, Resident] = {}  # those that were read: several ask for whoever writes
        self._lost: dict[int, Lost] = {}  # forms that did not open

    async def get(self, resident_id: int) -> Resident | None:
        """The resident, as this visit has left them."""
        known = self._staged.get(resident_id) or self._met.get(resident_id)
        if known is not None:
            return known
        row = (await self._reader.execute(_BY_ID, {"key": resident_id})).first()
        if row is None:
            return None
        if isinstance(row.form, Lost):
            self._lost[resident_id] = row.form
        if not row.was_banned:
            self._absences.bans.add(resident_id)
        if not row.waits:
            self._absences.open_tickets.add(resident_id)
        self._absences.incidents = not row.any_incident
        self._met[resident_id] = _resident(row)
        return self._met[resident_id]

    def save(self, resident: Resident) -> None:
        """Add or replace."""
        self._staged[resident.id] = resident

    def changes(self) -> list[Change]:
        """What this visit writes."""
        statement = upsert(residents, self._dialect)
        return [Change(statement, secrets(residents, self._row(one))) for one in self._staged.values()]

    def _row(self, one: Resident) -> dict[str, Any]:
        """A form that did not open stays as it stands until there is another."""
        values = {name: getattr(one, name) for name in _COLUMNS}
        return values | {"form": self._lost.get(one.id) if one.form is None else _written(one.form)}


async def damaged(reader: Reader) -> list[int]:
    """Residents whose name or form does not open. All are read."""
    found: list[int] = []
    last = -1
    while rows := list(await reader.execute(_PAGE, {"after": last})):
        found += [row.id for row in rows if isinstance(row.name, Lost) or isinstance(row.form, Lost)]
        last = rows[-1].id
    return found


def _written(form: Form) -> str:
    return json.dumps(_told(form), ensure_ascii=False)


def _told(form: Form) -> list[Any]:
    asked_at = form.asked_at.isoformat() if form.asked_at is not None else None
    under = [_told(form.under)] if form.under is not None else []
    return [form.purpose.value, dict(form.values), form.asks, asked_at, *under]


def _form(told: list[Any]) -> Form:
    purpose, values, asks, asked_at, *under = told
    moment = datetime.fromisoformat(asked_at) if asked_at else None
    return Form(Purpose(purpose), values, asks, moment, _form(under[0]) if under else None)


def _resident(row: Row[Any]) -> Resident:
    values = list(row[: len(_COLUMNS)])
    values[_FORM] = _form(json.loads(row.form)) if row.form else None
    return Resident(*values)
