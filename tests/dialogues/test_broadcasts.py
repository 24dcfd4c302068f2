"""A broadcast to very many residents: nobody who speaks meanwhile waits for it."""

from __future__ import annotations

from collections import Counter

import pytest

from desk.addressee import ToResident
from desk.letters import Lane, Letter, Say
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Json, Stage

TOLD = "Закройте окна"
FIRST = 700_000_000  # residents that only the database knows
LIMITS = {"overall_per_second": 30, "chat_per_second": 1, "chat_burst": 5, "group_per_minute": 20}


@pytest.fixture(autouse=True)
async def noon(offstage: Stage) -> None:
    """Nothing is broadcast at night."""
    await offstage.client.clock(now="2026-11-23T08:00:00+00:00")


async def queue(stage: Stage, residents: list[int]) -> None:
    """Write a broadcast's letters."""
    assert stage.app is not None
    async with stage.app.storage.visit(stage.app._clock.now()) as records:
        for one in residents:
            said = Say("safety", {"text": TOLD})  # any phrase will do
            records.outbox.add(Letter(ToResident(one), said, Lane.BROADCAST))
        await records.commit()


def told(calls: list[Json]) -> list[int]:
    """To whom the broadcast has gone."""
    return [one["params"]["chat_id"] for one in calls if TOLD in str(one["params"].get("text"))]


async def test_five_thousand_queued_letters_do_not_delay_an_answer(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Почему не вывозят мусор?")
    await operator.finds("Почему не вывозят мусор?", ticket=1)
    await stage.quiet()
    await stage.restart(telegram={"pacing": LIMITS})
    stage.expects("chat not found", "bot was blocked")
    crowd = [*range(FIRST, FIRST + 4999), resident.id]
    await queue(stage, crowd)
    await stage.client.wait_for(lambda: _begun(stage), within=20)

    before = (await stage.telegram_calls())[-1]["n"]
    await operator.says("Приедут завтра", ticket=1)
    await resident.sees("Приедут завтра")
    between = told(await stage.client.calls("sendMessage", after=before))
    assert len(between) <= LIMITS["overall_per_second"], "it went at once, whatever else waited"
    (waiting,) = await stage.rows("select count(*) from letters where state = 'queued'")
    assert waiting[0] > 4500
    await stage.stop()


async def _begun(stage: Stage) -> bool:
    return len(told(await stage.telegram_calls("sendMessage"))) > 3


async def test_a_broadcast_reaches_everybody_once_and_tells_nobody_of_those_who_have_left(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    people = [(await stage.client.people("resident", f"Житель {n}"))["id"] for n in range(60)]
    for one in (resident, neighbour):
        await one.says("/start")
        await one.sees("Здравствуйте")
    await stage.quiet()
    await stage.client.block(neighbour.id)
    await stage.quiet()
    stage.expects("bot was blocked by the user", "chat not found")
    await queue(stage, [*people[:40], neighbour.id, resident.id])
    await resident.sees(TOLD, within=10)
    await stage.restart()
    await stage.quiet()

    times = Counter(told([one for one in await stage.telegram_calls("sendMessage") if one["ok"]]))
    assert times[resident.id] == 1
    assert set(times.values()) == {1}
    ended = await stage.rows("select state, problem from letters where lane = 5 and problem is not null")
    assert {state for state, _ in ended} == {"sent"}, "a resident who has left is nobody's decision"
    assert await stage.rows("select reachable from residents where reachable = 0")
