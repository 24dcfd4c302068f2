"""What operators wrote for each other in a ticket's thread: row and store."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Index, Table, Text, UniqueConstraint, bindparam, select, update

from desk.records import Note
from desk.source import Source
from storage.database import Reader, metadata
from storage.sealed import Secret, sealed, secrets, ticket
from storage.threads import BIG_ID
from storage.upserts import upsert
from storage.writer import Change

notes = Table(
    "notes",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("ticket_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("words", Text, nullable=False, info=sealed("chat_id", "message_id", of=ticket("ticket_id"))),
    Column("after_id", BigInteger, nullable=False),
    UniqueConstraint("chat_id", "message_id"),
    Index(None, "ticket_id"),
)

_OF_TICKET = select(notes).where(notes.c.ticket_id == bindparam("key")).order_by(notes.c.id)
_REWORD = (
    update(notes)
    .where(notes.c.chat_id == bindparam("chat"), notes.c.message_id == bindparam("message"))
    .values(words=bindparam("words"))
)


class NoteStore:
    """Notes of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._changes: list[Change] = []

    async def of_ticket(self, ticket_id: int) -> Sequence[Note]:
        """All notes of a ticket, oldest first."""
        rows = await self._reader.execute(_OF_TICKET, {"key": ticket_id})
        return [
            Note(row.ticket_id, Source(row.chat_id, row.message_id), row.author, row.words, row.after_id)
            for row in rows
        ]

    def add(self, note: Note) -> None:
        """One more. A group that has moved numbers its messages anew: the newer note is the true one."""
        values = {
            "ticket_id": note.ticket_id,
            "chat_id": note.source.chat_id,
            "message_id": note.source.message_id,
            "author": note.author,
            "words": note.words,
            "after_id": note.after,
        }
        statement = upsert(notes, self._dialect, "chat_id", "message_id")
        self._changes.append(Change(statement, secrets(notes, values)))

    def reword(self, ticket_id: int, source: Source, words: str) -> None:
        """That ticket's note says something else now; nothing happens when that message is none."""
        row = {"ticket_id": ticket_id, "chat_id": source.chat_id, "message_id": source.message_id}
        key = {"chat": source.chat_id, "message": source.message_id}
        self._changes.append(Change(_REWORD, {**key, "words": Secret(notes.c.words, words, row)}))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._changes
