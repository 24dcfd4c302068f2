"""Who is on duty, and where: row and store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Row, Table, Text, bindparam, delete, select, update

from desk.shift import Shift
from storage.database import Moment, Reader, metadata
from storage.upserts import upsert
from storage.writer import Change

shifts = Table(
    "shifts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("operator_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("turn_at", Moment),
)

_ALL = select(shifts).order_by(shifts.c.since, shifts.c.operator_id)
_IN_CHAT = _ALL.where(shifts.c.chat_id == bindparam("key"))
_BEGUN = _ALL.where(shifts.c.since < bindparam("before"))
_END = delete(shifts).where(
    shifts.c.chat_id == bindparam("key"), shifts.c.operator_id == bindparam("operator")
)
_MOVE = update(shifts).where(shifts.c.chat_id == bindparam("key")).values(chat_id=bindparam("chat"))


class ShiftStore:
    """Shifts of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[tuple[int, int], Shift | None] = {}
        self._moves: list[Change] = []

    async def on_duty(self, chat_id: int) -> list[Shift]:
        """Who is on duty in a chat, as this visit has left it; who came first stands first."""
        found = [_shift(row) for row in await self._reader.execute(_IN_CHAT, {"key": chat_id})]
        kept = {(one.chat_id, one.operator_id): one for one in found}
        staged = {key: one for key, one in self._staged.items() if key[0] == chat_id}
        now = [one for one in (kept | staged).values() if one is not None]
        return sorted(now, key=lambda one: (one.since, one.operator_id))

    async def begun_before(self, moment: datetime) -> list[Shift]:
        """Committed shifts, wherever, that are older than that."""
        return [_shift(row) for row in await self._reader.execute(_BEGUN, {"before": moment})]

    def save(self, shift: Shift) -> None:
        """Somebody is on duty, or had a turn."""
        self._staged[shift.chat_id, shift.operator_id] = shift

    def end(self, chat_id: int, operator_id: int) -> None:
        """Somebody is off duty."""
        self._staged[chat_id, operator_id] = None

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """The group has another id."""
        self._moves.append(Change(_MOVE, {"key": old_chat_id, "chat": new_chat_id}))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._moves + [self._change(key, staged) for key, staged in self._staged.items()]

    def _change(self, key: tuple[int, int], staged: Shift | None) -> Change:
        if staged is None:
            return Change(_END, {"key": key[0], "operator": key[1]})
        row = {name: getattr(staged, name) for name in shifts.columns.keys()}
        return Change(upsert(shifts, self._dialect), row)


def _shift(row: Row[Any]) -> Shift:
    return Shift(**row._asdict())
