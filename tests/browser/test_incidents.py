"""A notice on the page with the real bot: announced by a supervisor, read by a resident, ended."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.test_aids import shown
from tests.browser.test_journey import PATIENCE, address, write

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

__all__ = ["address"]  # a fixture
WORDS = (
    "/incident Икрянинский район; до завтра, 18:00; Авария на теплотрассе, бригада работает; "
    "слова: нет отопления, холодные батареи"
)


async def test_a_notice_is_announced_read_and_ended(browser: Browser, address: str) -> None:
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="ru-RU", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    await page.goto(address)
    phone, log = page.locator("[data-pane=phone]"), page.get_by_test_id("resident-log")
    group, general = page.locator("[data-pane=group]"), page.get_by_test_id("group-log")
    await page.get_by_test_id("resident-start").click()
    await expect(log).to_contain_text("Согласие на обработку")
    await page.get_by_test_id("topics").locator("[data-thread]").first.click()
    await page.get_by_role("radio", name="Светлана").click()
    await write(page, "group-input", WORDS)
    await expect(general).to_contain_text("О чём оно?")
    await group.get_by_role("button", name="Дальше").last.click()
    await group.get_by_role("button", name="ЖКХ, дом и двор").last.click()
    await expect(general).to_contain_text("Жители его не видят")
    await group.get_by_role("button", name="Объявить").click()
    await expect(general).to_contain_text("Жители его видят")

    await write(page, "resident-input", "батареи холодные когда включат")
    await expect(log).to_contain_text("📢 Икрянинский район: Авария на теплотрассе")
    await phone.get_by_role("button", name="У меня тоже").last.click()
    await shown(page, "incident")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await group.get_by_role("button", name="Всё исправили").click()
    await expect(general).to_contain_text("закончено: исправили")
    expect.set_options(timeout=5_000)
    await context.close()
