"""Where tickets' conversations are, and which message is a copy of which: rows and store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    Row,
    Select,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    update,
)

from desk.records import Mirror, Thread
from desk.source import Source
from storage.database import Reader, metadata
from storage.upserts import upsert
from storage.writer import Change

BIG_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up INTEGER keys only

threads = Table(
    "threads",
    metadata,
    Column("ticket_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger),
    Column("card_id", BigInteger),
    Index(None, "chat_id", "topic_id"),
)

mirrors = Table(
    "mirrors",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("ticket_id", BigInteger, nullable=False),
    Column("source_chat", BigInteger, nullable=False),
    Column("source_id", BigInteger, nullable=False),
    Column("copy_chat", BigInteger, nullable=False),
    Column("copy_id", BigInteger, nullable=False),
    Column("lead", Integer, nullable=False),
    UniqueConstraint("copy_chat", "copy_id", "source_chat", "source_id"),
    Index(None, "source_chat", "source_id"),
    Index(None, "ticket_id"),
)

moved_chats = Table(
    "moved_chats",
    metadata,
    Column("old_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_id", BigInteger, nullable=False),
)

_GET = select(threads).where(threads.c.ticket_id == bindparam("key"))
_WITH_CARD = select(threads).where(
    threads.c.chat_id == bindparam("chat"), threads.c.card_id == bindparam("card")
)
_AT = select(threads).where(threads.c.chat_id == bindparam("chat"), threads.c.topic_id == bindparam("topic"))
_newer = mirrors.alias("newer")
# A group that has moved numbers its messages anew: a copy is what the newest pair says it is.
_OUTDATED = exists().where(
    _newer.c.copy_chat == mirrors.c.copy_chat,
    _newer.c.copy_id == mirrors.c.copy_id,
    _newer.c.ticket_id != mirrors.c.ticket_id,
    _newer.c.id > mirrors.c.id,
)
_MIRROR_OF = (
    select(mirrors)
    .where(
        or_(
            and_(mirrors.c.source_chat == bindparam("chat"), mirrors.c.source_id == bindparam("message")),
            and_(mirrors.c.copy_chat == bindparam("chat"), mirrors.c.copy_id == bindparam("message")),
        ),
        ~_OUTDATED,
    )
    .order_by(mirrors.c.id.desc())
    .limit(1)
)
_SOURCES = (
    select(mirrors.c.id)
    .where(
        mirrors.c.copy_chat == bindparam("chat"),
        mirrors.c.copy_id == bindparam("message"),
        mirrors.c.ticket_id == bindparam("key"),
    )
    .limit(2)
)
_MIRRORS_OF = select(mirrors).where(mirrors.c.ticket_id == bindparam("key")).order_by(mirrors.c.id)
_UNPAIR = delete(mirrors).where(
    mirrors.c.copy_chat == bindparam("chat"), mirrors.c.copy_id == bindparam("message")
)
_CHANGE = (
    update(threads)
    .where(
        threads.c.ticket_id == bindparam("key"),
        threads.c.chat_id == bindparam("chat"),
        threads.c.topic_id.is_not_distinct_from(bindparam("topic", type_=BigInteger)),
    )
    .values(topic_id=bindparam("topic_id"), card_id=bindparam("card_id"))
)
_MOVE_THREADS = update(threads).where(threads.c.chat_id == bindparam("old")).values(chat_id=bindparam("new"))
_MOVE_SOURCES = (
    update(mirrors).where(mirrors.c.source_chat == bindparam("old")).values(source_chat=bindparam("new"))
)
_MOVE_COPIES = (
    update(mirrors).where(mirrors.c.copy_chat == bindparam("old")).values(copy_chat=bindparam("new"))
)
_ALL_MOVES = select(moved_chats)


@cache
def _newest_in(count: int) -> Select[Any]:
    # `+ 0`: found from the newest on, not through an index of all that a group ever had.
    here = (threads.c.chat_id + 0 == bindparam(f"chat_{number}") for number in range(count))
    return select(threads.c.chat_id).where(or_(*here)).order_by(threads.c.ticket_id.desc()).limit(1)


class ThreadStore:
    """Threads and mirrors of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[int, Thread] = {}
        self._changes: list[Change] = []

    async def get(self, ticket_id: int) -> Thread | None:
        """The ticket's thread."""
        if ticket_id in self._staged:
            return self._staged[ticket_id]
        row = (await self._reader.execute(_GET, {"key": ticket_id})).first()
        return None if row is None else Thread(**row._asdict())

    async def at(self, chat_id: int, topic_id: int) -> Thread | None:
        """The thread that is in that topic. Topic 0 is no topic: any number of threads are there."""
        if not topic_id:
            return None
        here = (one for one in self._staged.values() if (one.chat_id, one.topic_id) == (chat_id, topic_id))
        row = (await self._reader.execute(_AT, {"chat": chat_id, "topic": topic_id})).first()
        if row is None or row.ticket_id in self._staged:
            return next(here, None)
        return Thread(**row._asdict())

    async def with_card(self, chat_id: int, card_id: int) -> Thread | None:
        """The thread whose card is that message."""
        row = (await self._reader.execute(_WITH_CARD, {"chat": chat_id, "card": card_id})).first()
        return None if row is None else Thread(**row._asdict())

    async def mirror_of(self, message: Source) -> Mirror | None:
        """The pair that a message belongs to, whichever side it is; the newest of several."""
        key = {"chat": message.chat_id, "message": message.message_id}
        row = (await self._reader.execute(_MIRROR_OF, key)).first()
        return None if row is None else _mirror(row)

    async def shared(self, mirror: Mirror) -> bool:
        """Whether its copy says several messages at once."""
        copy = mirror.copy
        key = {"chat": copy.chat_id, "message": copy.message_id, "key": mirror.ticket_id}
        return len(list(await self._reader.execute(_SOURCES, key))) > 1

    async def newest_in(self, chats: Sequence[int]) -> int | None:
        """Which of these groups the newest ticket among theirs is in; None: they have none."""
        staged = [one for one in self._staged.values() if one.chat_id in chats]
        if staged:
            return max(staged, key=lambda one: one.ticket_id).chat_id
        values = {f"chat_{number}": chat_id for number, chat_id in enumerate(chats)}
        row = (await self._reader.execute(_newest_in(len(chats)), values)).first()
        return None if row is None else int(row.chat_id)

    async def mirrors_of(self, ticket_id: int) -> Sequence[Mirror]:
        """All pairs of a ticket, oldest first."""
        rows = await self._reader.execute(_MIRRORS_OF, {"key": ticket_id})
        return [_mirror(row) for row in rows]

    async def moves(self) -> dict[int, int]:
        """Groups that have another id now: old → new."""
        return {row.old_id: row.new_id for row in await self._reader.execute(_ALL_MOVES)}

    def save(self, thread: Thread) -> None:
        """Add or replace."""
        self._staged[thread.ticket_id] = thread

    def change(self, was: Thread, now: Thread) -> None:
        """Its topic or card is another; nothing happens if the ticket has moved meanwhile."""
        values = {
            "key": was.ticket_id,
            "chat": was.chat_id,
            "topic": was.topic_id,
            "topic_id": now.topic_id,
            "card_id": now.card_id,
        }
        self._changes.append(Change(_CHANGE, values))

    def pair(self, mirror: Mirror) -> None:
        """A message and its copy. Several messages may share one copy."""
        values = {
            "ticket_id": mirror.ticket_id,
            "source_chat": mirror.source.chat_id,
            "source_id": mirror.source.message_id,
            "copy_chat": mirror.copy.chat_id,
            "copy_id": mirror.copy.message_id,
            "lead": mirror.lead,
        }
        key = "copy_chat", "copy_id", "source_chat", "source_id"
        self._changes.append(Change(upsert(mirrors, self._dialect, *key), values))

    def unpair(self, copy: Source) -> None:
        """That copy is gone."""
        self._changes.append(Change(_UNPAIR, {"chat": copy.chat_id, "message": copy.message_id}))

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group has another id now: replaced everywhere."""
        both = {"old": old_chat_id, "new": new_chat_id}
        for statement in (_MOVE_THREADS, _MOVE_SOURCES, _MOVE_COPIES):
            self._changes.append(Change(statement, both))
        moved = {"old_id": old_chat_id, "new_id": new_chat_id}
        self._changes.append(Change(upsert(moved_chats, self._dialect), moved))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        statement = upsert(threads, self._dialect)
        return [Change(statement, asdict(one)) for one in self._staged.values()] + self._changes


def _mirror(row: Row[Any]) -> Mirror:
    source, copy = Source(row.source_chat, row.source_id), Source(row.copy_chat, row.copy_id)
    return Mirror(row.ticket_id, source, copy, row.lead)
