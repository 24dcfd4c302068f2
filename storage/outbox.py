"""Letters waiting to be sent: pending → sending → sent | uncertain | dead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)

from desk.letters import Amend, Letter, Relay, Source, To, ToChat, ToResident, ToThread, ToTopic, repeatable
from storage.database import Moment, Reader, metadata
from storage.shares import share_in_sql
from storage.threads import BIG_ID, threads
from storage.writer import Change

RETRIES_A_MINUTE = 6  # with pauses that double from a second on
ALBUM_GATHERS = timedelta(seconds=1)  # the parts of an album arrive one by one within this time


class LetterState(StrEnum):
    """How far a letter has come."""

    PENDING = "pending"
    SENDING = "sending"  # the intent is written down, the call may have been made
    SENT = "sent"
    UNCERTAIN = "uncertain"  # may have arrived: a person decides
    DEAD = "dead"  # refused for good, with a reason


letters = Table(
    "letters",
    metadata,
    Column("id", BIG_ID, primary_key=True),
    Column("to_kind", Text, nullable=False),
    Column("to_id", BigInteger, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
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

BODY: TypeAdapter[Letter] = TypeAdapter(Letter)
_ADD = insert(letters)
_POSTED = select(letters, threads.c.chat_id.label("thread_chat")).outerjoin(
    threads, (letters.c.to_kind == "thread") & (letters.c.to_id == threads.c.ticket_id)
)
_WAITING = (
    _POSTED.where(letters.c.state == LetterState.PENDING.value, letters.c.id > bindparam("after"))
    .order_by(letters.c.id)
    .limit(bindparam("limit"))
)
# As `_posted` reads it.
_SHARE = share_in_sql(
    case((letters.c.to_kind == "thread", func.coalesce(threads.c.chat_id, 0)), else_=letters.c.to_id)
)
_IN_SHARES = _SHARE.in_(bindparam("shares", expanding=True))
_WAITING_IN = _WAITING.where(_IN_SHARES)
_IDS_IN = (
    select(letters.c.id)
    .outerjoin(threads, (letters.c.to_kind == "thread") & (letters.c.to_id == threads.c.ticket_id))
    .where(letters.c.state == LetterState.PENDING.value, _IN_SHARES)
    .order_by(letters.c.id)
)
_GET = _POSTED.where(letters.c.id == bindparam("key"))
_WAITING_ALBUM = select(letters.c.id).where(
    letters.c.album == bindparam("key"), letters.c.state == LetterState.PENDING.value
)
_UNSETTLED = select(letters.c.id, letters.c.body).where(
    letters.c.state != LetterState.SENT.value,
    letters.c.to_kind == bindparam("to_kind"),
    letters.c.to_id == bindparam("to_id"),
)
_REWORD = update(letters).where(letters.c.id == bindparam("key")).values(body=bindparam("body"))
_UNDER_WAY = _POSTED.where(letters.c.state == LetterState.SENDING.value).order_by(letters.c.id)
_UNDER_WAY_IN = _UNDER_WAY.where(_IN_SHARES)
_ALBUM = select(letters.c.id, letters.c.body).where(
    letters.c.album == bindparam("key"),
    letters.c.state == LetterState.PENDING.value,
    letters.c.attempts == 0,
)
_KNOWN = select(letters.c.id).where(letters.c.album == bindparam("key")).limit(1)
_TAKE_BACK = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state == LetterState.PENDING.value)
    # Another time to be due: an intent that the postman is just writing down meets a conflict.
    .values(
        state=LetterState.SENT.value,
        settled_at=bindparam("settled_at"),
        due_at=bindparam("due_at"),
        problem="taken back",
    )
)
_JOIN = (
    update(letters)
    .where(
        letters.c.id == bindparam("key"),
        letters.c.state == LetterState.PENDING.value,
        letters.c.attempts == 0,
        letters.c.body == bindparam("was"),  # another part may have joined meanwhile
    )
    .values(body=bindparam("body"), due_at=bindparam("due_at"))
)
_INTENT = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state == LetterState.PENDING.value)
    .values(state=LetterState.SENDING.value, attempts=letters.c.attempts + 1, chat_id=bindparam("chat_id"))
)
_ALBUM_INTENT = _INTENT.where(letters.c.due_at == bindparam("was", type_=Moment))
_INTENT_TOGETHER = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state == LetterState.PENDING.value)
    .values(
        state=LetterState.SENDING.value,
        attempts=letters.c.attempts + 1,
        chat_id=bindparam("chat_id"),
        body=bindparam("body"),
    )
)
_SAID_TOGETHER = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state == LetterState.PENDING.value)
    .values(state=LetterState.SENT.value, settled_at=bindparam("settled_at"), problem=bindparam("problem"))
)
_SETTLE = (
    update(letters)
    .where(letters.c.id == bindparam("key"))
    .values(
        state=bindparam("state"),
        settled_at=bindparam("settled_at"),
        message_ids=bindparam("message_ids"),
        problem=bindparam("problem"),
        chat_id=func.coalesce(bindparam("went_to"), letters.c.chat_id),
        attempts=func.coalesce(bindparam("attempts", type_=Integer), letters.c.attempts),
    )
)
_POSTPONE = (
    update(letters)
    .where(letters.c.id == bindparam("key"))
    .values(
        state=LetterState.PENDING.value,
        due_at=bindparam("due_at"),
        problem=bindparam("problem"),
        attempts=func.coalesce(bindparam("attempts", type_=Integer), letters.c.attempts),
    )
)
DECIDABLE = (LetterState.UNCERTAIN.value, LetterState.DEAD.value)
_DECIDE = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state.in_(DECIDABLE))
    .values(state=LetterState.SENT.value, settled_at=bindparam("settled_at"))
)
_RECENT = (
    select(letters.c.chat_id, letters.c.settled_at, letters.c.message_ids, letters.c.attempts)
    .where(letters.c.settled_at > bindparam("since"), letters.c.chat_id < 0)
    .order_by(letters.c.settled_at)
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter as the postman handles it."""

    id: int
    letter: Letter
    chat_id: int  # where it is to go, as known now
    due_at: datetime
    attempts: int
    state: LetterState


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A letter that this release cannot read: written by a newer one, or damaged."""

    id: int
    problem: str


class OutboxStore:
    """Letters of one visit."""

    def __init__(self, reader: Reader, at: datetime) -> None:
        self._reader = reader
        self._at = at
        self._added: list[Letter] = []
        self._changes: list[Change] = []

    def add(self, letter: Letter) -> None:
        """To be sent after the commit."""
        self._added.append(letter)

    async def join_album(self, album: str, source: Source) -> bool:
        """Put one more part to an album that still waits. False when there is none."""
        for position, letter in enumerate(self._added):
            if letter.album == album:
                self._added[position] = _joined(letter, source)
                return True
        row = (await self._reader.execute(_ALBUM, {"key": album})).first()
        if row is None:
            return False
        body = BODY.dump_json(_joined(BODY.validate_json(row.body), source))
        values = {"key": row.id, "was": row.body, "body": body, "due_at": self._at + ALBUM_GATHERS}
        self._changes.append(Change(_JOIN, values, guarded=True))
        return True

    async def knows_album(self, album: str) -> bool:
        """Whether any letter of that album was ever written, sent or not."""
        return (await self._reader.execute(_KNOWN, {"key": album})).first() is not None

    async def take_back(self, album: str) -> None:
        """Letters of that album which still wait will not be sent."""
        for row in await self._reader.execute(_WAITING_ALBUM, {"key": album}):
            values = {"key": row.id, "settled_at": self._at, "due_at": self._at + 2 * ALBUM_GATHERS}
            self._changes.append(Change(_TAKE_BACK, values, guarded=True))

    async def letter(self, letter_id: int) -> Letter | None:
        """What a letter says and to whom; None when there is none that can be read."""
        row = (await self._reader.execute(_GET, {"key": letter_id})).first()
        readable = None if row is None else _readable(row)
        return readable.letter if isinstance(readable, Posted) else None

    async def reword(self, to: To, change: Amend) -> bool:
        """What has not arrived says the changed words when it is sent (again). False: there is no such."""
        found = False
        where = {"to_kind": to.to, "to_id": _to_id(to)}
        for row in await self._reader.execute(_UNSETTLED, where):
            try:
                letter = BODY.validate_json(row.body)
            except ValidationError:
                continue  # dead because it cannot be read
            if isinstance(letter.content, Relay) and change.source in letter.content.sources:
                found = True
                if letter.content.words is not None:  # others are copied, and so as they are by then
                    newer = replace(letter, content=letter.content.reworded(change))
                    values = {"key": row.id, "body": BODY.dump_json(newer)}
                    self._changes.append(Change(_REWORD, values))
        return found

    async def settle(self, letter_id: int, resend: bool) -> bool:
        """A person's decision about an uncertain or dead letter. False when there is none to make."""
        row = (await self._reader.execute(_GET, {"key": letter_id})).first()
        if row is None or row.state not in DECIDABLE:
            return False
        if resend:
            readable = _readable(row)
            if isinstance(readable, Unreadable):
                return False
            self._added.append(readable.letter)
        self._changes.append(Change(_DECIDE, {"key": letter_id, "settled_at": self._at}, guarded=True))
        return True

    def record(self, change: Change) -> None:
        """One of the postman's own changes, in the same transaction."""
        self._changes.append(change)

    async def get(self, letter_id: int) -> Posted | None:
        """One letter."""
        row = (await self._reader.execute(_GET, {"key": letter_id})).first()
        return None if row is None else _posted(row)

    async def waiting(
        self, after: int, limit: int = 1000, shares: Iterable[int] | None = None
    ) -> Sequence[Posted | Unreadable]:
        """Pending letters with a greater id, in order; for chats of these shares (None: for all)."""
        values: dict[str, Any] = {"after": after, "limit": limit}
        if shares is None:
            rows = await self._reader.execute(_WAITING, values)
        else:
            rows = await self._reader.execute(_WAITING_IN, values | {"shares": list(shares)})
        return [_readable(row) for row in rows]

    async def waiting_ids(self, shares: Iterable[int]) -> Sequence[int]:
        """Ids of all pending letters for chats of these shares, in order."""
        return [row.id for row in await self._reader.execute(_IDS_IN, {"shares": list(shares)})]

    async def under_way(self, shares: Iterable[int] | None = None) -> Sequence[Posted | Unreadable]:
        """Letters whose intent was written but whose end was not: asked when nobody can be at it."""
        if shares is None:
            return [_readable(row) for row in await self._reader.execute(_UNDER_WAY)]
        return [_readable(row) for row in await self._reader.execute(_UNDER_WAY_IN, {"shares": list(shares)})]

    async def recent_in_groups(self, since: datetime) -> Sequence[tuple[int, datetime, int]]:
        """Calls made for groups lately (chat, when, how many), oldest first: their budget outlives a restart.

        What was tried before counts as well: a topic made first, say.
        """
        rows = await self._reader.execute(_RECENT, {"since": since})
        return [(row.chat_id, row.settled_at, _calls(row.message_ids or (), row.attempts)) for row in rows]

    @property
    def has_letters(self) -> bool:
        """Whether the postman has anything new to look at."""
        return bool(self._added or self._changes)

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return [Change(_ADD, self._row(letter)) for letter in self._added] + self._changes

    def _row(self, letter: Letter) -> dict[str, Any]:
        due = self._at + ALBUM_GATHERS if letter.album else self._at
        return {
            "to_kind": letter.to.to,
            "to_id": _to_id(letter.to),
            "lane": letter.lane.value,
            "body": BODY.dump_json(letter),
            "state": LetterState.PENDING.value,
            "attempts": 0,
            "created_at": self._at,
            "due_at": due,
            "album": letter.album,
        }


