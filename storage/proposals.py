"""Proposals of residents in polls: row and store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Row, Table, Text, bindparam, delete, func, select

from desk.choices.proposal import WhyNot
from desk.proposal import Proposal, ProposalState
from storage.database import Moment, Reader, metadata
from storage.sealed import resident, sealed, secrets
from storage.upserts import newer
from storage.writer import Change

proposals = Table(
    "proposals",
    metadata,
    Column("resident_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("poll_id", BigInteger, nullable=False),
    Column(
        "words", Text, nullable=False, info=sealed("resident_id", "message_id", of=resident("resident_id"))
    ),
    Column("made_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("why_not", Integer),
    Column("version", Integer, nullable=False),
    Index(None, "state", "made_at"),
    Index(None, "poll_id", "state", "made_at"),
)

_COLUMNS = tuple(proposals.columns.keys())
_ONE = select(proposals).where(
    proposals.c.resident_id == bindparam("key"), proposals.c.message_id == bindparam("message")
)
_IS_WAITING = proposals.c.state == ProposalState.WAITING.value
_WAITING = select(proposals).where(_IS_WAITING).order_by(proposals.c.made_at, proposals.c.message_id)
_WAITING_IN = _WAITING.where(proposals.c.poll_id == bindparam("poll"))
_WAITING_NUMBER = select(func.count()).where(_IS_WAITING)
_NUMBERS = (
    select(proposals.c.state, func.count().label("number"))
    .where(proposals.c.poll_id == bindparam("key"))
    .group_by(proposals.c.state)
)
_BY = select(func.count()).where(
    proposals.c.resident_id == bindparam("key"), proposals.c.poll_id == bindparam("poll")
)
_OF = select(proposals).where(proposals.c.resident_id == bindparam("key")).order_by(proposals.c.message_id)
_ACCEPTED = (
    select(proposals)
    .where(proposals.c.poll_id == bindparam("key"), proposals.c.state == ProposalState.ACCEPTED.value)
    .order_by(proposals.c.made_at.desc(), proposals.c.message_id)
    .offset(bindparam("skip"))
    .limit(bindparam("limit"))
)
_REMOVE = delete(proposals).where(
    proposals.c.resident_id == bindparam("key"), proposals.c.message_id == bindparam("message"), _IS_WAITING
)

Key = tuple[int, int]


class ProposalStore:
    """Proposals of one visit. Numbers and lists show what this visit has left of them."""

    def __init__(self, reader: Reader, dialect: str) -> None:
        self._reader = reader
        self._dialect = dialect
        self._staged: dict[Key, Proposal] = {}
        self._removed: list[Key] = []

    async def get(self, resident_id: int, message_id: int) -> Proposal | None:
        """The one in that message, as this visit has left it."""
        key = resident_id, message_id
        if key in self._staged:
            return self._staged[key]
        row = (await self._reader.execute(_ONE, {"key": resident_id, "message": message_id})).first()
        return None if row is None else _proposal(row)

    async def next_waiting(self) -> Proposal | None:
        """The oldest committed one that this visit has not decided about."""
        rows = await self._reader.execute(
            _WAITING.limit(bindparam("limit")), {"limit": len(self._staged) + 1}
        )
        every = map(_proposal, rows)
        return next((one for one in every if (one.resident_id, one.message_id) not in self._staged), None)

    async def waiting(self) -> int:
        """How many wait, those of this visit left out."""
        number = int((await self._reader.execute(_WAITING_NUMBER)).scalar() or 0)
        return number - sum(one.version > 0 for one in self._staged.values())

    async def waiting_in(self, poll_id: int) -> Sequence[Proposal]:
        """A poll's committed ones, the oldest first."""
        return [_proposal(row) for row in await self._reader.execute(_WAITING_IN, {"poll": poll_id})]

    async def numbers(self, poll_id: int) -> Mapping[ProposalState, int]:
        """A poll's committed ones."""
        rows = await self._reader.execute(_NUMBERS, {"key": poll_id})
        return {ProposalState(row.state): row.number for row in rows}

    async def by(self, resident_id: int, poll_id: int) -> int:
        """How many a resident has made there."""
        values = {"key": resident_id, "poll": poll_id}
        return int((await self._reader.execute(_BY, values)).scalar() or 0)

    async def of(self, resident_id: int) -> Sequence[Proposal]:
        """All that a resident has made, the oldest first."""
        return [_proposal(row) for row in await self._reader.execute(_OF, {"key": resident_id})]

    async def accepted(self, poll_id: int, skip: int, limit: int) -> Sequence[Proposal]:
        """A poll's, the newest first."""
        values = {"key": poll_id, "skip": skip, "limit": limit}
        return [_proposal(row) for row in await self._reader.execute(_ACCEPTED, values)]

    def save(self, proposal: Proposal) -> None:
        """Add or replace; the commit is a Conflict if somebody else changed it meanwhile."""
        self._staged[proposal.resident_id, proposal.message_id] = proposal

    def remove(self, proposal: Proposal) -> None:
        """Taken back; the commit is a Conflict if somebody has decided about it meanwhile."""
        self._removed.append((proposal.resident_id, proposal.message_id))

    def changes(self) -> list[Change]:
        """What this visit writes."""
        saving = newer(proposals, self._dialect)
        saved = [Change(saving, secrets(proposals, _row(one)), guarded=True) for one in self._staged.values()]
        removed = [
            Change(_REMOVE, {"key": who, "message": message}, guarded=True) for who, message in self._removed
        ]
        return saved + removed


def _row(proposal: Proposal) -> dict[str, Any]:
    fields = {name: getattr(proposal, name) for name in _COLUMNS}
    why = int(proposal.why_not) if proposal.why_not is not None else None
    return fields | {"state": proposal.state.value, "why_not": why, "version": proposal.version + 1}


def _proposal(row: Row[Any]) -> Proposal:
    fields = row._asdict()
    why = WhyNot(fields["why_not"]) if fields["why_not"] is not None else None
    return Proposal(**fields | {"state": ProposalState(fields["state"]), "why_not": why})
