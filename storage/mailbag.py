"""What the postman takes along: letters that wait, are under way, or went within the minute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select

from desk.addressee import ToThread
from desk.letters import Lane
from storage.campaigns import PAUSED
from storage.database import Reader
from storage.letters import GET, POSTED, LetterState, Posted, Unreadable, as_posted, letters, readable
from storage.shares import share_in_sql
from storage.threads import threads

RETRIES_A_MINUTE = 6  # with pauses that double from a second on

_WAITING = (
    POSTED.where(letters.c.state == LetterState.PENDING.value, letters.c.id > bindparam("after"))
    .order_by(letters.c.id)
    .limit(bindparam("limit"))
)
# As `as_posted` reads it.
_SHARE = share_in_sql(
    case((letters.c.to_kind == "thread", func.coalesce(threads.c.chat_id, 0)), else_=letters.c.to_id)
)
_IN_SHARES = _SHARE.in_(bindparam("shares", expanding=True))
_THESE = POSTED.where(
    letters.c.state == LetterState.PENDING.value, letters.c.id.in_(bindparam("ids", expanding=True))
).order_by(letters.c.id)
_IDS_IN = (
    select(letters.c.id)
    .outerjoin(threads, (letters.c.to_kind == "thread") & (letters.c.to_id == threads.c.ticket_id))
    .where(letters.c.state == LetterState.PENDING.value, _IN_SHARES)
    .order_by(letters.c.id)
)
_QUEUED = (
    POSTED.where(
        letters.c.state == LetterState.QUEUED.value,
        or_(letters.c.album.is_(None), letters.c.album.not_in(PAUSED)),
    )
    .order_by(letters.c.due_at, letters.c.id)  # as the index has them
    .limit(bindparam("limit"))
)
_QUEUED_IN = _QUEUED.where(_IN_SHARES)
_OPENING = (
    select(letters.c.id)
    .where(
        letters.c.state == LetterState.PENDING.value,
        letters.c.to_kind == ToThread(0).to,
        letters.c.to_id == bindparam("ticket_id"),
        letters.c.lane == Lane.OPENING.value,
    )
    .limit(1)
)
_UNDER_WAY = POSTED.where(letters.c.state == LetterState.SENDING.value).order_by(letters.c.id)
_UNDER_WAY_IN = _UNDER_WAY.where(_IN_SHARES)
_RECENT = (
    select(letters.c.chat_id, letters.c.settled_at, letters.c.message_ids, letters.c.attempts)
    .where(letters.c.settled_at > bindparam("since"), letters.c.chat_id < 0)
    .order_by(letters.c.settled_at)
)


class Mailbag:
    """Letters as the postman reads them."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def get(self, letter_id: int) -> Posted | None:
        """One letter."""
        row = (await self._reader.execute(GET, {"key": letter_id})).first()
        return None if row is None else as_posted(row)

    async def waiting(self, after: int, limit: int = 1000) -> Sequence[Posted | Unreadable]:
        """Pending letters with a greater id, in order."""
        rows = await self._reader.execute(_WAITING, {"after": after, "limit": limit})
        return [readable(row) for row in rows]

    async def queued(self, limit: int, shares: Iterable[int] | None = None) -> Sequence[Posted | Unreadable]:
        """The next letters of broadcasts, for chats of these shares (None: all); of no paused campaign."""
        values: dict[str, Any] = {"limit": limit}
        if shares is None:
            rows = await self._reader.execute(_QUEUED, values)
        else:
            rows = await self._reader.execute(_QUEUED_IN, values | {"shares": list(shares)})
        return [readable(row) for row in rows]

    async def opens(self, ticket_id: int) -> bool:
        """Whether something waits that a new topic of the ticket begins with: its card, its story."""
        return (await self._reader.execute(_OPENING, {"ticket_id": ticket_id})).first() is not None

    async def these(self, ids: Iterable[int]) -> Sequence[Posted | Unreadable]:
        """Those of them that are pending, in order."""
        return [readable(row) for row in await self._reader.execute(_THESE, {"ids": list(ids)})]

    async def waiting_ids(self, shares: Iterable[int]) -> Sequence[int]:
        """Ids of all pending letters for chats of these shares, in order."""
        return [row.id for row in await self._reader.execute(_IDS_IN, {"shares": list(shares)})]

    async def under_way(self, shares: Iterable[int] | None = None) -> Sequence[Posted | Unreadable]:
        """Letters whose intent was written but whose end was not: asked when nobody can be at it."""
        if shares is None:
            return [readable(row) for row in await self._reader.execute(_UNDER_WAY)]
        return [readable(row) for row in await self._reader.execute(_UNDER_WAY_IN, {"shares": list(shares)})]

    async def recent_in_groups(self, since: datetime) -> Sequence[tuple[int, datetime, int]]:
        """Calls made for groups lately (chat, when, how many), oldest first: their budget outlives a restart.

        What was tried before counts as well: a topic made first, say.
        """
        rows = await self._reader.execute(_RECENT, {"since": since})
        return [(row.chat_id, row.settled_at, _calls(row.message_ids or (), row.attempts)) for row in rows]


def _calls(message_ids: Sequence[int], attempts: int) -> int:
    """The last call, an album's messages singly, and those before it that can fall into one minute."""
    return max(len(message_ids), 1) + min(max(attempts - 1, 0), RETRIES_A_MINUTE)
