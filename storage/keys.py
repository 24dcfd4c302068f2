"""Keys to the dashboard: row and store."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import BigInteger, Column, Table, Text, bindparam, delete, insert, select

from desk.key import Key, Opens
from storage.database import Moment, Reader, metadata
from storage.writer import Change

keys = Table(
    "keys",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("opens", Text, nullable=False),
    Column("staff_id", BigInteger, nullable=False),
    Column("until", Moment, nullable=False),
)

_BY_HASH = select(keys).where(keys.c.hash == bindparam("key"))
_ADD = insert(keys)
_TAKE = delete(keys).where(keys.c.hash == bindparam("key"))
_SWEEP = delete(keys).where(keys.c.until < bindparam("moment", type_=Moment))


class KeyStore:
    """Keys of one visit."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._changes: list[Change] = []

    async def get(self, hash_: str) -> Key | None:
        """The committed key of that hash."""
        row = (await self._reader.execute(_BY_HASH, {"key": hash_})).first()
        return None if row is None else Key(row.hash, Opens(row.opens), row.staff_id, row.until)

    def add(self, key: Key, at: datetime) -> None:
        """One more; those that open nothing any longer go."""
        self._changes += [
            Change(_ADD, asdict(key) | {"opens": key.opens.value}),
            Change(_SWEEP, {"moment": at}),
        ]

    def take(self, hash_: str) -> None:
        """It opens nothing from now on; the commit is a Conflict if somebody else took it meanwhile."""
        self._changes.append(Change(_TAKE, {"key": hash_}, guarded=True))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._changes