def intent(letter_id: int, chat_id: int) -> Change:
    """About to be sent to that chat: a Conflict if it does not wait any more, as another process has it."""
    return Change(_INTENT, {"key": letter_id, "chat_id": chat_id}, guarded=True)


def album_intent(posted: Posted, chat_id: int) -> Change:
    """The same for an album: a Conflict if it has grown since it was read."""
    values = {"key": posted.id, "chat_id": chat_id, "was": posted.due_at}
    return Change(_ALBUM_INTENT, values, guarded=True)


def together_intent(posted: Posted, others: Sequence[Posted], chat_id: int, at: datetime) -> list[Change]:
    """The letter says the words of the others as well, which are done with that.

    One transaction: whatever happens next, happens to all of them at once. A Conflict if one of them has
    been settled otherwise.
    """
    values = {"key": posted.id, "chat_id": chat_id, "body": BODY.dump_json(posted.letter)}
    said = {"settled_at": at, "problem": f"said together with {posted.id}"}
    done = [Change(_SAID_TOGETHER, {"key": one.id, **said}, guarded=True) for one in others]
    return [Change(_INTENT_TOGETHER, values, guarded=True), *done]


def sent(
    letter_id: int,
    message_ids: Sequence[int],
    at: datetime,
    chat_id: int | None = None,
    attempts: int | None = None,
) -> Change:
    """Has arrived; in that chat, after so many attempts, if calls were made without an intent."""
    ids = list(message_ids)
    return _settled(letter_id, LetterState.SENT, at, message_ids=ids, chat_id=chat_id, attempts=attempts)


