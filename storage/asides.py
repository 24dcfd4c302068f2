"""Replies that are held: row and store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Row, Table, Text, bindparam, delete, exists, select, update

from desk.aside import Aside
from desk.people import Operator
from desk.question import Message
from desk.source import Source
from desk.words import Excerpt, Words
from storage.database import Moment, Reader, metadata
from storage.sealed import sealed, secrets, ticket
from storage.upserts import upsert
from storage.writer import Change

# Not the chat: a group gets another id.
_SEALED = sealed("ticket_id", "message_id", of=ticket("ticket_id"))

asides = Table(
    "asides",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket_id", BigInteger, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("words", Text, nullable=False, info=_SEALED),
    Column("marks", Text, nullable=False, info=_SEALED),  # JSON
    Column("media", Text),
    Column("album", Text),
    Column("quoting_chat", BigInteger),
    Column("quoting_id", BigInteger),
    Column("excerpt", Text, info=_SEALED),  # JSON: [words, marks, offset]
    Index(None, "ticket_id"),
)

_OF_TICKET = select(asides).where(asides.c.ticket_id == bindparam("key"))
_REMOVE = delete(asides).where(
    asides.c.chat_id == bindparam("chat"), asides.c.message_id == bindparam("message")
)
_there = asides.alias("there")
# The group may have held a message of that number already, under its new id: that one is newer.
_MOVE = (
    update(asides)
    .where(
        asides.c.chat_id == bindparam("old"),
        ~exists().where(_there.c.chat_id == bindparam("new"), _there.c.message_id == asides.c.message_id),
    )
    .values(chat_id=bindparam("new"))
)
_MOVE_QUOTES = (
    update(asides).where(asides.c.quoting_chat == bindparam("old")).values(quoting_chat=bindparam("new"))
)


class AsideStore:
    """Held replies of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[Source, Aside | None] = {}
        self._moves: list[Change] = []

    async def of_ticket(self, ticket_id: int) -> Sequence[Aside]:
        """All that are held in a ticket, as this visit has left them, oldest first."""
        found = [_aside(row) for row in await self._reader.execute(_OF_TICKET, {"key": ticket_id})]
        kept = {one.message.source: one for one in found} | self._staged
        here = [one for one in kept.values() if one is not None and one.ticket_id == ticket_id]
        return sorted(here, key=lambda one: one.message.source.message_id)

    def save(self, aside: Aside) -> None:
        """One more, or one that was edited."""
        self._staged[aside.message.source] = aside

    def remove(self, source: Source) -> None:
        """It is decided what becomes of that message."""
        self._staged[source] = None

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """The group has another id."""
        both = {"old": old_chat_id, "new": new_chat_id}
        self._moves += [Change(_MOVE, both), Change(_MOVE_QUOTES, both)]

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._moves + [self._change(source, staged) for source, staged in self._staged.items()]

    def _change(self, source: Source, staged: Aside | None) -> Change:
        if staged is None:
            return Change(_REMOVE, {"chat": source.chat_id, "message": source.message_id})
        return Change(upsert(asides, self._dialect), secrets(asides, _row(staged)))


def _row(aside: Aside) -> dict[str, Any]:
    message, quoting = aside.message, aside.message.quoting
    return {
        "chat_id": message.source.chat_id,
        "message_id": message.source.message_id,
        "ticket_id": aside.ticket_id,
        "author_id": aside.author.id,
        "author_name": aside.author.name,
        "said_at": message.at,
        "words": message.words.text,
        "marks": json.dumps([dict(one) for one in message.words.marks], ensure_ascii=False),
        "media": message.media,
        "album": message.album,
        "quoting_chat": quoting.chat_id if quoting else None,
        "quoting_id": quoting.message_id if quoting else None,
        "excerpt": _packed(message.excerpt),
    }


def _aside(row: Row[Any]) -> Aside:
    words = Words(row.words, tuple(json.loads(row.marks)))
    quoting = Source(row.quoting_chat, row.quoting_id) if row.quoting_id is not None else None
    source = Source(row.chat_id, row.message_id)
    excerpt = _unpacked(row.excerpt)
    message = Message(source, words, row.said_at, row.media, row.album, quoting, excerpt=excerpt)
    return Aside(row.ticket_id, Operator(row.author_id, row.author_name), message)


def _packed(excerpt: Excerpt | None) -> str | None:
    if excerpt is None:
        return None
    marks = [dict(one) for one in excerpt.words.marks]
    return json.dumps([excerpt.words.text, marks, excerpt.offset], ensure_ascii=False)


def _unpacked(packed: str | None) -> Excerpt | None:
    if packed is None:
        return None
    text, marks, offset = json.loads(packed)
    return Excerpt(Words(text, tuple(marks)), offset)
