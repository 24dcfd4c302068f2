"""Telegram may be away at the start; then it is told later."""

import asyncio
from typing import Any

import pytest

from bot import checkup, greeting
from tests.dialogues.people import Person, Resident
from tests.dialogues.stage import Stage
from tests.dialogues.test_webhook import ASKED, hooked_settings


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(greeting, "PAUSE", 0.2)


async def test_the_webhook_is_set_until_telegram_has_taken_it_and_readiness_says_so(
    offstage: Stage, resident: Resident
) -> None:
    offstage.changed["telegram"] = hooked_settings()
    offstage.expects("500")
    await offstage.breaks("500", "setWebhook", times=2)
    bot = await offstage.start()
    health = await bot.health()
    assert "the webhook is not set yet" in health.reasons
    await resident.says(ASKED)
    await resident.sees("региональному оператору")
    assert (await bot.health()).ready


async def test_a_group_the_bot_is_not_in_keeps_no_commands_from_the_others(offstage: Stage) -> None:
    departments = [
        {"id": "one", "title": "Первый", "chat_id": -1009999999999},
        {"id": "two", "title": "Второй"},
    ]
    offstage.changed["departments"] = departments
    offstage.expects("chat not found")
    bot = await offstage.start()

    async def others() -> list[Any]:
        return [one for one in await offstage.telegram_calls("setMyCommands") if one["ok"]][2:]

    assert await offstage.client.wait_for(others, 5)
    assert not bot.tasks.failed.done()


async def test_polls_that_fail_for_long_make_the_bot_not_ready(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    assert (await stage.app.health()).ready
    monkeypatch.setattr(checkup, "POLLING_GRACE", 0.1)
    stage.expects("502")
    await stage.breaks("502", "getUpdates", times=2)
    await stage.client.update({})  # ends the long poll
    bot = stage.app

    async def told() -> bool:
        return "Telegram gives no updates" in (await bot.health()).reasons

    assert await stage.client.wait_for(told, 5)


async def test_metrics_count_updates_that_wait_and_that_were_put_aside(stage: Stage, editor: Person) -> None:
    assert stage.app is not None
    stage.expects(inbox_dead=1)
    await stage.client.update({"message": "text"})
    await editor.sees("Не удалось обработать")
    figures = (await stage.app.health()).figures
    assert (figures["inbox_dead"], figures["inbox_pending"]) == (1, 0)


async def test_a_mistake_while_the_base_is_published_does_not_end_the_bot(
    stage: Stage, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.app is not None
    publishing, failed = stage.app._publishing, asyncio.Event()

    async def fail(*_: Any) -> None:
        failed.set()
        raise KeyError("a mistake of ours")

    with monkeypatch.context() as mistaken:
        mistaken.setattr(publishing, "_follow", fail)
        publishing.look_now()
        await failed.wait()
    await resident.says(ASKED)
    await resident.sees("региональному оператору")
    assert not stage.app.tasks.failed.done()
