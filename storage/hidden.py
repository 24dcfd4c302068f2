"""Messages with private numbers, as they may be seen: row and store."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Row, Table, Text, bindparam, delete, select

from desk.hidden import Hidden
from desk.private_numbers import Private
from desk.source import Source
from desk.words import Words
from storage.database import Moment, Reader, metadata
from storage.sealed import resident, sealed, secrets
from storage.upserts import upsert
from storage.writer import Change

hidden_words = Table(
    "hidden_words",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kinds", Text, nullable=False),  # separated by spaces
    # JSON; a private chat has its resident's number.
    Column("words", Text, nullable=False, info=sealed("chat_id", "message_id", of=resident("chat_id"))),
    Column("captioned", Boolean, nullable=False),
    Column("said_at", Moment, nullable=False),
)

_THIS = hidden_words.c.chat_id == bindparam("chat"), hidden_words.c.message_id == bindparam("message")
_GET = select(hidden_words).where(*_THIS)
_FORGET = delete(hidden_words).where(*_THIS)


class HiddenStore:
    """Hidden words of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[Source, Hidden | None] = {}

    async def get(self, source: Source) -> Hidden | None:
        """What may be seen of that message, as this visit has left it; None: all of it."""
        if source in self._staged:
            return self._staged[source]
        row = (await self._reader.execute(_GET, _key(source))).first()
        return None if row is None else _hidden(row)

    def save(self, hidden: Hidden) -> None:
        """One more, or one that was edited."""
        self._staged[hidden.source] = hidden

    def forget(self, source: Source) -> None:
        """It gives nothing away any more, or was taken back."""
        self._staged[source] = None

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return [
            Change(_FORGET, _key(source))
            if one is None
            else Change(upsert(hidden_words, self._dialect), secrets(hidden_words, _row(one)))
            for source, one in self._staged.items()
        ]


def _key(source: Source) -> dict[str, Any]:
    return {"chat": source.chat_id, "message": source.message_id}


def _row(hidden: Hidden) -> dict[str, Any]:
    return {
        "chat_id": hidden.source.chat_id,
        "message_id": hidden.source.message_id,
        "kinds": " ".join(hidden.kinds),
        "words": json.dumps(asdict(hidden.words), ensure_ascii=False),
        "captioned": hidden.captioned,
        "said_at": hidden.said_at,
    }


def _hidden(row: Row[Any]) -> Hidden:
    said = json.loads(row.words)
    words = Words(**{**said, "marks": tuple(said["marks"])})
    kinds = tuple(Private(one) for one in row.kinds.split())
    return Hidden(Source(row.chat_id, row.message_id), kinds, words, bool(row.captioned), row.said_at)
