"""Somebody writes a hundred messages a second: the others wait no longer for that."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import quantiles

import pytest

from bench import questions, updates
from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.sink import Sink

FLOODER = 9_000_000
ASKING_FROM = 4_000_000
A_SECOND = 10  # questions of others; a flood of 100 a second beside them
LIMIT = 1.5  # times as long as without the flood, at the 95th percentile
TURNS, SECONDS = 6, 10


class Crowd:
    """Residents who ask one question each, at an even pace; how long each waits for the answer."""

    def __init__(self, feeder: Feeder, sink: Sink) -> None:
        self._feeder, self._sink = feeder, sink
        self._serials = itertools.count()
        self._texts = questions.answered()
        self._flood = (updates.words(FLOODER, n, f"Ещё вопрос номер {n}") for n in itertools.count(1))

    async def asks(self, seconds: int, flooded: bool) -> list[float]:
        """Seconds that each has waited."""
        first = next(self._serials)
        asked = list(self._questions(first, seconds * A_SECOND))
        flood = list(itertools.islice(self._flood, seconds * 100 if flooded else 0))
        began, _ = await asyncio.gather(
            self._feeder.bring_evenly(asked, A_SECOND), self._feeder.bring_evenly(flood, 100)
        )
        for _ in asked[1:]:
            next(self._serials)
        residents = range(ASKING_FROM + first, ASKING_FROM + first + len(asked))
        async with asyncio.timeout(60):
            while len(self._answered(residents)) < len(asked):  # noqa: ASYNC110  nothing tells
                await asyncio.sleep(0.1)
        answered = self._answered(residents)
        return [answered[one] - at for one, at in zip(residents, began, strict=True)]

    def _questions(self, first: int, count: int) -> Iterator[bytes]:
        for number in range(first, first + count):
            yield updates.words(ASKING_FROM + number, 1, self._texts[number % len(self._texts)])

    def _answered(self, residents: range) -> dict[int, float]:
        calls = [one for one in self._sink.calls if one.method == "sendMessage"]
        return {to: one.at for one in reversed(calls) if (to := one.asked["chat_id"]) in residents}


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Crowd]:
    """A bot's process of its own, its residents, and a Bot API."""
    sink = Sink(0.005)
    centre = ContactCenter(folder, f"http://127.0.0.1:{await sink.start()}")
    await centre.open_tickets(())
    await centre.start()
    try:
        async with Feeder(centre.webhook_url) as feeder:
            yield Crowd(feeder, sink)
    finally:
        await centre.program.stop()
        await sink.stop()


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_one_resident_at_a_hundred_a_second_does_not_delay_the_others(tmp_path: Path) -> None:
    calm: list[float] = []
    flooded: list[float] = []
    # What is left of a flood is dealt with when it has ended, so another process tells how it is without.
    for folder in (tmp_path / "calm", tmp_path / "flooded"):
        folder.mkdir()
    async with town(tmp_path / "calm") as quiet, town(tmp_path / "flooded") as loud:
        await quiet.asks(SECONDS, flooded=False)  # everything is warm
        await loud.asks(SECONDS, flooded=True)
        for _ in range(TURNS):  # by turns: what else the machine does befalls both alike
            calm += await quiet.asks(SECONDS, flooded=False)
            flooded += await loud.asks(SECONDS, flooded=True)
    before, after = (quantiles(one, n=20)[-1] for one in (calm, flooded))
    print(
        f"one at 100/s beside {len(flooded)} others: p95 {1000 * after:.0f} ms, without the flood "
        f"{1000 * before:.0f} ms, ratio {after / before:.2f}"
    )
    assert after / before <= LIMIT
