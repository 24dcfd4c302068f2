"""Campaigns go out by themselves: each once, by day, through pauses and restarts."""

from __future__ import annotations

from collections import Counter

import pytest

from desk.campaign import Campaign
from desk.letters import Say
from desk.people import Resident as Known
from desk.roll import NEWS, Audience
from tests.dialogues.people import Resident
from tests.dialogues.stage import Stage

NOON = "2026-11-23T08:00:00+00:00"  # twelve o'clock in Astrakhan
NIGHT = "2026-11-23T19:00:00+00:00"
MORNING = "2026-11-24T05:00:00+00:00"
TOLD = "Закройте окна"
FIRST = 700_000_000  # residents that only the database knows
CAMPAIGN = "test-1"


@pytest.fixture(autouse=True)
async def noon(offstage: Stage) -> None:
    """The time of all these dialogues."""
    await offstage.client.clock(now=NOON)


async def begin(stage: Stage, *residents: int) -> None:
    """A campaign for these."""
    assert stage.app is not None
    now = stage.app._clock.now()
    async with stage.app.storage.visit(now) as records:
        for one in residents:
            if await records.residents.get(one) is None:
                records.residents.save(Known(one, "Житель"))
            records.rolls.join(NEWS, one)
        said = Say("safety", {"text": TOLD})  # any phrase will do
        records.campaigns.save(Campaign(CAMPAIGN, said, Audience(NEWS), now))
        await records.commit()


async def change(stage: Stage, verb: str) -> None:
    """Pause it, or let it go on."""
    assert stage.app is not None
    async with stage.app.storage.visit(stage.app._clock.now()) as records:
        campaign = await records.campaigns.get(CAMPAIGN)
        assert campaign is not None
        records.campaigns.save(getattr(campaign, verb)())
        await records.commit()


async def told(stage: Stage) -> Counter[int]:
    """How often it was said to whom."""
    calls = await stage.telegram_calls("sendMessage")
    return Counter(one["params"]["chat_id"] for one in calls if TOLD in str(one["params"].get("text")))


async def is_over(stage: Stage) -> None:
    await stage.until("select 1 from campaigns where course = 'over'")


async def test_everybody_is_told_once_through_a_restart(stage: Stage, resident: Resident) -> None:
    stage.expects("chat not found")  # nobody the sandbox knows
    await resident.says("/start")
    await begin(stage, resident.id, *range(FIRST, FIRST + 450))
    await stage.until("select 1 from letters where lane = 5 and state != 'queued'")
    await stage.restart()
    await is_over(stage)
    await resident.sees(TOLD)
    assert await told(stage) == Counter([resident.id, *range(FIRST, FIRST + 450)])


async def test_nobody_is_told_at_night(stage: Stage, resident: Resident) -> None:
    await resident.says("/start")
    await stage.client.clock(now=NIGHT)
    await begin(stage, resident.id)
    await stage.restart()
    await resident.says("/help")
    await resident.sees("Что я умею")
    assert not await told(stage)
    await stage.client.clock(now=MORNING)
    await resident.sees(TOLD)
    await is_over(stage)


async def test_a_paused_one_waits_and_one_who_has_left_the_roll_meanwhile_hears_nothing(
    stage: Stage, resident: Resident, neighbour: Resident
) -> None:
    for one in (resident, neighbour):
        await one.says("/start")
        await one.sees("Здравствуйте")
    await stage.stop()
    await stage.client.clock(now=NIGHT)
    await stage.start()
    await begin(stage, resident.id, neighbour.id)
    assert stage.app is not None
    await change(stage, "paused")
    await stage.client.clock(now=MORNING)
    await stage.restart()
    async with stage.app.storage.visit(stage.app._clock.now()) as records:
        records.rolls.leave(NEWS, neighbour.id)
        await records.commit()
    await resident.says("/help")
    await resident.sees("Что я умею")
    assert not await told(stage)
    await change(stage, "going_on")
    await resident.sees(TOLD)
    await is_over(stage)
    assert await told(stage) == Counter([resident.id])
