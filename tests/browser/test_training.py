"""An operator practises on a scripted resident, from the button to the score."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox.client import Client
from sandbox.sandbox import Sandbox
from sandbox.training.lesson import PAUSE
from tests.browser.conftest import Open
from tests.dialogues.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHECKS = (Path(__file__).parent / "access.js").read_text("utf-8")
WIDE, NARROW = (1440, 900), (390, 844)


async def begin(page: Page, title: str) -> None:
    if await page.get_by_role("button", name="Пульт песочницы").is_visible():
        await page.get_by_role("button", name="Пульт песочницы").click()
    await page.get_by_role("button", name="Тренировка").click()
    await page.get_by_role("button", name=title).click()


async def write(page: Page, words: str) -> None:
    await page.get_by_test_id("group-input").fill(words)
    await page.get_by_test_id("group-input").press("Enter")


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
async def test_lesson_goes_from_the_button_to_the_score(
    opened: Open, stage: Stage, client: Client, size: tuple[int, int], scheme: str
) -> None:
    page = await opened(*size, scheme, touch=size == NARROW)
    await begin(page, "Спокойный вопрос")
    strip = page.locator(".lesson")
    await expect(strip).to_contain_text("ждёт ответа")
    await page.get_by_role("button", name="К теме").click()
    log = page.get_by_test_id("group-log")
    await log.get_by_role("button", name="Взять").click()
    await write(page, "Здравствуйте! Подайте заявление в МФЦ.")
    await expect(strip).to_contain_text("разговор идёт")
    await client.clock(advance=PAUSE)
    await expect(log).to_contain_text("Всё поняла")
    await write(page, "Всего доброго!")
    await expect(log.locator("article.own", has_text="Всего доброго").locator(".chip")).to_be_visible()
    problems: list[Any] = await page.evaluate(CHECKS)
    await write(page, "/close")
    sheet = page.get_by_role("dialog", name="Тренировка оператора")
    # The department is what the bot found in the tests' own base; all the rest is the operator's.
    await expect(sheet.get_by_role("region", name="Хорошо").get_by_role("listitem")).to_have_count(4)
    await expect(sheet).to_contain_text("Последнее слово было за вами")
    problems += await page.evaluate(CHECKS)
    await sheet.get_by_role("button", name="Закрыть").click()
    await expect(strip).to_contain_text("Спокойный вопрос: 4 из 5")
    await strip.get_by_role("button", name="Убрать").click()
    await expect(strip).to_be_hidden()
    assert problems == []


async def test_unfinished_lesson_is_scored_and_begun_again(page: Page, stage: Stage, client: Client) -> None:
    await begin(page, "Опасно для жизни")
    await page.get_by_role("button", name="Закончить").click()
    sheet = page.get_by_role("dialog", name="Тренировка оператора")
    await expect(sheet.get_by_role("region", name="Что сделать лучше")).to_contain_text("Номер скорой")
    await sheet.get_by_role("button", name="Ещё раз").click()
    await expect(sheet).to_be_hidden()
    await expect(page.locator(".lesson")).to_contain_text("Опасно для жизни")
    assert not (await client.training())["lesson"]["ended"]


async def test_broken_script_is_named_in_one_line(page: Page, sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("title = 5", "utf-8")
    sandbox.trainer.folder = tmp_path
    await page.get_by_role("button", name="Тренировка").click()
    line = page.get_by_role("alert")
    await expect(line).to_have_text("bad.toml:1: title: здесь нужно текст в кавычках")
