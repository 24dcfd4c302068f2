"""Polls and votes of residents: rows and store."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
)

from desk.poll import Poll, PollState
from storage.database import Moment, Reader, metadata
from storage.upserts import adding, newer
from storage.writer import Change

polls = Table(
    "polls",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("question", Text, nullable=False),
    Column("options", Text, nullable=False),  # JSON
    Column("closes_at", Moment, nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("several", Boolean, nullable=False),
    Column("proposing", Boolean, nullable=False),
    Column("municipality", Text),
    Column("state", Text, nullable=False),
    Column("opened_at", Moment),
    Column("closed_at", Moment),
    Column("decision", Text, nullable=False),
    Column("remind_at", Moment),
    Column("version", Integer, nullable=False),
    Index(None, "state"),
)

votes = Table(
    "votes",
    metadata,
    Column("poll_id", BigInteger, primary_key=True, autoincrement=False),
    Column("resident_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chosen", Integer, nullable=False),  # bit n: the option numbered n
    Column("voted_at", Moment, nullable=False),
    Index(None, "resident_id"),
)

_COLUMNS = tuple(polls.columns.keys())
_ONE = select(polls).where(polls.c.id == bindparam("key"))
_NEWEST = select(func.max(polls.c.id))
_LATEST = select(polls).order_by(polls.c.id.desc()).limit(bindparam("limit"))
_IN_STATE = select(polls).where(polls.c.state == bindparam("state_")).order_by(polls.c.id)
_REMOVE = delete(polls).where(polls.c.id == bindparam("key"), polls.c.version == bindparam("was"))
_VOTE = select(votes.c.chosen).where(
    votes.c.poll_id == bindparam("key"), votes.c.resident_id == bindparam("who")
)
_VOTES = (
    select(votes.c.chosen, func.count().label("voters"))
    .where(votes.c.poll_id == bindparam("key"))
    .group_by(votes.c.chosen)
)
_TAKE_BACK = delete(votes).where(votes.c.poll_id == bindparam("key"), votes.c.resident_id == bindparam("who"))


class PollStore:
    """Polls and votes of one visit."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[int, Poll] = {}
        self._removed: list[Poll] = []
        self._votes: dict[tuple[int, int], tuple[int, datetime]] = {}

    async def get(self, poll_id: int) -> Poll | None:
        """The poll, as this visit has left it."""
        if poll_id in self._staged:
            return self._staged[poll_id]
        row = (await self._reader.execute(_ONE, {"key": poll_id})).first()
        return None if row is None else _poll(row)

    async def next_id(self) -> int:
        """The number of the next one; of two who take it the second one's commit is a Conflict."""
        return int((await self._reader.execute(_NEWEST)).scalar() or 0) + 1

    async def latest(self, limit: int) -> Sequence[Poll]:
        """The newest first."""
        return [_poll(row) for row in await self._reader.execute(_LATEST, {"limit": limit})]

    async def in_state(self, state: PollState) -> Sequence[Poll]:
        """Committed ones, the oldest first."""
        return [_poll(row) for row in await self._reader.execute(_IN_STATE, {"state_": state.value})]

    def save(self, poll: Poll) -> None:
        """Add or replace; the commit is a Conflict if somebody else changed it meanwhile."""
        self._staged[poll.id] = poll

    def remove(self, poll: Poll) -> None:
        """It is not wanted any more."""
        self._staged.pop(poll.id, None)
        self._removed.append(poll)

    async def vote_of(self, poll_id: int, resident_id: int) -> int:
        """A resident's vote, 0 for none; as this visit has left it."""
        staged = self._votes.get((poll_id, resident_id))
        if staged is not None:
            return staged[0]
        return (await self._reader.execute(_VOTE, {"key": poll_id, "who": resident_id})).scalar() or 0

    def vote(self, poll_id: int, resident_id: int, chosen: int, at: datetime) -> None:
        """In the place of an earlier one; 0 takes it back. A poll that is closed by then is a Conflict."""
        self._votes[poll_id, resident_id] = chosen, at

    async def votes(self, poll_id: int) -> Mapping[int, int]:
        """A committed vote → by how many."""
        rows = await self._reader.execute(_VOTES, {"key": poll_id})
        return {row.chosen: row.voters for row in rows}

    def changes(self) -> list[Change]:
        """What this visit writes."""
        saved = [
            Change(newer(polls, self._dialect), _row(one), guarded=True) for one in self._staged.values()
        ]
        removed = [
            Change(_REMOVE, {"key": one.id, "was": one.version}, guarded=True) for one in self._removed
        ]
        return [*saved, *removed, *(self._vote(*one) for one in self._votes.items())]

    def _vote(self, key: tuple[int, int], vote: tuple[int, datetime]) -> Change:
        chosen, at = vote
        if not chosen:
            return Change(_TAKE_BACK, {"key": key[0], "who": key[1]})
        values = {"key": key[0], "who": key[1], "vote": chosen, "moment": at}
        return Change(_voting(self._dialect), values, guarded=True)


@cache
def _voting(dialect: str) -> Any:
    """A row while the poll is open, else none; two who vote in one resident's name leave one row."""
    given = select(
        polls.c.id,
        bindparam("who", type_=BigInteger),
        bindparam("vote", type_=Integer),
        bindparam("moment", type_=Moment),
    ).where(polls.c.id == bindparam("key"), polls.c.state == PollState.OPEN.value)
    if dialect != "sqlite":
        given = given.with_for_update(read=True)  # whoever closes it waits for this commit, or we for theirs
    statement = adding(votes, dialect).from_select(list(votes.columns.keys()), given)
    values = {name: statement.excluded[name] for name in ("chosen", "voted_at")}
    return statement.on_conflict_do_update(index_elements=["poll_id", "resident_id"], set_=values)


def _row(poll: Poll) -> dict[str, Any]:
    fields = {name: getattr(poll, name) for name in _COLUMNS}
    kept = {"options": json.dumps(poll.options, ensure_ascii=False), "state": poll.state.value}
    return fields | kept | {"version": poll.version + 1}


def _poll(row: Row[Any]) -> Poll:
    fields = row._asdict()
    kept = {"options": tuple(json.loads(fields["options"])), "state": PollState(fields["state"])}
    return Poll(**fields | kept)
