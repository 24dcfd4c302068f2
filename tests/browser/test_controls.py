"""The header: faults, events, the clock, starting over."""

import pytest
from playwright.async_api import Page, expect

from sandbox.client import Client
from tests.browser.conftest import Ask, Open

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_fault_is_asked_for_listed_and_cleared(page: Page, client: Client) -> None:
    await page.get_by_role("button", name="Сбои").click()
    sheet = page.get_by_role("dialog", name="Сбои и события")
    await sheet.get_by_text("Слишком часто").click()
    await sheet.get_by_label("С чем").select_option("sendMessage")
    await sheet.get_by_label("Сколько раз").fill("3")
    await sheet.get_by_role("button", name="Устроить сбой").click()
    await expect(sheet).to_contain_text("новое сообщение, осталось раз: 3")
    [fault] = (await client.state())["faults"]
    assert (fault["kind"], fault["method"], fault["times"]) == ("429", "sendMessage", 3)
    await sheet.get_by_role("button", name="Убрать все сбои").click()
    await expect(sheet).to_contain_text("Сейчас всё исправно")
    assert (await client.state())["faults"] == []


async def test_bot_loses_and_regains_its_rights(page: Page, client: Client) -> None:
    await page.get_by_role("button", name="Сбои").click()
    switch = page.get_by_role("switch", name="Бот — администратор группы")
    await expect(switch).to_have_attribute("aria-checked", "true")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    members = {member["user"]: member["status"] for member in (await client.state())["chats"][-1]["members"]}
    assert members[7000000001] == "member"


async def test_clock_goes_on_by_a_day_and_back(page: Page, client: Client) -> None:
    clock = page.get_by_role("group", name="Часы песочницы")
    await clock.get_by_role("button", name="Перевести часы на день вперёд").click()
    await expect(clock.locator(".shift")).to_have_text("+1 д")
    assert (await client.state())["clock"]["offset"] == pytest.approx(86_400, abs=2)
    await clock.get_by_role("button", name="Вернуть часы").click()
    await expect(clock.locator(".shift")).to_be_hidden()


async def test_starting_over_asks_first_and_empties_the_chats(page: Page, client: Client) -> None:
    await client.send(1001, "Было")
    log = page.get_by_test_id("resident-log")
    await expect(log).to_contain_text("Было")
    await page.get_by_role("button", name="Начать сначала").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Отмена").click()
    await expect(log).to_contain_text("Было")
    await page.get_by_role("button", name="Начать сначала").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Начать сначала").click()
    await expect(log).not_to_contain_text("Было")


async def test_new_resident_gets_a_phone_at_once(page: Page) -> None:
    await page.get_by_role("button", name="Новый житель").click()
    await page.get_by_label("Имя").fill("Гульнара")
    await page.get_by_label("Имя").press("Enter")
    await expect(page.get_by_role("radio", name="Гульнара")).to_have_attribute("aria-checked", "true")
    await expect(page.get_by_test_id("resident-start")).to_be_visible()


async def test_editor_writes_to_the_bot(page: Page, client: Client, bot: Ask) -> None:
    await bot("sendMessage", chat_id=3001, text="База знаний в порядке")
    await expect(page.get_by_test_id("admin-log")).to_contain_text("База знаний в порядке")
    await page.get_by_test_id("admin-input").fill("/faq")
    await page.get_by_test_id("admin-input").press("Enter")
    await client.wait_for_message(3001, lambda message: message.get("text") == "/faq")


async def test_theme_is_chosen_and_remembered(opened: Open) -> None:
    page = await opened()
    wall = "() => getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(wall)
    await page.get_by_role("button", name="Тёмная тема").click()
    assert await page.evaluate(wall) != light
    await page.reload()
    await page.locator("[data-person='1001']").wait_for()
    assert await page.evaluate(wall) != light
