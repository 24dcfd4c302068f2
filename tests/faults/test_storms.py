"""Updates that are broken, repeated, in disorder, or very many at once."""

from __future__ import annotations

import json
import random
import time

import pytest

from bench.criterion import raws
from tests.faults.conftest import SEED
from tests.faults.town import Json, Town

HELPED_NOT = "👎 Не помогло"
BURST = [
    pytest.param(500, id="short"),
    pytest.param(5000, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(1200)]),
]


async def test_poison_among_a_hundred_is_put_aside_and_told(town: Town) -> None:
    await town.start()
    poisoned = range(3, 100, 10)
    for number in range(100):
        resident = town.residents[number % 10]
        if number in poisoned:
            await town.client.update({"message": town.unheard(resident) | {"text": number}})
        else:
            await town.says(resident)
    await town.quiet()
    await town.stop()
    verdict = await town.verdict()
    print(f"{len(poisoned)} poisonous among 100: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived == 100 - len(poisoned)
    assert verdict.visible == len(poisoned)
    told = [words for _, words in town.bot_words(3001) if "Не удалось обработать" in words]
    assert told, "administrators hear of it"


async def test_updates_in_disorder_under_numbers_that_begin_anew_are_each_taken_once(town: Town) -> None:
    """Update ids may restart at random (Bot API, Update); a message may come under two of them."""
    chance, updates = random.Random(SEED), list[Json]()
    for number in range(200):
        resident = town.residents[number % 10]
        # Numbers run up, begin anew at 1, and are far ahead; messages are those of another moment.
        id_ = number + (100_000_000 if number < 80 else 1 if number < 140 else 900_000_000)
        message = town.unheard(resident)
        updates.append({"update_id": id_, "message": message})
        if number % 4 == 0:
            updates.append({"update_id": id_ + 5000, "message": message})
    chance.shuffle(updates)
    await town.start()
    for one in updates:
        await town.client.update(one)
    await town.quiet()
    await town.stop()
    verdict = await town.verdict()
    print(f"200 messages and {len(updates) - 200} of them again, ids in disorder: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived == 200


async def test_one_press_under_several_update_ids_counts_once(town: Town) -> None:
    await town.start()
    asking = [(await town.client.people("resident", f"Спрашивает {n}"))["id"] for n in range(10)]
    for one in asking:
        await town.client.send(one, "Почему не вывозят мусор?")
    for one in asking:
        answer = await town.client.wait_for_message(one, lambda said: "reply_markup" in said, within=30)
        await town.client.press(one, answer["message_id"], text=HELPED_NOT, wait=30)
    await town.quiet()
    presses = [one for raw in await raws(town.url) if "callback_query" in (one := json.loads(raw))]
    assert len(presses) == len(asking)
    for shift in range(1, 4):
        for press in presses:
            await town.client.update({**press, "update_id": press["update_id"] + 1000 * shift})
    await town.quiet()
    await town.stop()
    said = [sum("Жаль" in words for _, words in town.bot_words(one)) for one in asking]
    stored = sum(b"callback_query" in raw for raw in await raws(town.url))
    print(f"{len(presses)} presses, each under 4 update ids: {stored} stored, {sum(said)} answered")
    assert stored == len(presses)
    assert said == [1] * len(asking)


@pytest.mark.parametrize("count", BURST)
async def test_a_burst_of_updates_is_worked_off_in_order(town: Town, count: int) -> None:
    for number in range(count):
        resident = town.residents[number % len(town.residents)]
        town.updates.inject(json.dumps({"message": town.unheard(resident)}).encode())
    began = time.monotonic()
    await town.start()
    await town.quiet(600)
    took = time.monotonic() - began
    await town.stop()
    verdict = await town.verdict()
    print(f"{count} updates at once, {took:.0f} s: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived == count
