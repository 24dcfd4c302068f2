"""Letters that visits put into the outbox, and what they still change about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, bindparam, func, insert, select, update

from desk.addressee import To, ToThread
from desk.campaign import Progress
from desk.choices.ledger import LetterFate
from desk.letters import Lane, Letter, Relay
from desk.said import Said, said
from desk.source import Source
from desk.touches import Amend
from storage.database import Reader
from storage.letters import (
    AWAITING,
    BODY,
    BODY_COLUMNS,
    GET,
    LEFT_OUT,
    LetterState,
    Posted,
    Unreadable,
    in_states,
    letters,
    packed,
    readable,
    to_id,
)
from storage.progress import progress
from storage.readers import ReadAside
from storage.sealed import Secret, secrets
from storage.writer import Change

ALBUM_GATHERS = timedelta(seconds=1)  # the parts of an album arrive one by one within this time

_ADD = insert(letters)
_WAITING_ALBUM = select(letters.c.id).where(
    letters.c.album == bindparam("key"), letters.c.state == LetterState.PENDING.value
)
# Found by their states, as few are in these: no index knows what is not sent. A campaign relays nothing.
_UNSETTLED = select(*BODY_COLUMNS, letters.c.state).where(
    in_states(LetterState.PENDING, LetterState.SENDING, LetterState.UNCERTAIN, LetterState.DEAD),
    letters.c.to_kind == bindparam("to_kind"),
    letters.c.to_id == bindparam("to_id"),
)
# Found by where they went: no index leads from a ticket to its letters.
_SAID = (
    select(*BODY_COLUMNS)
    .where(
        letters.c.chat_id == bindparam("chat"),
        letters.c.settled_at >= bindparam("since"),
        letters.c.to_kind == ToThread(0).to,
        letters.c.to_id == bindparam("key"),
    )
    .order_by(letters.c.id)
)
_REWORD = update(letters).where(letters.c.id == bindparam("key")).values(body=bindparam("body"))
_ALBUM = select(*BODY_COLUMNS, letters.c.body.label("stored")).where(
    letters.c.album == bindparam("key"),
    letters.c.state == LetterState.PENDING.value,
    letters.c.attempts == 0,
)
_KNOWN = select(letters.c.id).where(letters.c.album == bindparam("key")).limit(1)
_AWAITS = (
    select(letters.c.id)
    # Found by their states: few letters wait, and a campaign has very many.
    .where(
        func.coalesce(letters.c.album, "") == bindparam("key"),
        in_states(*AWAITING, LetterState.SENDING),
    )
    .limit(1)
)
_LEAVE_OUT = (
    update(letters)
    .where(letters.c.album == bindparam("key"), letters.c.state == LetterState.QUEUED.value)
    .values(state=LetterState.SENT.value, settled_at=bindparam("settled_at"), problem=LEFT_OUT)
)
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
_UNSETTLED_ALBUM = select(letters.c.id).where(
    letters.c.album == bindparam("key"), letters.c.state != LetterState.SENT.value
)
_SUPERSEDE = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state != LetterState.SENT.value)
    .values(state=LetterState.SENT.value, settled_at=bindparam("settled_at"), problem="told anew")
)
_WITHDRAW = (
    update(letters)
    .where(letters.c.id == bindparam("key"), letters.c.state == bindparam("was"))
    .values(state=LetterState.SENT.value, settled_at=bindparam("settled_at"), problem="taken back")
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
DECIDABLE = (LetterState.UNCERTAIN, LetterState.DEAD)
_DECIDE = (
    update(letters)
    .where(letters.c.id == bindparam("key"), in_states(*DECIDABLE))
    .values(state=LetterState.SENT.value, settled_at=bindparam("settled_at"))
)


class OutboxStore:
    """Letters of one visit."""

    def __init__(self, reader: Reader, aside: ReadAside, at: datetime) -> None:
        self._reader = reader
        self._aside = aside
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
        joined = BODY.dump_json(_joined(BODY.validate_json(row.body), source))
        body = Secret(letters.c.body, joined, row._asdict())
        values = {"key": row.id, "was": row.stored, "body": body, "due_at": self._at + ALBUM_GATHERS}
        self._changes.append(Change(_JOIN, values, guarded=True))
        return True

    async def knows_album(self, album: str) -> bool:
        """Whether any letter of that album was ever written, sent or not."""
        return (await self._reader.execute(_KNOWN, {"key": album})).first() is not None

    async def take_back(self, album: str) -> bool:
        """Letters of that album which still wait will not be sent. False: none waited."""
        found = False
        for row in await self._reader.execute(_WAITING_ALBUM, {"key": album}):
            values = {"key": row.id, "settled_at": self._at, "due_at": self._at + 2 * ALBUM_GATHERS}
            self._changes.append(Change(_TAKE_BACK, values, guarded=True))
            found = True
        return found

    async def awaits(self, album: str) -> bool:
        """Whether a committed letter of that album has not come to an end, though it will by itself."""
        return (await self._reader.execute(_AWAITS, {"key": album})).first() is not None

    def leave_out(self, album: str) -> None:
        """Letters of that album that are queued will not be sent; of those begun nothing changes."""
        self._changes.append(Change(_LEAVE_OUT, {"key": album, "settled_at": self._at}))

    async def progress(self, album: str) -> Progress:
        """What has become of a campaign's letters."""
        return await progress(album, self._aside)

    async def supersede(self, album: str) -> None:
        """Others say anew what letters of that album say: those without an end yet will not be sent (again).

        What comes of one that is just under way is of no interest any more.
        """
        for row in await self._reader.execute(_UNSETTLED_ALBUM, {"key": album}):
            self._changes.append(Change(_SUPERSEDE, {"key": row.id, "settled_at": self._at}))

    async def letter(self, letter_id: int) -> Letter | None:
        """What a letter says and to whom; None when there is none that can be read."""
        row = (await self._reader.execute(GET, {"key": letter_id})).first()
        posted = None if row is None else readable(row)
        return posted.letter if isinstance(posted, Posted) else None

    async def said(self, ticket_id: int, chat_id: int, since: datetime) -> Sequence[Said]:
        """The resident's words that have gone into a ticket's thread in that chat, oldest first."""
        values = {"key": ticket_id, "chat": chat_id, "since": since}
        rows = await self._reader.execute(_SAID, values)
        return [one for row in rows for one in said(BODY.validate_json(row.body), row.created_at)]

    async def reword(self, to: To, change: Amend) -> bool:
        """What has not arrived says the changed words when it is sent (again). False: there is no such."""
        unsettled = await self._unsettled(to, change.source)
        for row, letter, relay in unsettled:
            if relay.words is not None:  # others are copied, and so as they are by then
                newer = replace(letter, content=relay.reworded(change))
                body = Secret(letters.c.body, BODY.dump_json(newer), row._asdict())
                self._changes.append(Change(_REWORD, {"key": row.id, "body": body}))
        return bool(unsettled)

    async def withdraw(self, to: To, source: Source) -> LetterFate | None:
        """Words that have not arrived are not sent (again). What was to become of them; None: there are none.

        UNCERTAIN: they may have arrived, or are just under way.
        """
        fate = None
        for row, _, _ in await self._unsettled(to, source):
            if row.state in (LetterState.SENDING, LetterState.UNCERTAIN):
                fate = LetterFate.UNCERTAIN
            elif fate is None:
                fate = LetterFate.DEAD if row.state == LetterState.DEAD else LetterFate.WAITING
            if row.state != LetterState.SENDING:
                values = {"key": row.id, "was": row.state, "settled_at": self._at}
                self._changes.append(Change(_WITHDRAW, values, guarded=True))
        return fate

    async def settle(self, letter_id: int, resend: bool) -> bool:
        """A person's decision about an uncertain or dead letter. False when there is none to make."""
        row = (await self._reader.execute(GET, {"key": letter_id})).first()
        if row is None or row.state not in DECIDABLE:
            return False
        if resend:
            posted = readable(row)
            if isinstance(posted, Unreadable):
                return False
            self._added.append(posted.letter)
        self._changes.append(Change(_DECIDE, {"key": letter_id, "settled_at": self._at}, guarded=True))
        return True

    def record(self, change: Change) -> None:
        """One of the postman's own changes, in the same transaction."""
        self._changes.append(change)

    @property
    def has_letters(self) -> bool:
        """Whether the postman has anything new to look at."""
        return bool(self._added or self._changes)

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return [Change(_ADD, self._row(letter)) for letter in self._added] + self._changes

    async def _unsettled(self, to: To, source: Source) -> list[tuple[Row[Any], Letter, Relay]]:
        """What hands on that message there and is not settled; what cannot be read is dead anyway."""
        hits = []
        for row in await self._reader.execute(_UNSETTLED, {"to_kind": to.to, "to_id": to_id(to)}):
            try:
                letter = BODY.validate_json(row.body)
            except ValidationError:
                continue
            if isinstance(letter.content, Relay) and source in letter.content.sources:
                hits.append((row, letter, letter.content))
        return hits

    def _row(self, letter: Letter) -> dict[str, Any]:
        first = LetterState.QUEUED if letter.lane is Lane.BROADCAST else LetterState.PENDING
        due = self._at + (ALBUM_GATHERS if letter.album else timedelta())
        row = {
            "to_kind": letter.to.to,
            "to_id": to_id(letter.to),
            "lane": letter.lane.value,
            "body": packed(letter),
            "state": first.value,
            "attempts": 0,
            "created_at": self._at,
            "due_at": max(due, self._at + timedelta(seconds=letter.held)),
            "album": letter.album,
        }
        return secrets(letters, row)


def _joined(letter: Letter, source: Source) -> Letter:
    relay = letter.content
    if not isinstance(relay, Relay):
        raise TypeError("only words that are passed on can be an album")
    return replace(letter, content=replace(relay, sources=(*relay.sources, source)))
