"""Several processes on one PostgreSQL, whatever happens to each: nothing lost, doubled or disordered."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from storage.shares import SHARES
from tests.faults.fleet import figures, sailing
from tests.storage.postgres import Server

TAKEOVER_LIMIT = 5.0  # seconds
TEN_TIMES = "the same webhook ten times at once on {} processes: {}"
IN_ORDER = "{} processes, {} messages of each of 20 residents: {}; visits done by each: {}"
KILLED = "kill -9 × {} of {}: {}; taken over in {:.1f} s (longest)"
FROZEN = "SIGSTOP of one of two: {}; taken over in {:.1f} s"

SHORT = pytest.param(2, 1, 60, id="short")
WHOLE = [
    pytest.param(ships, 10, 600, id=f"whole-{ships}", marks=[pytest.mark.faults, pytest.mark.timeout(900)])
    for ships in (2, 3)
]
LONG = [pytest.mark.faults, pytest.mark.timeout(600)]


@pytest.fixture
def url(own_postgres: Server) -> str:
    """An empty database."""
    return own_postgres.clean()


@pytest.mark.parametrize(
    ("ships", "messages"), [pytest.param(3, 30, id="short"), pytest.param(3, 150, id="whole", marks=LONG)]
)
async def test_an_update_that_is_brought_ten_times_at_once_is_dealt_with_once(
    url: str, tmp_path: Path, ships: int, messages: int
) -> None:
    async with sailing(tmp_path, url, ships) as fleet:
        await fleet.started()
        fleet.bring_often(messages, 10)
        verdict = await fleet.ended()
        print(TEN_TIMES.format(ships, verdict))
        assert verdict.holds, verdict


@pytest.mark.parametrize(
    ("ships", "each"), [pytest.param(2, 8, id="short"), pytest.param(3, 30, id="whole", marks=LONG)]
)
async def test_a_residents_messages_arrive_in_order_whichever_process_they_come_to(
    url: str, tmp_path: Path, ships: int, each: int
) -> None:
    async with sailing(tmp_path, url, ships) as fleet:
        await fleet.started()
        fleet.bring(each * 20 * 2)  # every other one belongs to a ticket
        await fleet.settled()
        done = [int((await figures(one))["visits_done"]) for one in fleet.ships]
        verdict = await fleet.ended()
        print(IN_ORDER.format(ships, each, verdict, done))
        assert verdict.holds, verdict
        assert all(done), "each has had its part"


@pytest.mark.parametrize(("ships", "kills", "messages"), [SHORT, *WHOLE])
async def test_what_a_killed_process_had_in_hand_the_others_take_over(
    url: str, tmp_path: Path, ships: int, kills: int, messages: int
) -> None:
    taken = []
    async with sailing(tmp_path, url, ships) as fleet:
        for number in range(kills):
            await fleet.started()
            killed = fleet.ships[number % ships]
            fleet.bring(messages // kills)
            await fleet.moment(0.6)
            await killed.program.kill()
            since = time.monotonic()
            await fleet.all_taken_over()
            taken.append(time.monotonic() - since)
        verdict = await fleet.ended()
        print(KILLED.format(kills, ships, verdict, max(taken)))
        assert verdict.holds, verdict
        assert max(taken) < TAKEOVER_LIMIT


@pytest.mark.faults
async def test_a_process_that_freezes_and_wakes_does_nothing_twice(url: str, tmp_path: Path) -> None:
    async with sailing(tmp_path, url, 2) as fleet:
        await fleet.started()
        frozen, other = fleet.ships
        fleet.bring(100)
        await fleet.moment(0.3)
        os.kill(frozen.program.pid, signal.SIGSTOP)
        taken = await fleet.until(other, "shares", SHARES)
        os.kill(frozen.program.pid, signal.SIGCONT)
        await fleet.started()
        verdict = await fleet.ended()
        print(FROZEN.format(verdict, taken))
        assert verdict.holds, verdict


@pytest.mark.faults
@pytest.mark.timeout(600)
async def test_processes_come_and_go_while_residents_write(url: str, tmp_path: Path) -> None:
    async with sailing(tmp_path, url, 3) as fleet:
        await fleet.started()
        for number in range(6):
            fleet.bring(80)
            await fleet.moment(0.3)
            one = fleet.ships[number % 3]
            assert await one.program.stop() == 0
            fleet.bring(40)
            await asyncio.sleep(1)
            await fleet.started()
        verdict = await fleet.ended()
        print(f"SIGTERM × 6 of three, each started again: {verdict}")
        assert verdict.holds, verdict
