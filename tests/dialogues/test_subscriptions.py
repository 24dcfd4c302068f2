"""A resident subscribes, is told by day, and stops it by a button."""

from __future__ import annotations

from collections import Counter

import pytest

from desk.roll import NEWS, of_subject
from tests.dialogues.people import Resident, labels
from tests.dialogues.stage import Stage
from tests.dialogues.test_campaigns import CAMPAIGN, NOON, TOLD, begin, is_over, told


@pytest.fixture(autouse=True)
async def noon(offstage: Stage) -> None:
    """Nothing is broadcast at night."""
    await offstage.client.clock(now=NOON)


async def test_a_resident_chooses_what_to_hear_of(stage: Stage, resident: Resident) -> None:
    await resident.says("/menu")
    await resident.presses("🔔 Подписки")
    shown = await resident.sees("Сейчас я не пишу вам первым")
    assert labels(shown)[0] == "▫️ Важные новости для всех"
    assert await resident.presses("▫️ Важные новости для всех") == "Подписка включена"
    now = await resident.sees("Отмечено то, о чём я пишу вам сам")
    assert now["message_id"] == shown["message_id"] and "✅ Важные новости для всех" in labels(now)
    subject = next(one for one in labels(now) if one.startswith("▫️ "))
    await resident.presses(subject)
    await resident.sees("Отмечено то")
    await stage.quiet()
    rolls = {row[0] for row in await stage.rows("select roll from rolls where resident_id = 1001")}
    assert len(rolls) == 2 and NEWS in rolls
    await resident.presses("🔕 Отписаться от всего")
    await resident.sees("Сейчас я не пишу вам первым")
    assert await stage.rows("select * from rolls") == []


async def test_in_english_too(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/subscriptions")
    await resident.sees("At the moment I never write to you first")
    await resident.presses("▫️ Important news for everyone")
    await resident.sees("I write to you about what is ticked")


async def test_the_button_under_a_broadcast_stops_it(stage: Stage, resident: Resident) -> None:
    await resident.says("/subscriptions")
    await resident.presses("▫️ Важные новости для всех")
    await stage.quiet()
    await begin(stage, resident.id)
    heard = await resident.sees(TOLD)
    assert labels(heard) == ["🔕 Отписаться"]
    await is_over(stage)
    assert await resident.presses("🔕 Отписаться") == "Подписка выключена"
    await resident.sees("Больше не буду присылать вам общие новости")
    assert await stage.rows("select * from rolls") == []
    assert await told(stage) == Counter([resident.id])


async def test_a_button_of_a_campaign_that_is_gone_says_so(stage: Stage, resident: Resident) -> None:
    await resident.says("/subscriptions")
    await resident.presses("▫️ Важные новости для всех")
    await stage.quiet()
    await begin(stage, resident.id)
    await resident.sees(TOLD)
    await is_over(stage)
    await stage.stop()
    stage.write("update campaigns set roll = ? where id = ?", of_subject("x")[:3], CAMPAIGN)
    await stage.start()
    assert "уже не действует" in await resident.presses("🔕 Отписаться")
