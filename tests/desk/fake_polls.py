"""Polls and votes in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from desk.poll import Poll, PollState
from storage.writer import Conflict


class FakePolls:
    """Polls and votes in dicts; `saved` and `cast` are what a visit has changed."""

    def __init__(self) -> None:
        self.all: dict[int, Poll] = {}
        self.given: dict[tuple[int, int], int] = {}
        self.saved: set[int] = set()
        self.cast: dict[tuple[int, int], int] = {}

    async def get(self, poll_id: int) -> Poll | None:
        return self.all.get(poll_id)

    async def next_id(self) -> int:
        return max(self.all, default=0) + 1

    async def latest(self, limit: int) -> list[Poll]:
        return [self.all[one] for one in sorted(self.all, reverse=True)][:limit]

    async def in_state(self, state: PollState) -> list[Poll]:
        return [one for _, one in sorted(self.all.items()) if one.state is state]

    def save(self, poll: Poll) -> None:
        self.all[poll.id] = poll
        self.saved.add(poll.id)

    def remove(self, poll: Poll) -> None:
        self.all.pop(poll.id, None)

    async def vote_of(self, poll_id: int, resident_id: int) -> int:
        return self.cast.get((poll_id, resident_id), self.given.get((poll_id, resident_id), 0))

    def vote(self, poll_id: int, resident_id: int, chosen: int, at: datetime) -> None:
        self.cast[poll_id, resident_id] = chosen

    async def votes(self, poll_id: int) -> dict[int, int]:
        return dict(Counter(vote for key, vote in self.given.items() if key[0] == poll_id))

    def settle(self, kept: FakePolls) -> None:
        """The visit's end: what others have written since it began is met here."""
        for poll_id in self.saved & self.all.keys():
            poll, now = self.all[poll_id], kept.all.get(poll_id)
            if now is not None and now.version != poll.version:
                raise Conflict()
            self.all[poll_id] = replace(poll, version=poll.version + 1)
        for (poll_id, _), chosen in self.cast.items():
            known = kept.all.get(poll_id)
            if chosen and (known is None or known.state is not PollState.OPEN):
                raise Conflict()
        given = kept.given | self.cast
        self.given = {key: chosen for key, chosen in given.items() if chosen}
        self.saved.clear()
        self.cast.clear()
