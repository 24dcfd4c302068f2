"""A letter in the database: its table, its states, and what a row reads as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    null,
    or_,
    select,
)

from desk.addressee import To, ToChat, ToResident, ToThread, ToTopic
from desk.letters import Letter
from storage.database import Moment, metadata
from storage.residents import residents
from storage.sealed import Owner, nobody, sealed
from storage.tagging import Tagged
from storage.threads import BIG_ID, threads


class LetterState(StrEnum):
    """How far a letter has come."""

    QUEUED = "queued"  # one of a broadcast: let in as there is room
    PENDING = "pending"
    SENDING = "sending"  # the intent is written down, the call may have been made
    SENT = "sent"
    UNCERTAIN = "uncertain"  # may have arrived: a person decides
    DEAD = "dead"  # refused for good, with a reason


def _owner(values: Mapping[str, Any]) -> Owner:
    """Whoever gets it, or whose ticket it is about; what goes to a group as such is nobody's."""
    kind, number = values["to_kind"], values["to_id"]
    if kind in ("resident", "thread"):
        return Owner(number, by_ticket=kind == "thread")
    return nobody(values)


letters = Table(
    "letters",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("to_kind", Text, nullable=False),
    Column("to_id", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False, info=sealed("to_kind", "to_id", "created_at", of=_owner)),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("chat_id", BigInteger),  # where it went
    Column("message_ids", JSON),
    Column("problem", Text),
    Column("album", Text),
    Index(None, "state", "due_at"),
    Index(None, "album"),
    Index(None, "chat_id", "settled_at"),
)

# What a body is bound to comes with it.
BODY_COLUMNS = letters.c.id, letters.c.body, letters.c.to_kind, letters.c.to_id, letters.c.created_at
AWAITING = (LetterState.PENDING, LetterState.QUEUED)  # nothing was begun yet
# No letter is told to wait so long; where Telegram wants it, it is the chat that waits, by another clock.
CLOCK_PUT_BACK = timedelta(minutes=10)
LEFT_OUT = "left out"  # why nothing was said to whoever does not want to hear it any more
BODY = Tagged(TypeAdapter(Letter))
FRESH = 1000  # letters just written that are remembered until they are read
_fresh: dict[bytes, Letter] = {}  # by their bodies; nearly all are read at once, and parsing is what costs
POSTED = (
    select(letters, threads.c.chat_id.label("thread_chat"), residents.c.language)
    .outerjoin(threads, (letters.c.to_kind == "thread") & (letters.c.to_id == threads.c.ticket_id))
    .outerjoin(residents, (letters.c.to_kind == "resident") & (letters.c.to_id == residents.c.id))
)
# For whoever does not send it.
READ = select(letters, letters.c.chat_id.label("thread_chat"), null().label("language"))
GET = POSTED.where(letters.c.id == bindparam("key"))


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter as the postman handles it."""

    id: int
    letter: Letter
    chat_id: int  # where it is to go, as known now
    due_at: datetime
    attempts: int
    state: LetterState
    created_at: datetime
    language: str | None = None  # the resident's to whom it goes, as it was when the letter was read

    def wait(self, now: datetime) -> float:
        """Seconds until it is due; 0.0 when it is, or when the clock was put back after it was told when."""
        left = self.due_at - now
        return max(left.total_seconds(), 0.0) if left < CLOCK_PUT_BACK else 0.0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A letter that this release cannot read: written by a newer one, or damaged."""

    id: int
    problem: str


def in_states(*states: LetterState) -> ColumnElement[bool]:
    """Whether a row's letter is in one of these. No IN: the driver must know the statement's length."""
    return or_(*(letters.c.state == one.value for one in states))


def packed(letter: Letter) -> bytes:
    """A letter as it is stored."""
    body = BODY.dump_json(letter)
    if len(_fresh) >= FRESH:
        _fresh.clear()
    _fresh[body] = letter
    return body


def unpacked(body: bytes) -> Letter:
    """The letter of that body. Raises ValidationError."""
    return _fresh.pop(body, None) or BODY.validate_json(body)


def readable(row: Row[Any]) -> Posted | Unreadable:
    try:
        return as_posted(row)
    except ValidationError as error:
        return Unreadable(row.id, f"письмо не читается: {error.error_count()} ошибок, {error.title}")


def as_posted(row: Row[Any]) -> Posted:
    chat_id = row.thread_chat if row.to_kind == "thread" else row.to_id
    letter, state = unpacked(row.body), LetterState(row.state)
    return Posted(row.id, letter, chat_id or 0, row.due_at, row.attempts, state, row.created_at, row.language)


def to_id(to: To) -> int:
    """The number of whom it is for: a resident, a ticket or a chat."""
    match to:
        case ToResident(resident_id=one) | ToThread(ticket_id=one):
            return one
        case ToChat(chat_id=one) | ToTopic(chat_id=one):
            return one
