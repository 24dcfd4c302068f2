"""PostgreSQL has carried out a commit, and the line is cut before it could say so."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.faults.conftest import SEED
from tests.faults.cutting import wired
from tests.faults.fleet import sailing
from tests.storage.postgres import Server

FIGURE = "{} commits carried out and not heard of: {}"
SHORT = pytest.param(6, id="short")
WHOLE = pytest.param(100, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(600)])


@pytest.mark.parametrize("cuts", [SHORT, WHOLE])
async def test_what_was_written_unheard_of_is_neither_lost_nor_said_twice(
    own_postgres: Server, tmp_path: Path, cuts: int
) -> None:
    chance = random.Random(SEED)
    async with wired(own_postgres.clean(), tmp_path) as (wire, url), sailing(tmp_path, url, 1) as fleet:
        await fleet.started()
        for number in range(1, cuts + 1):
            wire.commits_to_spare = chance.randint(0, 5)
            async with asyncio.timeout(60):
                while wire.cuts < number:
                    fleet.bring(2)
                    await asyncio.sleep(0.05)
        verdict = await fleet.ended()
        print(FIGURE.format(wire.cuts, verdict))
        assert verdict.holds, verdict
