"""The process is killed while a group has more to hear than its twenty calls a minute."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.faults.conftest import SEED
from tests.faults.town import Json, Town

A_MINUTE = 8.0  # seconds that the bot takes for a minute here
KILLS, EACH = 3, 6  # of each of ten residents so many messages
LIFE = 1.5  # seconds at most from "ready" to the kill


@pytest.mark.faults
@pytest.mark.timeout(600)
async def test_a_saturated_group_hears_everything_once_and_in_order_through_kills(town: Town) -> None:
    await town.acquainted()
    await town.stop()
    chance, waiting = random.Random(SEED), []
    town.settings["telegram__pacing__group_per_minute"] = "20"
    town.words = ("tests.faults.hasty", str(A_MINUTE), "run")
    await asyncio.gather(*(talk(town, one) for one in town.residents))
    for _ in range(KILLS):
        await town.start()
        await asyncio.sleep(chance.uniform(0.3, LIFE))
        waiting.append(int((await town.figures())["letters_pending"]))
        await town.program.kill()
    await town.start()
    await town.quiet()
    await town.stop()
    verdict = await town.verdict()
    said = f"kill -9 × {KILLS}, letters waiting for a group of 20 calls a minute: {waiting}"
    print(f"{said}: {verdict}")
    assert verdict.holds, verdict
    assert max(waiting) > 20, "the group was saturated"
    assert verdict.visible <= 2 * KILLS, "one message of at most two texts was in the air at a kill"


async def talk(town: Town, resident: int) -> None:
    """Texts that may be said in one message, and between them such as quote and need their own."""
    last: Json = {}
    for number in range(EACH):
        last = await town.says(resident, **({"reply_to": last["message_id"]} if number % 3 == 2 else {}))
