"""Several processes on one PostgreSQL, and what may happen to each: nothing is lost or sent twice."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.sink import Sink
from bench.stream import ANSWERING, IN_TICKETS, PATIENCE, Stream, Tally
from storage.database import Database
from storage.shares import SHARES
from tests.dialogues.test_postgres import migrated
from tests.faults.conftest import SEED
from tests.storage.postgres import Server

TAKEOVER_LIMIT = 5.0  # seconds
BACK_LIMIT = 10.0
FIGURE = "{}: {} messages, {} lost, {} doubled, {} uncertain; {} {:.1f} s (worst of {})"

SHORT = pytest.param(1, 60, id="short")
WHOLE = pytest.param(10, 600, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(900)])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL of this file's."""
    with migrated() as one:
        yield one


class Pair(Stream):
    """Two processes behind a balancer."""

    def __init__(self, both: tuple[ContactCenter, ContactCenter], sink: Sink, feeder: Feeder) -> None:
        super().__init__(both[0], sink, feeder, SEED)
        self.both = both

    async def started(self) -> None:
        """Both run, each with its half."""
        for one in self.both:
            if not one.program.runs:
                await one.start()
        for one in self.both:
            await figure(one, "shares", SHARES / 2)

    async def compare(self) -> Tally:
        """What became of the messages, once both have stopped."""
        for one in self.both:
            assert not one.program.runs or await one.program.stop() == 0
        database = Database.open(self.centre.url)
        async with database.reader() as reader:
            left = await reader.execute(text("SELECT count(*) FROM inbox WHERE state <> 'done'"))
            assert left.scalar() == 0
            letters = await reader.execute(text("SELECT state, to_id, body FROM letters"))
            tally = self.compared([(state, to_id, bytes(body)) for state, to_id, body in letters])
        await database.close()
        return tally


@pytest.fixture
async def pair(server: Server, tmp_path: Path) -> AsyncIterator[Pair]:
    """Not yet started, with tickets open."""
    sink, url = Sink(ANSWERING), server.clean()
    api_url = f"http://127.0.0.1:{await sink.start()}"
    first, second = (ContactCenter(tmp_path, api_url, database_url=url) for _ in range(2))
    await first.open_tickets(IN_TICKETS)
    async with Feeder(first.webhook_url, second.webhook_url) as feeder:
        yield Pair((first, second), sink, feeder)
    for one in (first, second):
        await one.program.stop()
    await sink.stop()


async def figure(one: ContactCenter, name: str, wanted: float) -> None:
    """Until a process tells that figure."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            async with session.get(one.metrics_url) as response:
                lines = (await response.text()).splitlines()
            figures = dict(line.split() for line in lines if not line.startswith("#"))
            if float(figures[f"contact_center_{name}"]) == wanted:
                return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(("kills", "messages"), [SHORT, WHOLE])
async def test_what_a_killed_process_had_in_hand_the_other_takes_over(
    pair: Pair, kills: int, messages: int
) -> None:
    await pair.started()
    taken = []
    for number in range(kills):
        killed, other = pair.both if number % 2 else pair.both[::-1]
        pair.bring(messages // kills)
        await pair.moment(0.6)
        await killed.program.kill()
        since = time.monotonic()
        await figure(other, "shares", SHARES)
        taken.append(time.monotonic() - since)
        pair.centre = other
        if number < kills - 1:
            await pair.started()
    await pair.settled()
    tally = await pair.compare()
    print(
        FIGURE.format(f"kill -9 × {kills} of two", messages, *told(tally), "taken over in", max(taken), kills)
    )
    assert (tally.lost, tally.doubled) == (0, 0)
    assert max(taken) < TAKEOVER_LIMIT


@pytest.mark.faults
async def test_a_process_that_freezes_and_wakes_does_nothing_twice(pair: Pair) -> None:
    await pair.started()
    frozen, other = pair.both
    pair.centre = other
    pair.bring(100)
    await pair.moment(0.3)
    os.kill(frozen.program.pid, signal.SIGSTOP)
    since = time.monotonic()
    await figure(other, "shares", SHARES)
    taken = time.monotonic() - since
    os.kill(frozen.program.pid, signal.SIGCONT)
    for one in pair.both:
        await figure(one, "shares", SHARES / 2)
    await pair.settled()
    tally = await pair.compare()
    print(FIGURE.format("SIGSTOP of one of two", 100, *told(tally), "taken over in", taken, 1))
    assert (tally.lost, tally.doubled) == (0, 0)


@pytest.mark.faults
@pytest.mark.timeout(300)
@pytest.mark.parametrize("hung", [False, True])
async def test_with_the_database_away_for_a_minute_nothing_is_lost(
    pair: Pair, server: Server, hung: bool
) -> None:
    await pair.started()
    pair.bring(100)
    await pair.moment(0.3)
    frozen = server.freeze() if hung else []
    if not hung:
        server.stop()
    pair.bring(50)
    await asyncio.sleep(60)
    for pid in frozen:
        os.kill(pid, signal.SIGCONT)
    if not hung:
        server.start()
    since = time.monotonic()
    for one in pair.both:
        await figure(one, "shares", SHARES / 2)
    back = time.monotonic() - since
    await pair.settled()
    tally = await pair.compare()
    name = "PostgreSQL hung for 60 s" if hung else "PostgreSQL away for 60 s"
    print(FIGURE.format(name, 150, *told(tally), "back in", back, 1))
    assert (tally.lost, tally.doubled) == (0, 0)
    assert back < BACK_LIMIT


def told(tally: Tally) -> tuple[int, int, int]:
    return tally.lost, tally.doubled, tally.uncertain
