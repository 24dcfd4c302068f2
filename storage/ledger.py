"""The ledger of letters that have not arrived: how many, since when, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import bindparam, func, select, update

from desk.choices.ledger import LetterFate
from desk.letters import Lane
from desk.records import Held
from storage.database import Database, Reader
from storage.inbox import DEAD, DONE, PENDING, inbox
from storage.letters import BODY, BODY_COLUMNS, LetterState, letters
from storage.threads import threads
from storage.writer import Change

STATES = {
    LetterFate.WAITING: LetterState.PENDING,
    LetterFate.UNCERTAIN: LetterState.UNCERTAIN,
    LetterFate.DEAD: LetterState.DEAD,
}
# A broadcast's letters are counted where the broadcast is: they wait by design, and may be very many.
_ELSEWHERE = LetterState.SENT, LetterState.QUEUED
_UNSETTLED = letters.c.state.in_([one.value for one in LetterState if one not in _ELSEWHERE])
_NUMBERS = select(letters.c.state, func.count()).where(_UNSETTLED).group_by(letters.c.state)
_STANDING = (
    select(letters.c.state, func.count(), func.min(letters.c.created_at))
    .where(_UNSETTLED)
    .group_by(letters.c.state)
)
_HELD = (
    select(*BODY_COLUMNS, letters.c.problem)
    .where(letters.c.state == bindparam("state_"))
    .order_by(letters.c.due_at, letters.c.id)  # as the index has them
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)


_BACKLOG = (
    select(func.count(), func.min(letters.c.created_at))
    .join(threads, (letters.c.to_kind == "thread") & (letters.c.to_id == threads.c.ticket_id))
    .where(
        letters.c.state == LetterState.PENDING.value,
        letters.c.lane <= Lane.WORDS.value,
        threads.c.chat_id == bindparam("chat"),
    )
)


_UNHANDLED = inbox.c.state == DEAD
_UNHANDLED_NUMBER = select(func.count()).where(_UNHANDLED)
_HELD_UPDATES = (
    select(inbox.c.id, inbox.c.received_at, inbox.c.problem)
    .where(_UNHANDLED)
    .order_by(inbox.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_LANE = select(inbox.c.lane).where(_UNHANDLED, inbox.c.id == bindparam("key_"))
_DECIDE = (
    update(inbox)
    .where(_UNHANDLED, inbox.c.id == bindparam("key_"))
    .values(state=bindparam("state_"), attempts=0)
)


class LedgerStore:
    """Letters that have not arrived, and updates that were not handled, as people look at them.

    `retried`: updates (id, lane) that are to be tried again once this is written.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._changes: list[Change] = []
        self.retried: list[tuple[int, str]] = []

    async def numbers(self) -> Mapping[LetterFate, int]:
        """How many there are, told from indexes alone."""
        found = {state: count for state, count in await self._reader.execute(_NUMBERS)}
        unhandled = (await self._reader.execute(_UNHANDLED_NUMBER)).scalar() or 0
        numbers = {fate: found.get(state.value, 0) for fate, state in STATES.items()}
        return {**numbers, LetterFate.UNHANDLED: unhandled}

    async def backlog(self, chat_id: int) -> tuple[int, datetime | None]:
        """How many letters with people's words, or of new tickets, wait for that group, and since when."""
        row = (await self._reader.execute(_BACKLOG, {"chat": chat_id})).first()
        return (0, None) if row is None else (row[0], row[1])

    async def held(self, fate: LetterFate, skip: int, limit: int) -> Sequence[Held]:
        """Some of them, the longest due first."""
        if fate is LetterFate.UNHANDLED:
            rows = await self._reader.execute(_HELD_UPDATES, {"skip": skip, "limit": limit})
            return [Held(row.id, None, row.received_at, row.problem or "") for row in rows]
        values = {"state_": STATES[fate].value, "skip": skip, "limit": limit}
        found = []
        for row in await self._reader.execute(_HELD, values):
            try:
                letter = BODY.validate_json(row.body)
            except ValidationError:
                letter = None
            found.append(Held(row.id, letter, row.created_at, row.problem or ""))
        return found

    async def decide(self, update_id: int, again: bool) -> bool:
        """Try an update again that was given up, or count it as done. False: there is no such any more."""
        lane = (await self._reader.execute(_LANE, {"key_": update_id})).scalar()
        if lane is None:
            return False
        if again:
            self.retried.append((update_id, lane))
        values = {"key_": update_id, "state_": PENDING if again else DONE}
        self._changes.append(Change(_DECIDE, values, guarded=True))
        return True

    def changes(self) -> list[Change]:
        """What this visit writes."""
        return self._changes


async def standing(database: Database) -> dict[LetterState, tuple[int, datetime]]:
    """How many letters are in each state that asks for somebody, and since when the oldest was written.

    Reads every letter that has not arrived, so it is done aside. Raises Unavailable.
    """
    rows = await database.aside(_STANDING)
    return {LetterState(state): (count, oldest) for state, count, oldest in rows}
