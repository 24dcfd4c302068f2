"""Everybody can use the page: by keyboard, by ear, on any screen, in both schemes (WCAG 2.1 AA)."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox.client import Client
from tests.browser.conftest import GROUP, Ask, Open

pytestmark = pytest.mark.asyncio(loop_scope="session")

OVERFLOW = """() => [document.documentElement, ...document.querySelectorAll(".log")]
    .map((e) => e.scrollWidth - e.clientWidth)"""
FOCUSED = """() => {
    const e = document.activeElement;
    const shows = (one) => getComputedStyle(one).outlineStyle !== "none";
    const around = e.closest(".composer, .search");
    const lit = around && (shows(around) || getComputedStyle(around).boxShadow !== "none");
    return [e.outerHTML.slice(0, 80), shows(e) || lit];
}"""
CHECKS = (Path(__file__).parent / "access.js").read_text("utf-8")


async def fill_with_everything(bot: Ask, client: Client) -> None:
    keyboard = {
        "inline_keyboard": [
            [{"text": "Да", "callback_data": "yes"}, {"text": "Сайт", "url": "https://example.org"}]
        ]
    }
    text = '<b>Ответ</b> <a href="https://example.org">ссылка</a> <blockquote>цитата</blockquote>'
    for chat in (1001, 3001):
        await bot("sendMessage", chat_id=chat, text=text, parse_mode="HTML", reply_markup=keyboard)
    for kind in ("photo", "document", "voice", "video", "sticker"):
        await client.send(1001, kind=kind, caption=None if kind == "sticker" else "подпись")
    await client.send(1001, kind="location", latitude=46.35, longitude=48.03)
    [said] = await client.send(1001, "Спасибо /menu")
    await client.react(1001, said["message_id"], "👍")
    made = await bot("createForumTopic", chat_id=GROUP, name="№ 1 · Мария")
    thread = made["message_thread_id"]
    card = await bot(
        "sendMessage",
        chat_id=GROUP,
        message_thread_id=thread,
        text=text,
        parse_mode="HTML",
        reply_markup=keyboard,
    )
    await bot("pinChatMessage", chat_id=GROUP, message_id=card["message_id"])
    for operator in (2001, 2002, 2003):
        await client.send(operator, "Проверяю", chat=GROUP, thread=thread, reply_to=card["message_id"])


async def problems(page: Page) -> list[Any]:
    found: list[Any] = await page.evaluate(CHECKS)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
async def test_everything_has_a_name_a_size_and_a_contrast(
    opened: Open, bot: Ask, client: Client, scheme: str, width: int
) -> None:
    await fill_with_everything(bot, client)
    page = await opened(width, 844, scheme, touch=width < 900)
    tabs = [None, "Операторы", "Редактор"] if width < 1400 else [None]
    for tab in tabs:
        if tab:
            await page.get_by_role("tab", name=tab).click()
        if (tab or "Операторы") == "Операторы" and (tab or width >= 1400):
            await page.get_by_test_id("topics").locator("[data-thread]").nth(1).click()
        await page.wait_for_timeout(250)
        assert await problems(page) == []


async def test_faults_sheet_and_menus_pass_the_same_checks(opened: Open, client: Client) -> None:
    await client.send(1001, "Здравствуйте")
    page = await opened(390, 844, "dark", touch=True)
    await page.get_by_role("button", name="Пульт песочницы").click()
    assert await problems(page) == []
    await page.get_by_role("button", name="Сбои").click()
    assert await problems(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Пульт песочницы").click()
    await page.locator("[data-pane=phone]").get_by_role("button", name="Прикрепить").click()
    assert await problems(page) == []


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1024, 1440])
async def test_nothing_scrolls_sideways(opened: Open, bot: Ask, client: Client, width: int) -> None:
    await fill_with_everything(bot, client)
    await client.send(1001, "очень" * 60)
    page = await opened(width, 760, touch=width < 900)
    for tab in ("Житель", "Операторы", "Редактор"):
        if await page.get_by_role("tab", name=tab).is_visible():
            await page.get_by_role("tab", name=tab).click()
        assert max(await page.evaluate(OVERFLOW)) <= 0


async def test_conversation_by_keyboard_alone(page: Page, client: Client, bot: Ask) -> None:
    await bot("sendMessage", chat_id=1001, text="Как вас зовут?")
    log = page.get_by_test_id("resident-log")
    await expect(log).to_contain_text("Как вас зовут?")
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await log.evaluate("log => document.activeElement === log"):
            break
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu", name="Действия с сообщением")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(log.locator("article")).to_be_focused()
    await page.keyboard.press("Enter")
    for _ in range(20):
        await page.keyboard.press("ArrowDown")
        if await page.evaluate("document.activeElement.textContent === 'Ответить'"):
            break
    await page.keyboard.press("Enter")
    await page.keyboard.type("Мария")
    await page.keyboard.press("Enter")
    sent = await client.wait_for_message(1001, lambda message: message.get("text") == "Мария")
    assert sent["reply_to_message"]["text"] == "Как вас зовут?"


async def test_focus_is_always_visible(page: Page) -> None:
    for _ in range(45):
        await page.keyboard.press("Tab")
        what, visible = await page.evaluate(FOCUSED)
        assert visible or what.startswith("<body"), what


async def test_logs_and_tabs_say_what_they_are(opened: Open) -> None:
    page = await opened(390, 844, touch=True)
    assert await page.locator("html").get_attribute("lang") == "ru"
    await expect(page.get_by_role("tablist")).to_be_visible()
    assert await page.get_by_role("tab").count() == 3
    for name in ("resident", "group", "admin"):
        log = page.get_by_test_id(f"{name}-log")
        assert await log.get_attribute("role") == "log"
        assert await log.get_attribute("aria-label")