def uncertain(letter_id: int, problem: str, at: datetime) -> Change:
    """May have arrived."""
    return _settled(letter_id, LetterState.UNCERTAIN, at, problem=problem)


def dead(letter_id: int, problem: str, at: datetime) -> Change:
    """Refused for good."""
    return _settled(letter_id, LetterState.DEAD, at, problem=problem)


def postponed(letter_id: int, due_at: datetime, problem: str | None, attempts: int | None = None) -> Change:
    """Surely not sent; to be tried again. `attempts` so far, None: as the intents have counted them."""
    values = {"key": letter_id, "due_at": due_at, "problem": problem, "attempts": attempts}
    return Change(_POSTPONE, values)


def after_a_crash(letter_id: int, letter: Letter, at: datetime) -> Change:
    """The process ended between intent and receipt: repeat what may be repeated, hold the rest."""
    if repeatable(letter.content):
        return postponed(letter_id, at, None)
    return uncertain(letter_id, "процесс был остановлен во время отправки", at)


def _settled(
    letter_id: int,
    state: LetterState,
    at: datetime,
    message_ids: list[int] | None = None,
    problem: str | None = None,
    chat_id: int | None = None,
    attempts: int | None = None,
) -> Change:
    values = {
        "attempts": attempts,
        "went_to": chat_id,
        "key": letter_id,
        "state": state.value,
        "settled_at": at,
        "message_ids": message_ids,
        "problem": problem,
    }
    return Change(_SETTLE, values)


def _calls(message_ids: Sequence[int], attempts: int) -> int:
    """The last call, an album's messages singly, and those before it that can fall into one minute."""
    return max(len(message_ids), 1) + min(max(attempts - 1, 0), RETRIES_A_MINUTE)


def _joined(letter: Letter, source: Source) -> Letter:
    relay = letter.content
    if not isinstance(relay, Relay):
        raise TypeError("only words that are passed on can be an album")
    return replace(letter, content=replace(relay, sources=(*relay.sources, source)))


def _to_id(to: To) -> int:
    match to:
        case ToResident(resident_id=one) | ToThread(ticket_id=one):
            return one
        case ToChat(chat_id=one) | ToTopic(chat_id=one):
            return one


def _readable(row: Row[Any]) -> Posted | Unreadable:
    try:
        return _posted(row)
    except ValidationError as error:
        return Unreadable(row.id, f"письмо не читается: {error.error_count()} ошибок, {error.title}")


def _posted(row: Row[Any]) -> Posted:
    chat_id = row.thread_chat if row.to_kind == "thread" else row.to_id
    letter = BODY.validate_json(row.body)
    return Posted(row.id, letter, chat_id or 0, row.due_at, row.attempts, LetterState(row.state))
