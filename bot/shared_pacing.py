"""Telegram's limits kept by all processes together: asked of Redis, or each its part when Redis is away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field

from bot import pacing
from bot.pacing import FREE, Pacing, Rank
from bot.sections import Pacing as Limits
from desk.letters import Lane
from storage.tempo import Asked, Away, Tempo, Wait

log = logging.getLogger(__name__)

ANSWER = 0.3  # seconds that Redis may take: what a letter waits once, before Redis counts as away
HELD_UP = 0.1  # seconds more than that: then it was this process that was held up, not Redis
BEAT = 1.0  # seconds: so often Redis is told that this process counts on it, or is tried again
LOOK_AGAIN: Wait = (0.001, 0.0)  # seconds


@dataclass(slots=True)
class _Request:
    asked: Asked
    answer: asyncio.Future[Wait] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def settle(self, wait: Wait) -> None:
        if not self.answer.done():
            self.answer.set_result(wait)


class SharedPacing(Pacing):
    """This process's own limits, and those of all together.

    What waits for Redis gathers while it is asked, so that it is asked once for all. When it does not
    answer in time, nobody waits for it again until it does: each process makes its equal part of the calls.
    """

    def __init__(self, limits: Limits, tempo: Tempo) -> None:
        super().__init__(limits)
        self._tempo = tempo
        self._living = 1
        self._requests: list[_Request] = []
        self._bell = asyncio.Event()
        self._not_before: dict[Rank, float] = {}  # monotonic seconds
        self.is_shared = False
        self.times_lost = 0
        self.longest_wait = 0.0  # seconds that a call has waited for Redis

    def divide(self, processes: int) -> None:
        """So many processes make calls."""
        self._living = processes
        if not self.is_shared:
            super().divide(processes)

    def wait_for_all(self, now: float, rank: Rank) -> float:
        """Seconds until it is worth asking for a call."""
        return max(super().wait_for_all(now, rank), self._not_before.get(rank, 0.0) - now)

    async def claim(self, chat_id: int, calls: int, now: float, lane: Lane, rank: Rank) -> float:
        """Spend the calls; 0.0: they may go, else nothing is spent and that many seconds are to wait."""
        self.spend(chat_id, calls, now)
        if not self.is_shared:
            return 0.0
        overall = self._overall  # another one when Redis is lost meanwhile: nothing is given back to that
        own, every = await self._asked(Asked(chat_id, calls, self._kept(chat_id, lane), FREE[rank]))
        self.longest_wait = max(self.longest_wait, _monotonic() - now)
        if every > 0:
            self._not_before[rank] = max(self._not_before.get(rank, 0.0), _monotonic() + every)
        if max(own, every) > 0:
            overall.give_back(calls)
            self._of(chat_id).give_back(calls)
        return max(own, every)

    def give_back(self, chat_id: int, calls: int) -> None:
        """Calls that were spent did not go after all."""
        super().give_back(chat_id, calls)
        if self.is_shared:
            self._requests.append(_Request(Asked(chat_id, -calls)))
            self._bell.set()

    @property
    def figures(self) -> dict[str, float]:
        """For `/metrics`."""
        return {
            "pace_is_shared": int(self.is_shared),
            "pace_lost": self.times_lost,
            "pace_longest_wait_seconds": self.longest_wait,
        }

    async def serve(self) -> None:
        """Ask for whatever has gathered, until cancelled."""
        while True:
            self._bell.clear()
            requests, self._requests = self._requests, []
            waits: list[Wait] = []
            try:
                waits = await self._told([one.asked for one in requests])
                self._found()
            except (Away, TimeoutError) as error:
                self._lost(error)
                requests += self._requests  # they would wait for an answer that does not come
                self._requests = []
            finally:  # whatever happens, nobody is left waiting
                waits += [LOOK_AGAIN] * (len(requests) - len(waits))
                for one, wait in zip(requests, waits, strict=True):
                    one.settle(wait)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT):
                    await self._bell.wait()

    async def close(self) -> None:
        """Close the connection."""
        await self._tempo.close()

    async def _asked(self, asked: Asked) -> Wait:
        request = _Request(asked)
        self._requests.append(request)
        self._bell.set()
        return await request.answer

    async def _told(self, asked: list[Asked]) -> list[Wait]:
        begun = _monotonic()
        try:
            return await self._once(asked)
        except TimeoutError:
            if _monotonic() - begun < ANSWER + HELD_UP:
                raise
        return await self._once(asked)

    async def _once(self, asked: list[Asked]) -> list[Wait]:
        async with asyncio.timeout(ANSWER):
            return await self._tempo.ask(asked, self._living, pacing.MINUTE)

    def _found(self) -> None:
        if not self.is_shared:
            self.is_shared = True
            self._start_empty(1, _monotonic())
            log.info("Redis keeps the tempo of all processes")

    def _lost(self, error: Exception) -> None:
        if self.is_shared:
            self.is_shared = False
            self.times_lost += 1
            self._not_before = {}
            self._start_empty(self._living, _monotonic())
            log.warning("Redis away, this process keeps to its part of all calls: %s", error or "no answer")


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
