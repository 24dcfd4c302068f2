"""A steady stream for minutes: what is lost, how memory grows, what idling costs, how fast calls leave."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp

from bench import questions, updates
from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.process import Program, free_port

MINUTES = float(os.environ.get("MINUTES", "10"))
PER_SECOND = 200.0
RESIDENTS, WITH_TICKETS = 2000, range(1_000_000, 1_000_200)
IDLE_SECONDS = 60.0
ALLOWED = 30.0  # calls a second overall, as the settings come
PRESSED, SATURATED = 45.0, (10.0, 40.0)  # calls a second asked for; of the seconds those that are counted
CROWD, CROWDED = 3000, 20.0  # residents who ask at once; seconds that are counted
SAMPLE = 2.0  # seconds between two looks at the memory
SETTLING = 10  # samples that the last calls may take
MEGABYTE = 1 << 20
Effect = tuple[int, int]  # of a message: its copy, by chat and message; an answer, by chat and 0


class Listener:
    """What has arrived at the sink, fetched now and then so that nobody has to hold all of it."""

    def __init__(self, sink_url: str, session: aiohttp.ClientSession) -> None:
        self._url = f"{sink_url}/sink/calls"
        self._session = session
        self.arrived: Counter[Effect] = Counter()
        self.times: list[float] = []

    async def listen(self) -> None:
        """Until cancelled."""
        while True:
            await self.fetch()
            await asyncio.sleep(SAMPLE)

    async def fetch(self) -> None:
        """What has come since."""
        async with self._session.get(self._url) as response:
            calls = await response.json(content_type=None)
        for method, body, at in calls:
            self.times.append(at)
            asked = json.loads(body)
            if method == "copyMessage":
                self.arrived[asked["from_chat_id"], asked["message_id"]] += 1
            # Who has a ticket is told their place in the queue once in a while: that is no answer twice.
            elif method == "sendMessage" and asked["chat_id"] > 0 and asked["chat_id"] not in WITH_TICKETS:
                self.arrived[asked["chat_id"], 0] += 1


async def measured(folder: Path, tell: Callable[[str], None]) -> None:
    """On SQLite: a minute of nothing, then the stream; then more questions than Telegram allows answers."""
    for name in ("stream", "pressed"):
        (folder / name).mkdir()
    async with _running(folder / "stream", tell) as (centre, listener, feeder):
        await _idle(centre, tell)
        await _stream(centre, listener, feeder, tell)
    limits = {"CONTACT_CENTER__TELEGRAM__PACING__OVERALL_PER_SECOND": str(ALLOWED)}
    async with _running(folder / "pressed", tell, limits) as (centre, listener, feeder):
        await _saturate(listener, feeder, tell)
        await _crowd(centre, listener, feeder, tell)


@asynccontextmanager
async def _running(
    folder: Path, tell: Callable[[str], None], more: dict[str, str] | None = None
) -> AsyncIterator[tuple[ContactCenter, Listener, Feeder]]:
    port = free_port()
    sink_url = f"http://127.0.0.1:{port}"
    sink = Program(("bench.sink", str(port)), folder / "sink.log")
    centre = ContactCenter(folder, sink_url, more=more)
    await centre.open_tickets(WITH_TICKETS)
    try:
        await sink.start(f"{sink_url}/sink/count")
        tell(f"from start to ready: {await centre.start():.1f} s")
        async with Feeder(centre.webhook_url) as feeder, aiohttp.ClientSession() as session:
            listener = Listener(sink_url, session)
            listening = asyncio.ensure_future(listener.listen())
            yield centre, listener, feeder
            listening.cancel()
    finally:
        for program in (centre.program, sink):
            await program.stop()


async def _idle(centre: ContactCenter, tell: Callable[[str], None]) -> None:
    await asyncio.sleep(5)  # for what follows the start
    before, begun = centre.program.cpu_seconds(), time.monotonic()
    await asyncio.sleep(IDLE_SECONDS)
    share = (centre.program.cpu_seconds() - before) / (time.monotonic() - begun)
    tell(f"idle for {IDLE_SECONDS:.0f} s: {share:.2%} of a core")


async def _stream(
    centre: ContactCenter, listener: Listener, feeder: Feeder, tell: Callable[[str], None]
) -> None:
    count = int(MINUTES * 60 * PER_SECOND)
    expected: Counter[Effect] = Counter()
    memory: list[tuple[float, float]] = []
    watching = asyncio.ensure_future(_watched(centre.program, memory))
    before, begun = centre.program.cpu_seconds(), time.monotonic()
    await feeder.bring_evenly(_noted(_messages(count), expected), PER_SECOND)
    seconds, cpu = time.monotonic() - begun, centre.program.cpu_seconds() - before
    watching.cancel()
    await _arrived(listener, expected)
    await centre.program.stop()
    lost, doubled = expected - listener.arrived, listener.arrived - expected
    tell(
        f"{count} updates in {seconds:.0f} s ({count / seconds:.0f}/s): {lost.total()} lost, "
        f"{doubled.total()} doubled, brought again {feeder.brought_again}, {cpu / seconds:.0%} of a core"
    )
    tell(f"in the database: {_left(centre.database)}")
    steady = memory[len(memory) // 5 :]  # the first fifth fills caches
    slope = statistics.linear_regression(*zip(*steady, strict=True)).slope * 60
    tell(f"resident memory: {steady[0][1]:.0f} → {steady[-1][1]:.0f} MiB, {slope:+.2f} MiB a minute")


async def _saturate(listener: Listener, feeder: Feeder, tell: Callable[[str], None]) -> None:
    """Each question from another resident, so that only the limit of all calls counts."""
    texts, count = questions.answered(), int(PRESSED * SATURATED[1])
    bodies = (updates.words(5_000_000 + n, 1, texts[n % len(texts)]) for n in range(count))
    begun = time.monotonic()
    await feeder.bring_evenly(bodies, PRESSED)
    await listener.fetch()
    tell(f"asked {PRESSED:.0f}/s, {_left_here(listener, *(begun + second for second in SATURATED))}")


async def _crowd(
    centre: ContactCenter, listener: Listener, feeder: Feeder, tell: Callable[[str], None]
) -> None:
    """Everybody asks at once: what those who wait cost while there is nothing to do for them."""
    texts = questions.answered()
    bodies = (updates.words(6_000_000 + n, 1, texts[n % len(texts)]) for n in range(CROWD))
    await feeder.bring_evenly(bodies, 2 * PER_SECOND)
    await asyncio.sleep(5)
    before, begun = centre.program.cpu_seconds(), time.monotonic()
    await asyncio.sleep(CROWDED)
    ended = time.monotonic()
    share = (centre.program.cpu_seconds() - before) / (ended - begun)
    await listener.fetch()
    tell(f"{CROWD} residents wait, {_left_here(listener, begun, ended)}, {share:.0%} of a core")


def _left_here(listener: Listener, first: float, last: float) -> str:
    times = [at for at in listener.times if first <= at < last]
    rate = len(times) / (last - first)
    most = max(sum(at <= other < at + 1 for other in times) for at in times)
    return (
        f"allowed {ALLOWED:.0f}/s: {rate:.2f} calls/s ({rate / ALLOWED - 1:+.1%}), at most {most} in a second"
    )


async def _watched(program: Program, memory: list[tuple[float, float]]) -> None:
    while True:
        memory.append((time.monotonic(), program.memory() / MEGABYTE))
        await asyncio.sleep(SAMPLE)


def _messages(count: int) -> Iterator[tuple[Effect, bytes]]:
    """Two thirds questions, one third words in tickets."""
    texts = questions.answered()
    for number in range(count):
        text = texts[number % len(texts)]
        if number % 3:
            resident = 1 + number % RESIDENTS
            yield (resident, 0), updates.words(resident, 1 + number, text)
        else:
            resident = WITH_TICKETS[number // 3 % len(WITH_TICKETS)]
            yield (resident, 1 + number), updates.words(resident, 1 + number, text)


def _noted(messages: Iterator[tuple[Effect, bytes]], expected: Counter[Effect]) -> Iterator[bytes]:
    for effect, body in messages:
        expected[effect] += 1
        yield body


async def _arrived(listener: Listener, expected: Counter[Effect]) -> None:
    for _ in range(SETTLING):
        await asyncio.sleep(SAMPLE)
        await listener.fetch()
        if listener.arrived.total() >= expected.total():
            return


def _left(database: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(database)) as connection:
        found = {
            f"{table} {state}": number
            for table in ("inbox", "letters")
            for state, number in connection.execute(f"SELECT state, count(*) FROM {table} GROUP BY 1")  # noqa: S608
        }
        return found | {"integrity": connection.execute("PRAGMA integrity_check").fetchone()[0]}
