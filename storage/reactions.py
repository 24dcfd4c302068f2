"""Who put which reaction on a message: row and store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Table, Text, bindparam, delete, select

from desk.source import Source
from storage.database import Moment, Reader, metadata
from storage.upserts import upsert
from storage.writer import Change

reactions = Table(
    "reactions",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("emoji", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

_ON = (
    select(reactions.c.person_id, reactions.c.emoji)
    .where(reactions.c.chat_id == bindparam("chat"), reactions.c.message_id == bindparam("message"))
    .order_by(reactions.c.at)
)
_OF = (
    select(reactions.c.emoji)
    .where(reactions.c.chat_id == bindparam("key"), reactions.c.person_id == bindparam("key"))
    .order_by(reactions.c.message_id)
)
_TAKE_BACK = delete(reactions).where(
    reactions.c.chat_id == bindparam("chat"),
    reactions.c.message_id == bindparam("message"),
    reactions.c.person_id == bindparam("person"),
)


class ReactionStore:
    """Reactions of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._changes: list[Change] = []

    async def on(self, target: Source) -> dict[int, str]:
        """Whose reactions stand on a message, the newest last."""
        key = {"chat": target.chat_id, "message": target.message_id}
        return {row.person_id: row.emoji for row in await self._reader.execute(_ON, key)}

    async def of(self, resident_id: int) -> Sequence[str]:
        """What a resident has put on messages in their own chat, in the order of these."""
        return [row.emoji for row in await self._reader.execute(_OF, {"key": resident_id})]

    def put(self, target: Source, person_id: int, emoji: str | None, at: datetime) -> None:
        """A person's reaction is that now; None: they have taken it back."""
        if emoji is None:
            key = {"chat": target.chat_id, "message": target.message_id, "person": person_id}
            self._changes.append(Change(_TAKE_BACK, key))
            return
        row = {
            "chat_id": target.chat_id,
            "message_id": target.message_id,
            "person_id": person_id,
            "emoji": emoji,
            "at": at,
        }
        self._changes.append(Change(upsert(reactions, self._dialect), row))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._changes
