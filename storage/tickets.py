"""Tickets: row and store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from desk.choices.sorting import Priority
from desk.report import TicketTotals
from desk.ticket import Alert, Hint, State, Ticket
from storage.absences import Absences
from storage.database import Moment, Reader, Writing, metadata
from storage.readers import ReadAside
from storage.sealed import resident, sealed, secrets
from storage.upserts import adding
from storage.writer import Change, Writer

tickets = Table(
    "tickets",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("resident_id", BigInteger, nullable=False),
    Column("department_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("promised_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("assignee_id", BigInteger),
    Column("assignee_name", Text),
    Column("first_reply_at", Moment),
    Column("first_due_at", Moment),
    Column("closed_at", Moment),
    Column("rating", Integer),
    Column("comment", Text, info=sealed("id", of=resident("resident_id"))),
    Column("resolve_by", Moment),
    Column("owes_reply", Boolean, nullable=False),
    Column("alert", Text, nullable=False),
    Column("waiting_since", Moment),
    Column("close_at", Moment),
    Column("heard_at", Moment),
    Column("told_at", Moment),
    Column("hints", Text, nullable=False),  # [[entry, percent], …]
    Column("ask_at", Moment),
    Column("asked_at", Moment),
    Column("settled", Boolean),
    Column("priority", Integer, nullable=False),
    Column("is_spam", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "resident_id", "state"),
    Index(None, "state", "promised_at"),
    Index(None, "ask_at"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

_COLUMNS = tuple(tickets.columns.keys())
_BY_ID = select(tickets).where(tickets.c.id == bindparam("key"))
_OF = select(tickets).where(tickets.c.resident_id == bindparam("key")).order_by(tickets.c.id.desc())
_OPEN_OF = _OF.where(tickets.c.state != State.CLOSED.value)
# Named, since an index finds what is there, not what is not: few of all tickets are open.
IS_OPEN = or_(*(tickets.c.state == one.value for one in State if one is not State.CLOSED))
_OPEN = select(tickets).where(IS_OPEN).order_by(tickets.c.id)
_TO_ASK = (
    select(tickets)
    .where(tickets.c.ask_at <= bindparam("moment"))
    .order_by(tickets.c.ask_at, tickets.c.id)
    .limit(bindparam("limit"))
)
_LAST_OF = _OF.limit(bindparam("limit"))
AT = bindparam("at", type_=Moment)
# Until when its clocks have run: they stand still while it waits for its resident (desk/timing.py).
RAN_UNTIL = func.coalesce(tickets.c.waiting_since, tickets.c.closed_at, AT)
# Of the first reply, whatever has been promised since. Whoever ignores tickets is late as well, from the
# moment the promise has passed, and closing them mends nothing.
REPLY_DUE = func.coalesce(tickets.c.first_due_at, tickets.c.promised_at)
_IN_TIME = tickets.c.first_reply_at <= REPLY_DUE
LATE = func.coalesce(tickets.c.first_reply_at, RAN_UNTIL) > REPLY_DUE
TOTALS = (
    select(
        tickets.c.department_id,
        func.count(),
        func.count(tickets.c.closed_at),
        func.count(case((_IN_TIME, 1))),
        func.count(case((LATE, 1))),
        func.count(tickets.c.rating),
        func.coalesce(func.sum(tickets.c.rating), 0),
    )
    .where(tickets.c.opened_at >= bindparam("since"), tickets.c.opened_at < bindparam("before"))
    .where(~tickets.c.is_spam)
    .group_by(tickets.c.department_id)
    .order_by(tickets.c.department_id)
)
_ADD = insert(tickets)
_SAVE = (
    update(tickets)
    .where(tickets.c.id == bindparam("key"), tickets.c.version == bindparam("was"))
    .values({name: bindparam(name) for name in tickets.columns.keys() if name != "id"})
)


class TicketStore:
    """Tickets of one visit."""

    def __init__(
        self, reader: Reader, aside: ReadAside, writer: Writer, dialect: str, absences: Absences
    ) -> None:
        self._reader = reader
        self._aside = aside
        self._writer = writer
        self._absences = absences
        self._dialect = dialect
        self._added: dict[int, Ticket] = {}
        self._saved: dict[int, Ticket] = {}

    async def get(self, ticket_id: int) -> Ticket | None:
        """The ticket, as this visit has left it."""
        staged = self._added.get(ticket_id) or self._saved.get(ticket_id)
        if staged is not None:
            return staged
        row = (await self._reader.execute(_BY_ID, {"key": ticket_id})).first()
        return None if row is None else _ticket(row)

    async def open_of(self, resident_id: int) -> Ticket | None:
        """The resident's latest open ticket."""
        return next(iter(await self.all_open_of(resident_id)), None)

    async def all_open_of(self, resident_id: int) -> Sequence[Ticket]:
        """The resident's open tickets, newest first."""
        none = resident_id in self._absences.open_tickets
        rows = () if none else await self._reader.execute(_OPEN_OF, {"key": resident_id})
        return [one for one in self._as_left(rows, resident_id) if one.is_open]

    async def of(self, resident_id: int, limit: int = 10) -> Sequence[Ticket]:
        """The resident's tickets, newest first."""
        rows = await self._reader.execute(_LAST_OF, {"key": resident_id, "limit": limit})
        return self._as_left(rows, resident_id)[:limit]

    async def open(self) -> Sequence[Ticket]:
        """Everybody's open tickets as this visit has left them, oldest first."""
        found = {row.id: _ticket(row) for row in await self._reader.execute(_OPEN)}
        found |= self._saved | self._added
        return [found[key] for key in sorted(found) if found[key].is_open]

    async def to_ask(self, at: datetime, limit: int) -> Sequence[Ticket]:
        """Committed tickets whose residents are to be asked by then whether they are settled."""
        rows = await self._reader.execute(_TO_ASK, {"moment": at, "limit": limit})
        return [_ticket(row) for row in rows]

    async def next_id(self, year: int) -> int:
        """The next number of a year, kept at once: a visit that fails leaves a gap, never a double."""
        name = f"tickets-{year}"

        async def count(connection: Writing) -> int:
            return int(await connection.scalar(_counting(self._dialect), {"name": name, "value": 1}))

        return int(await self._writer.run(count))

    async def totals(self, since: datetime, before: datetime, at: datetime) -> Sequence[TicketTotals]:
        """What became by `at` of the committed tickets opened from `since` until `before`, by department."""
        rows = await self._aside(TOTALS, {"since": since, "before": before, "at": at})
        return [TicketTotals(*row) for row in rows]

    def add(self, ticket: Ticket) -> None:
        """A new ticket."""
        self._added[ticket.id] = ticket

    def save(self, ticket: Ticket) -> None:
        """A changed ticket; the commit is a Conflict if somebody else changed it meanwhile."""
        (self._added if ticket.id in self._added else self._saved)[ticket.id] = ticket

    def changes(self) -> list[Change]:
        """What this visit writes."""
        new = [Change(_ADD, _row(one)) for one in self._added.values()]
        return new + [Change(_SAVE, _guarded_row(one), guarded=True) for one in self._saved.values()]

    def _as_left(self, rows: Iterable[Row[Any]], resident_id: int) -> list[Ticket]:
        """The rows' tickets as this visit has left them, newest first."""
        found = {row.id: _ticket(row) for row in rows}
        staged = (self._saved | self._added).values()
        found.update((one.id, one) for one in staged if one.resident_id == resident_id)
        return [found[key] for key in sorted(found, reverse=True)]


