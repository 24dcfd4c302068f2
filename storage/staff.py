"""Operators appointed in the chat, besides those the settings name: row and store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Table, Text, bindparam, delete, select

from desk.people import Operator, Role
from storage.database import Moment, Reader, metadata
from storage.upserts import upsert
from storage.writer import Change

staff = Table(
    "staff",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("appointed_at", Moment, nullable=False),
)

_GET = select(staff).where(staff.c.id == bindparam("key"))
_DISMISS = delete(staff).where(staff.c.id == bindparam("key"))


class StaffStore:
    """Appointments of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[int, tuple[Operator, datetime] | None] = {}

    async def appointed(self, user_id: int) -> Operator | None:
        """The appointed operator, as this visit has left them, or None."""
        if user_id in self._staged:
            staged = self._staged[user_id]
            return None if staged is None else staged[0]
        row = (await self._reader.execute(_GET, {"key": user_id})).first()
        return None if row is None else Operator(row.id, row.name, Role(row.role))

    def appoint(self, operator: Operator, at: datetime) -> None:
        """Make somebody an operator."""
        self._staged[operator.id] = (operator, at)

    def dismiss(self, user_id: int) -> None:
        """No operator any longer."""
        self._staged[user_id] = None

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return [self._change(user_id, staged) for user_id, staged in self._staged.items()]

    def _change(self, user_id: int, staged: tuple[Operator, datetime] | None) -> Change:
        if staged is None:
            return Change(_DISMISS, {"key": user_id})
        operator, at = staged
        row = {"id": user_id, "name": operator.name, "role": operator.role.value, "appointed_at": at}
        return Change(upsert(staff, self._dialect), row)
