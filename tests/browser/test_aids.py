"""Checklists, deadlines and appeals on the page with the real bot, on a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.test_journey import PATIENCE, address, write

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

__all__ = ["address"]  # a fixture
PICTURES = Path(__file__).parents[2] / "artefacts"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


async def shown(page: Page, name: str) -> None:
    """A picture at each width; nothing sticks out to the right."""
    for size in (NARROW, WIDE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        await page.screenshot(path=PICTURES / f"{name}-{size['width']}.png")


async def test_a_checklist_a_deadline_and_an_appeal(browser: Browser, address: str) -> None:
    context = await browser.new_context(locale="ru-RU", reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    await page.goto(address)
    phone, log = page.locator("[data-pane=phone]"), page.get_by_test_id("resident-log")
    await page.get_by_test_id("resident-start").click()
    await expect(log).to_contain_text("Согласие на обработку")

    async def press(label: str | re.Pattern[str]) -> None:
        await phone.get_by_role("button", name=label).last.click()

    await write(page, "resident-input", "/route")
    await press("Родился ребёнок")
    await expect(log).to_contain_text("Когда это было?")
    await press("Вчера")
    await expect(log).to_contain_text("Важно успеть")
    await press(re.compile(r"☐ 1\."))
    await expect(log).to_contain_text("✅ 1. Зарегистрировать рождение")
    await press("Напоминать о сроках")
    await expect(log).to_contain_text("О важных сроках напомню")
    await shown(page, "route")

    await write(page, "resident-input", "/deadline неделю назад")
    await press("Ответ на обращение")
    await expect(log).to_contain_text("идёт 7-й день из 30")
    await shown(page, "deadline")

    await write(page, "resident-input", "/appeal")
    await expect(log).to_contain_text("не официальное обращение по 59-ФЗ")
    await phone.get_by_role("button", name="Составить").nth(-2).click()
    await press("Пенсии")
    await press("Место неважно")
    await expect(log).to_contain_text("Что случилось?")
    await write(page, "resident-input", "Пенсию задержали на две недели, фонд по телефону не отвечает.")
    await expect(log).to_contain_text("О чём просите?")
    await write(page, "resident-input", "Выплатить пенсию и объяснить задержку.")
    await expect(log).to_contain_text("текст готов")
    await expect(log.locator("code").last).to_contain_text("Прошу: Выплатить пенсию")
    await shown(page, "appeal")
    expect.set_options(timeout=5_000)
    await context.close()
