"""Offices on the page with the real bot, on a desk and on a phone."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.browser.test_aids import shown
from tests.browser.test_journey import PATIENCE, address, write

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

__all__ = ["address"]  # a fixture


async def test_an_office_by_municipality_and_on_the_map(browser: Browser, address: str) -> None:
    context = await browser.new_context(locale="ru-RU", reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    await page.goto(address)
    phone, log = page.locator("[data-pane=phone]"), page.get_by_test_id("resident-log")
    await page.get_by_test_id("resident-start").click()
    await expect(log).to_contain_text("Согласие на обработку")
    await write(page, "resident-input", "где ближайший мфц")
    await expect(log).to_contain_text("Где искать?")
    await shown(page, "offices-where")
    await phone.get_by_role("button", name="Ахтубинский район").last.click()
    await expect(log).to_contain_text("1. МФЦ, Ахтубинский район")
    await expect(log).to_contain_text(re.compile("Открыто до|Закрыто|Перерыв"))
    await shown(page, "offices")
    await phone.get_by_role("button", name="На карте").last.click()
    await expect(log.locator(".place").last).to_contain_text("г. Ахтубинск")
    await shown(page, "office-pin")
    expect.set_options(timeout=5_000)
    await context.close()
