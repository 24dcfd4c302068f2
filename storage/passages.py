"""What was said in tickets, to be found again: row and store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
)

from desk.passage import Hit, Passage, Speaker, stems
from desk.source import Source
from storage.database import Reader, metadata
from storage.readers import ReadAside
from storage.sealed import sealed, secrets, ticket
from storage.sealing import Sealing
from storage.threads import BIG_ID, threads
from storage.upserts import upsert
from storage.writer import Change

NEWEST = 200_000  # passages that are looked through: under half a second's work

_MESSAGE, _ITS_RESIDENT = ("chat_id", "message_id"), ticket("ticket_id")

passages = Table(
    "passages",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("ticket_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("words", Text, nullable=False, info=sealed(*_MESSAGE, of=_ITS_RESIDENT)),
    # A space before each and after the last.
    Column("stems", Text, nullable=False, info=sealed(*_MESSAGE, of=_ITS_RESIDENT, is_hashed=True)),
    UniqueConstraint("chat_id", "message_id"),
    Index(None, "ticket_id"),
)


_FORGET = delete(passages).where(
    passages.c.chat_id == bindparam("chat"), passages.c.message_id == bindparam("message")
)

_TOLD = (
    passages.c.ticket_id,
    passages.c.speaker,
    passages.c.words,
    passages.c.chat_id,
    passages.c.message_id,
)
_OF = select(*_TOLD).where(
    passages.c.chat_id == bindparam("chat"), passages.c.message_id == bindparam("message")
)


class PassageStore:
    """Passages of one visit. Decision 39 tells why words are looked for like this."""

    def __init__(self, reader: Reader, aside: ReadAside, dialect: str, sealing: Sealing) -> None:
        self._reader = reader
        self._sealing = sealing
        self._aside = aside
        self._dialect = dialect
        self._changes: list[Change] = []

    def keep(self, passage: Passage) -> None:
        """Add it, or put other words in its place. What has none is not kept."""
        if not passage.words.strip():
            return
        values = {
            "ticket_id": passage.ticket_id,
            "chat_id": passage.source.chat_id,
            "message_id": passage.source.message_id,
            "speaker": passage.speaker.value,
            "words": passage.words,
            "stems": f" {' '.join(stems(passage.words))} ",
        }
        statement = upsert(passages, self._dialect, *_MESSAGE)
        self._changes.append(Change(statement, secrets(passages, values)))

    def forget(self, source: Source) -> None:
        """Whoever said it has taken it back."""
        self._changes.append(Change(_FORGET, {"chat": source.chat_id, "message": source.message_id}))

    async def of(self, source: Source) -> Passage | None:
        """What was said in that message; None when it had no words."""
        row = (
            await self._reader.execute(_OF, {"chat": source.chat_id, "message": source.message_id})
        ).first()
        return None if row is None else Passage(row.ticket_id, source, Speaker(row.speaker), row.words)

    async def find(self, sought: Sequence[str], chats: Sequence[int], most: int) -> Sequence[Hit]:
        """Tickets of these chats in whose committed passages all the stems sought stand.

        `most` of them, the last ones spoken of first. Nothing else waits for it.
        """
        if not sought or not chats:
            return []
        values: dict[str, Any] = {"most": most}
        values |= {f"stem_{number}": f" {one} " for number, one in enumerate(sought)}
        values |= {f"chat_{number}": one for number, one in enumerate(chats)}
        hashed = await self._sealing.hashed(sought, self._reader)
        values |= {f"hash_{number}": f" {one} " for number, one in enumerate(hashed)}
        find = _find(len(sought), len(chats), self._dialect, is_hashed=bool(hashed))
        rows = await self._aside(find, values)
        return [Hit(row.ticket_id, Speaker(row.speaker), row.words) for row in rows]

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._changes


@cache
def _find(count: int, chats: int, dialect: str, is_hashed: bool) -> Select[Any]:
    columns = passages.c.id, passages.c.ticket_id, passages.c.stems
    recent = select(*columns).order_by(passages.c.id.desc()).limit(NEWEST).subquery()
    place = func.instr if dialect == "sqlite" else func.strpos

    def has(number: int) -> ColumnElement[bool]:
        """What was written before the vault was switched on has its stems as they are."""
        forms = ("stem", "hash") if is_hashed else ("stem",)
        stems = (bindparam(f"{form}_{number}", type_=Text) for form in forms)
        return or_(*(place(recent.c.stems, one, type_=Integer) > 0 for one in stems))

    every = [has(number) for number in range(count)]
    here = or_(*(threads.c.chat_id == bindparam(f"chat_{number}") for number in range(chats)))
    last = func.max(recent.c.id)
    newest = (
        select(last.label("id"))
        .join(threads, threads.c.ticket_id == recent.c.ticket_id)
        .where(or_(*every), here)
        .group_by(recent.c.ticket_id)
        .having(and_(*(func.max(case((one, 1), else_=0)) == 1 for one in every)))
        .order_by(last.desc())
        .limit(bindparam("most"))
        .subquery()
    )
    return select(*_TOLD).join(newest, newest.c.id == passages.c.id).order_by(passages.c.id.desc())
