"""Rolls of residents: rows and store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Table, Text, bindparam, delete, func, or_, select, true

from desk.roll import Audience
from storage.database import Reader, metadata
from storage.readers import ReadAside
from storage.residents import residents
from storage.upserts import adding
from storage.writer import Change

rolls = Table(
    "rolls",
    metadata,
    Column("roll", Text, primary_key=True),
    Column("resident_id", BigInteger, primary_key=True, autoincrement=False),
    Index(None, "resident_id"),
)

_ONE = select(rolls.c.roll).where(rolls.c.roll == bindparam("roll"), rolls.c.resident_id == bindparam("key"))
_OF = select(rolls.c.roll).where(rolls.c.resident_id == bindparam("key"))
_IS_AMONG = (
    rolls.c.roll == bindparam("roll"),
    residents.c.reachable == true(),
    or_(
        bindparam("municipality", type_=Text).is_(None),
        residents.c.municipality == bindparam("municipality", type_=Text),
    ),
)
_FROM = rolls.join(residents, residents.c.id == rolls.c.resident_id)
_SIZE = select(func.count().label("number")).select_from(_FROM).where(*_IS_AMONG)
_NEXT = (
    select(rolls.c.resident_id)
    .select_from(_FROM)
    .where(*_IS_AMONG, rolls.c.resident_id > bindparam("after"))
    .order_by(rolls.c.resident_id)
    .limit(bindparam("limit"))
)
_LEAVE = delete(rolls).where(rolls.c.roll == bindparam("name"), rolls.c.resident_id == bindparam("key"))

Key = tuple[str, int]


class RollStore:
    """Rolls of one visit."""

    def __init__(self, reader: Reader, aside: ReadAside, dialect: str) -> None:
        self._reader = reader
        self._aside = aside
        self._dialect = dialect
        self._staged: dict[Key, bool] = {}

    async def has(self, roll: str, resident_id: int) -> bool:
        """Whether the resident is on it, as this visit has left it."""
        if (known := self._staged.get((roll, resident_id))) is not None:
            return known
        return (await self._reader.execute(_ONE, {"roll": roll, "key": resident_id})).first() is not None

    async def of(self, resident_id: int) -> frozenset[str]:
        """All the resident is on, as this visit has left them."""
        found = {row.roll for row in await self._reader.execute(_OF, {"key": resident_id})}
        theirs = {roll: on for (roll, id_), on in self._staged.items() if id_ == resident_id}
        found |= {roll for roll, on in theirs.items() if on}
        return frozenset(found - {roll for roll, on in theirs.items() if not on})

    async def size(self, audience: Audience) -> int:
        """How many committed ones there are. It may take long: nobody waits behind it."""
        (row,) = await self._aside(_SIZE, _values(audience))
        return int(row.number)

    async def next(self, audience: Audience, after: int, limit: int) -> Sequence[int]:
        """Committed ones with a greater id, in order."""
        values = _values(audience) | {"after": after, "limit": limit}
        return [row.resident_id for row in await self._reader.execute(_NEXT, values)]

    def join(self, roll: str, resident_id: int) -> None:
        """From now on the resident is on it."""
        self._staged[roll, resident_id] = True

    def leave(self, roll: str, resident_id: int) -> None:
        """From now on the resident is not."""
        self._staged[roll, resident_id] = False

    def changes(self) -> list[Change]:
        """What this visit writes."""
        joining = adding(rolls, self._dialect).on_conflict_do_nothing()
        return [
            Change(joining, {"roll": roll, "resident_id": id_})
            if on
            else Change(_LEAVE, {"name": roll, "key": id_})
            for (roll, id_), on in self._staged.items()
        ]


def _values(audience: Audience) -> dict[str, Any]:
    return {"roll": audience.roll, "municipality": audience.municipality}