def has_open(resident_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether that resident has an open ticket."""
    return exists().where(tickets.c.resident_id == resident_id, tickets.c.state != State.CLOSED.value)


@cache
def _counting(dialect: str) -> Any:
    grown = {"value": counters.c.value + 1}
    statement = adding(counters, dialect).on_conflict_do_update(index_elements=["name"], set_=grown)
    return statement.returning(counters.c.value)


def _ticket(row: Row[Any]) -> Ticket:
    fields = row._asdict()
    fields["state"] = State(fields["state"])
    fields["priority"] = Priority(fields["priority"])
    fields["alert"] = Alert(fields["alert"])
    fields["hints"] = tuple(Hint(*one) for one in json.loads(fields["hints"]))
    return Ticket(**fields)


def _row(ticket: Ticket) -> dict[str, Any]:
    fields = {name: getattr(ticket, name) for name in _COLUMNS}
    hints = json.dumps([[one.entry, one.percent] for one in ticket.hints])
    told = {"state": ticket.state.value, "alert": ticket.alert.value, "priority": ticket.priority.value}
    return secrets(tickets, fields | told | {"hints": hints})


def _guarded_row(ticket: Ticket) -> dict[str, Any]:
    row = _row(ticket)
    return row | {"key": row.pop("id"), "was": ticket.version, "version": ticket.version + 1}
