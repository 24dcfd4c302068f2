"""How soon the next call may go to a chat: Telegram's limits, kept on our side."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from bot.sections import Pacing as Limits
from desk.letters import Lane
from storage.evenly import even

MINUTE = 60.0
TINY = 1e-9  # of a call: what rounding may leave
A_QUARTER = 4  # of a group's minute: kept free of cosmetics, and all that new topics may take


class Rank(IntEnum):
    """Who goes before whom when all chats want more calls than may be made."""

    URGENT = 0  # what an operator says to a resident, and 🆘
    GROUP = 1  # a third of a call a second each at most: never much of what those behind wait for
    ANSWER = 2  # the bot's own words to a resident
    BROADCAST = 3


# Of what may be called at once beyond one call, the part that must be there: so those who go before are
# served first by all processes together, each of which knows its own chats only.
FREE = {Rank.URGENT: 0.0, Rank.GROUP: 1 / 8, Rank.ANSWER: 1 / 4, Rank.BROADCAST: 1 / 2}


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate` calls a second, `burst` at once. Times are monotonic seconds."""

    rate: float
    burst: float
    level: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.level = self.burst

    def begin(self, at: float, level: float = 1.0) -> None:
        """So many calls may go at that moment, the next when it has come in."""
        self.level, self.at = level, at

    def wait(self, now: float, kept: float = 0.0) -> float:
        """Seconds until a call may go and leaves so many for others."""
        self._fill(now)
        lacking = 1 + max(0.0, min(kept, self.burst - 1)) - self.level
        return lacking / self.rate if lacking > TINY else 0.0

    def spend(self, now: float, calls: int) -> None:
        """Calls went."""
        self._fill(now)
        self.level -= calls

    def give_back(self, calls: int) -> None:
        """Calls did not go after all."""
        self.level = min(self.burst, self.level + calls)

    def _fill(self, now: float) -> None:
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now


@dataclass(slots=True)
class Window:
    """At most `limit` calls within any minute."""

    limit: int
    calls: deque[float] = field(default_factory=deque)

    def wait(self, now: float, calls: int) -> float:
        """Seconds until that many calls may go."""
        while self.calls and self.calls[0] <= now - MINUTE:
            self.calls.popleft()
        over = len(self.calls) + min(calls, self.limit) - self.limit
        return self.calls[over - 1] + MINUTE - now if over > 0 else 0.0

    def left(self, now: float) -> int:
        """How many calls may go at once."""
        self.wait(now, 0)
        return self.limit - len(self.calls)

    def spend(self, now: float, calls: int) -> None:
        """Calls went."""
        self.calls.extend([now] * calls)

    def give_back(self, calls: int) -> None:
        """Calls did not go after all."""
        for _ in range(min(calls, len(self.calls))):
            self.calls.pop()


class Pacing:
    """All limits of one process: overall, each private chat, each group."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = Bucket(*even(limits.overall_per_second))
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}
        self._topics: dict[int, Window] = {}
        self._quarter = max(1, limits.group_per_minute // A_QUARTER)
        self._resumed: float | None = None

    def resume(self, went: Iterable[tuple[int, float, int]], now: float) -> None:
        """Go on after a restart. `went`: calls known of the last minute (chat, when, how many), oldest first.

        Of calls to private chats within the last seconds nothing is known, of what was under way neither:
        there may have been a whole burst. So all buckets begin with what the next call takes.
        """
        self._resumed = now
        self._overall.begin(now)
        for chat_id, at, calls in went:
            if chat_id < 0:
                self._group(chat_id).spend(at, calls)

    def divide(self, processes: int) -> None:
        """So many processes make calls: each has its equal part of what all together may make."""
        self._overall.rate, self._overall.burst = even(self._limits.overall_per_second / processes)

    @property
    def figures(self) -> dict[str, float]:
        """For `/metrics`."""
        return {}

    async def claim(self, chat_id: int, calls: int, now: float, lane: Lane, rank: Rank) -> float:
        """Spend the calls; 0.0: they may go, else nothing is spent and that many seconds are to wait."""
        self.spend(chat_id, calls, now)
        return 0.0

    def wait(self, chat_id: int, calls: int, now: float, lane: Lane = Lane.WORDS) -> float:
        """Seconds until the chat may get that many calls; 0.0: now.

        What can wait leaves room for words that may come any moment: cards and cosmetics a quarter of a
        group's minute, a broadcast the resident's own burst.
        """
        kept = self._kept(chat_id, lane)
        if chat_id < 0:
            return self._group(chat_id).wait(now, calls + kept)
        return self._chat(chat_id).wait(now, kept)

    def wait_for_all(self, now: float, rank: Rank) -> float:
        """Seconds until one of those who wait for any call may make it."""
        return self._overall.wait(now, (self._overall.burst - 1) * FREE[rank])

    def left(self, chat_id: int, now: float) -> int:
        """How many calls may go to the group at once."""
        return self._group(chat_id).left(now)

    def wait_for_topic(self, chat_id: int, now: float) -> float:
        """Seconds until a topic may be made in the group; 0.0: now, and it counts as made.

        Telegram has banned bots for bursts of them; and each brings calls that those who wait already need.
        """
        topics = self._topics.setdefault(chat_id, Window(self._quarter))
        wait = topics.wait(now, 1)
        if wait == 0:
            topics.spend(now, 1)
        return wait

    def spend(self, chat_id: int, calls: int, now: float) -> None:
        """Calls went to the chat."""
        self._overall.spend(now, calls)
        self._of(chat_id).spend(now, calls)

    def give_back(self, chat_id: int, calls: int) -> None:
        """Calls that were spent did not go after all."""
        self._overall.give_back(calls)
        self._of(chat_id).give_back(calls)

    def forget_idle(self, now: float) -> None:
        """Drop the buckets of chats that are full again: a bot meets many chats in a year."""
        full = self._limits.chat_burst / self._limits.chat_per_second
        self._chats = {chat: one for chat, one in self._chats.items() if now - one.at < full}

    def _kept(self, chat_id: int, lane: Lane) -> int:
        """Calls to the chat that must stay free."""
        if chat_id < 0:
            return self._quarter if lane >= Lane.CARDS else 0
        return self._limits.chat_burst if lane is Lane.BROADCAST else 0

    def _start_empty(self, processes: int, now: float) -> None:
        """Nothing is known of the calls of the last second, so none may go at once."""
        self._overall = Bucket(*even(self._limits.overall_per_second))
        self._overall.begin(now, 0.0)
        Pacing.divide(self, processes)

    def _of(self, chat_id: int) -> Bucket | Window:
        return self._group(chat_id) if chat_id < 0 else self._chat(chat_id)

    def _chat(self, chat_id: int) -> Bucket:
        if chat_id not in self._chats:
            self._chats[chat_id] = bucket = Bucket(self._limits.chat_per_second, self._limits.chat_burst)
            if self._resumed is not None:
                bucket.begin(self._resumed)
        return self._chats[chat_id]

    def _group(self, chat_id: int) -> Window:
        return self._groups.setdefault(chat_id, Window(self._limits.group_per_minute))


def rank_of(chat_id: int, lane: Lane, *, is_urgent: bool) -> Rank:
    """A letter's. `is_urgent`: what an operator says to a resident, and 🆘."""
    if lane is Lane.BROADCAST:
        return Rank.BROADCAST
    if is_urgent:
        return Rank.URGENT
    return Rank.GROUP if chat_id < 0 else Rank.ANSWER
