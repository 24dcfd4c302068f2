"""What waits for one chat: urgent things first, and every ticket in its turn."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.settled import Remedy
from desk.addressee import To
from desk.letters import Content, Lane, Relay, repeatable
from desk.touches import Card, React, Retitle, Strip
from storage.letters import Posted

MOST_TOGETHER = 500  # texts looked at for one message

Line = list[tuple[int, int, Posted]]  # a heap: by lane, then as they were written

# What a new topic begins with is heard in turn with what is said in the others: many new tickets
# must not silence those that are spoken in, nor the other way round.
RANKS = {
    Lane.BULLETIN: 0,
    Lane.OPENING: 1,
    Lane.WORDS: 1,
    Lane.NOTICES: 2,
    Lane.CARDS: 3,
    Lane.COSMETICS: 4,
    Lane.BROADCAST: 5,
}
SPEECH = RANKS[Lane.WORDS]
LINES = max(RANKS.values()) + 1


@dataclass(slots=True)
class ChatQueue:
    """The letters for one chat, and how it stands with it.

    Each ticket has a line of its own. Lines of one rank take turns, so that a resident who writes
    hundreds of messages delays the others by one each.
    """

    ranks: tuple[dict[To | None, Line], ...] = field(default_factory=lambda: tuple({} for _ in range(LINES)))
    aside: list[Posted] = field(default_factory=list)  # cosmetics that failed: nobody waits for them
    remedies: dict[int, Remedy] = field(default_factory=dict)  # by letter: what to do otherwise now
    parked_until: float = 0.0  # monotonic seconds
    going: int = 0  # the letter that is being sent
    busy_with: To | None = None  # whom it is for; it may come back
    doubted: set[int] = field(default_factory=set)  # letters that somebody else may have sent meanwhile
    unheard: set[int] = field(default_factory=set)  # letters whose intent may be written; no call was made
    task: asyncio.Task[None] | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)  # set when a letter has come

    def push(self, posted: Posted) -> None:
        """Put a letter in its place."""
        self.news.set()
        if posted.attempts > 0 and repeatable(posted.letter.content):
            self.aside.append(posted)
        else:
            self._line_up(posted)

    def first(self, now: datetime) -> Posted | None:
        """The letter whose turn it is or, when none is due, will be soonest; left in its place."""
        due = [one for one in self.aside if not one.wait(now)]
        if due:
            self.aside = [one for one in self.aside if one.wait(now)]
            for one in due:
                self._line_up(one)
        waiting = [*self.aside]
        for lines in self.ranks:
            for line in lines.values():
                head = line[0][2]
                if not head.wait(now):
                    return head
                waiting.append(head)
        return min(waiting, key=lambda one: one.due_at, default=None)

    def take(self, posted: Posted) -> bool:
        """Take out a letter whose turn it was; its ticket goes to the end of the turns.

        False: it is not the next of its line any more.
        """
        lines, to = self._lines(posted), _whose(posted)
        if to not in lines or lines[to][0][2] is not posted:
            return False
        heapq.heappop(lines[to])
        if not lines[to]:
            del lines[to]
        elif not isinstance(posted.letter.content, Card):  # what a first card announces follows at once
            lines[to] = lines.pop(to)
        return True

    def speaking(self) -> int:
        """How many letters with people's words wait."""
        return sum(len(line) for line in self.ranks[SPEECH].values())

    def calls_to_say(self) -> int:
        """About how many calls those take: a ticket's texts together one, a card another for its topic."""
        return sum(_calls_to_say(line) for line in self.ranks[SPEECH].values())

    def behind(self, posted: Posted) -> list[Posted]:
        """What stands right behind a letter that has been taken out, in the order it would go."""
        line = self._lines(posted).get(_whose(posted), [])
        return [one for _, _, one in heapq.nsmallest(MOST_TOGETHER, line)]

    def drop(self, said: Iterable[Posted]) -> None:
        """Take out letters that need no call of their own any more."""
        done = {one.id for one in said}
        if not done:
            return
        for lines in self.ranks:
            for to, line in list(lines.items()):
                lines[to] = [one for one in line if one[1] not in done]
                heapq.heapify(lines[to])
                if not lines[to]:
                    del lines[to]

    def wake(self, now: datetime) -> None:
        """What made it wait is over: letters that were tried before may go at once."""
        waiting = self.empty()
        self.parked_until = 0.0
        for posted in waiting:
            tried = posted.attempts > 0 and posted.due_at > now
            self.push(replace(posted, due_at=now) if tried else posted)

    def pull(self, to: To) -> list[Posted]:
        """Take out all that waits for one thread."""
        waiting = [one for one in self.aside if one.letter.to == to]
        if waiting:
            self.aside = [one for one in self.aside if one.letter.to != to]
        for lines in self.ranks:
            if lines:
                waiting += (posted for _, _, posted in lines.pop(to, ()))
        return waiting

    def empty(self) -> list[Posted]:
        """Take everything out."""
        waiting = [*self._standing(), *self.aside]
        self.aside = []
        for lines in self.ranks:
            lines.clear()
        return waiting

    def ids(self) -> Iterator[int]:
        """All letters that are here, the one being sent too."""
        yield self.going
        yield from (one.id for one in self._standing())
        yield from (one.id for one in self.aside)

    def will_repaint(self, posted: Posted) -> bool:
        """Whether the same card, title, reaction or keyboard is to be painted once more anyway."""
        letter = posted.letter
        painted = _painted(letter.content)
        if painted is None:
            return False
        line = self._lines(posted).get(_whose(posted), [])
        # The first card of a topic opens it, so only one in the same lane makes it needless.
        return any(
            one.id > posted.id
            and (one.letter.to, one.letter.lane) == (letter.to, letter.lane)
            and _painted(one.letter.content) == painted
            for _, _, one in line
        )

    def _line_up(self, posted: Posted) -> None:
        line = self._lines(posted).setdefault(_whose(posted), [])
        heapq.heappush(line, (posted.letter.lane, posted.id, posted))

    def _lines(self, posted: Posted) -> dict[To | None, Line]:
        return self.ranks[RANKS[posted.letter.lane]]

    def _standing(self) -> Iterable[Posted]:
        return (one for lines in self.ranks for line in lines.values() for _, _, one in line)


def _whose(posted: Posted) -> To | None:
    """Whose turn a letter takes. A private chat is one conversation: it keeps its order."""
    return None if posted.chat_id > 0 else posted.letter.to


def _calls_to_say(line: Line) -> int:
    contents = [posted.letter.content for _, _, posted in line]
    texts = sum(isinstance(one, Relay) and one.plain for one in contents)
    return len(contents) - texts + min(texts, 1) + sum(isinstance(one, Card) for one in contents)


def _painted(content: Content) -> object:
    """What a letter paints over; None when it says something."""
    match content:
        case Card() | Retitle():
            return content
        case React(target=target) | Strip(target=target):
            return type(content), target
        case _:
            return None
