"""What waits for one chat, first things first."""

from __future__ import annotations

import asyncio
import heapq
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.settling import Remedy
from desk.letters import Card, Retitle, repeatable
from storage.outbox import Posted


@dataclass(slots=True)
class ChatQueue:
    """The letters for one chat, and how it stands with it."""

    heap: list[tuple[int, int, Posted]] = field(default_factory=list)
    aside: list[Posted] = field(default_factory=list)  # cosmetics that failed: nobody waits for them
    remedies: dict[int, Remedy] = field(default_factory=dict)  # by letter: what to do otherwise now
    parked_until: float = 0.0  # monotonic seconds
    task: asyncio.Task[None] | None = None

    def push(self, posted: Posted) -> None:
        """Put a letter in its place."""
        if posted.attempts > 0 and repeatable(posted.letter.content):
            self.aside.append(posted)
        else:
            heapq.heappush(self.heap, (posted.letter.lane, posted.id, posted))

    def first(self, now: datetime) -> Posted | None:
        """The letter whose turn it is, left in its place; None when there is none."""
        due = [one for one in self.aside if one.due_at <= now]
        if due:
            self.aside = [one for one in self.aside if one.due_at > now]
            for one in due:
                heapq.heappush(self.heap, (one.letter.lane, one.id, one))
        if self.heap:
            return self.heap[0][2]
        return min(self.aside, key=lambda one: one.due_at, default=None)

    def wake(self, now: datetime) -> None:
        """What made it wait is over: letters that were tried before may go at once."""
        waiting = self.empty()
        self.parked_until = 0.0
        for posted in waiting:
            tried = posted.attempts > 0 and posted.due_at > now
            self.push(replace(posted, due_at=now) if tried else posted)

    def empty(self) -> list[Posted]:
        """Take everything out."""
        waiting = [*(one for _, _, one in self.heap), *self.aside]
        self.heap, self.aside = [], []
        return waiting

    def will_repaint(self, posted: Posted) -> bool:
        """Whether the same card or title is to be painted once more anyway."""
        letter = posted.letter
        if not isinstance(letter.content, Card | Retitle):
            return False
        later = [one.letter for _, _, one in self.heap if one.id > posted.id]
        # The first card of a topic opens it, so only one in the same lane makes it needless.
        same = (letter.to, letter.content, letter.lane)
        return any((one.to, one.content, one.lane) == same for one in later)
