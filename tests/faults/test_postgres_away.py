"""PostgreSQL killed, stopped or hung under two processes: nothing is lost, and they go on by themselves."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.dialogues.test_postgres import migrated
from tests.faults.fleet import sailing
from tests.storage.postgres import Server

BACK_LIMIT = 10.0  # seconds
END_LIMIT = 30.0  # seconds: then who has asked for the end kills (Kubernetes' terminationGracePeriodSeconds)
ANSWER_LIMIT = 10.0  # seconds: as long as who watches waits for figures (Prometheus' scrape_timeout)
FIGURE = "PostgreSQL {} for {} s: {}; back in {:.1f} s"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL of this file's: others would miss it."""
    with migrated() as one:
        yield one


LONG = [pytest.mark.faults, pytest.mark.timeout(300)]
OUTAGES = [pytest.param("killed", 2, id="short")] + [
    pytest.param(how, seconds, id=f"{how}-{seconds}", marks=LONG)
    for how in ("killed", "stopped", "hung")
    for seconds in (20, 60)
]


@pytest.mark.parametrize(("how", "seconds"), OUTAGES)
async def test_with_the_database_away_nothing_is_lost(
    server: Server, tmp_path: Path, how: str, seconds: int
) -> None:
    async with sailing(tmp_path, server.clean(), 2) as fleet:
        await fleet.started()
        fleet.bring(100)
        await fleet.moment(0.3)
        frozen = server.freeze() if how == "hung" else []
        if how == "killed":
            server.kill()
        elif how == "stopped":
            server.stop()
        fleet.bring(50)
        await asyncio.sleep(seconds)
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
        if not frozen:
            server.start()
        since = time.monotonic()
        await fleet.started()
        back = time.monotonic() - since
        verdict = await fleet.ended()
        print(FIGURE.format(how, seconds, verdict, back))
        assert verdict.holds, verdict
        assert back < BACK_LIMIT


async def test_a_process_whose_database_hangs_says_so_in_time(server: Server, tmp_path: Path) -> None:
    async with sailing(tmp_path, server.clean(), 1) as fleet:
        await fleet.started()
        frozen = server.freeze()
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_LIMIT)) as session:
                since = time.monotonic()
                async with session.get(fleet.ships[0].ready_url) as response:
                    told = await response.text()
                took = time.monotonic() - since
                print(f"PostgreSQL hung: /ready answers {response.status} after {took:.1f} s")
                assert response.status == 503, told
                async with session.get(fleet.ships[0].metrics_url) as response:
                    assert "contact_center_visits_done" in await response.text()
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        await fleet.started()
        verdict = await fleet.ended()
        assert verdict.holds, verdict


@pytest.mark.faults
@pytest.mark.timeout(300)
async def test_a_process_whose_database_hangs_ends_when_it_is_told_to(server: Server, tmp_path: Path) -> None:
    async with sailing(tmp_path, server.clean(), 1) as fleet:
        await fleet.started()
        fleet.bring(50)
        await fleet.moment(0.4)
        frozen = server.freeze()
        try:
            os.kill(fleet.ships[0].program.pid, signal.SIGTERM)
            since = time.monotonic()
            code = await fleet.ships[0].program.ended(END_LIMIT)
            took = time.monotonic() - since
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        await fleet.started()
        verdict = await fleet.ended()
        print(f"SIGTERM while PostgreSQL hangs: {verdict}; ended after {took:.1f} s")
        assert code == 0
        assert verdict.holds, verdict
