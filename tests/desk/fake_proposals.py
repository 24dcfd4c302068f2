"""Residents' proposals in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from desk.proposal import Proposal, ProposalState
from storage.writer import Conflict

Key = tuple[int, int]


class FakeProposals:
    """Proposals in a dict; `saved` and `removed` are what a visit has changed."""

    def __init__(self) -> None:
        self.all: dict[Key, Proposal] = {}
        self.saved: dict[Key, Proposal] = {}
        self.removed: list[Key] = []

    async def get(self, resident_id: int, message_id: int) -> Proposal | None:
        key = resident_id, message_id
        return self.saved.get(key, self.all.get(key))

    async def next_waiting(self) -> Proposal | None:
        return next((one for one in self._waiting() if self._key(one) not in self.saved), None)

    async def waiting(self) -> int:
        return sum(self._key(one) not in self.saved for one in self._waiting())

    async def waiting_in(self, poll_id: int) -> list[Proposal]:
        return [one for one in self._waiting() if one.poll_id == poll_id]

    async def numbers(self, poll_id: int) -> dict[ProposalState, int]:
        return dict(Counter(one.state for one in self.all.values() if one.poll_id == poll_id))

    async def by(self, resident_id: int, poll_id: int) -> int:
        return sum((one.resident_id, one.poll_id) == (resident_id, poll_id) for one in self.all.values())

    async def of(self, resident_id: int) -> list[Proposal]:
        return [one for key, one in sorted(self.all.items()) if key[0] == resident_id]

    async def accepted(self, poll_id: int, skip: int, limit: int) -> list[Proposal]:
        theirs = [one for one in self.all.values() if one.poll_id == poll_id]
        found = [one for one in theirs if one.state is ProposalState.ACCEPTED]
        return sorted(found, key=lambda one: one.made_at, reverse=True)[skip : skip + limit]

    def save(self, proposal: Proposal) -> None:
        self.saved[self._key(proposal)] = proposal

    def remove(self, proposal: Proposal) -> None:
        self.removed.append(self._key(proposal))

    def settle(self, kept: FakeProposals) -> None:
        """The visit's end: what others have written since it began is met here."""
        for key, one in self.saved.items():
            now = kept.all.get(key)
            if now is not None and now.version != one.version:
                raise Conflict()
            self.all[key] = replace(one, version=one.version + 1)
        for key in self.removed:
            now = kept.all.get(key)
            if now is None or now.state is not ProposalState.WAITING:
                raise Conflict()
            del self.all[key]
        self.saved.clear()
        self.removed.clear()

    def _waiting(self) -> list[Proposal]:
        found = [one for one in self.all.values() if one.state is ProposalState.WAITING]
        return sorted(found, key=lambda one: (one.made_at, one.message_id))

    def _key(self, one: Proposal) -> Key:
        return one.resident_id, one.message_id
