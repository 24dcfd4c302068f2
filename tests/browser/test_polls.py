"""A poll on the page with the real bot: voted in, and its results as a picture."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open
from tests.browser.test_aids import shown
from tests.browser.test_journey import PATIENCE, write
from tests.dialogues.people import Person
from tests.dialogues.polls import SUNDAY, opens
from tests.dialogues.stage import Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]


async def test_a_resident_votes_and_reads_what_is_decided(stage: Stage, opened: Open) -> None:
    await stage.client.clock(now=SUNDAY)
    editor = Person(stage, 3001)
    await opens(editor, "Разрешить свои предложения")
    page = await opened()
    expect.set_options(timeout=PATIENCE)
    phone, log = page.locator("[data-pane=phone]"), page.get_by_test_id("resident-log")

    async def press(label: str | re.Pattern[str]) -> None:
        await phone.get_by_role("button", name=label).last.click()

    await page.get_by_test_id("resident-start").click()
    await press("Согласен")
    await expect(log).to_contain_text("Спасибо")
    await write(page, "resident-input", "/start poll_1")
    await expect(log).to_contain_text("не имеет юридической силы")
    await press("1. Каток")
    await expect(log).to_contain_text("Ваш голос учтён")
    await shown(page, "poll")
    await editor.presses("Закончить сейчас")
    await editor.presses("Да, закончить")
    await editor.presses("Написать, что решено")
    await editor.sees("Что решено?")
    await editor.says("Каток зальют к 15 декабря.")
    await editor.presses("Отправить всем")
    await expect(log).to_contain_text("Каток зальют к 15 декабря.")
    await press("Картинка")
    await expect(log.locator("img").last).to_be_visible()
    await shown(page, "poll-results")
    expect.set_options(timeout=5_000)
