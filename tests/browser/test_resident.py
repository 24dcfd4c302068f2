"""What a resident comes for, on the page with the real bot, on a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests import ear
from tests.browser.test_aids import shown
from tests.browser.test_journey import PATIENCE, address, write

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

__all__ = ["address"]  # a fixture
HUMS = range(60, 400, 20)  # of the page's sample of a voice message


@pytest.fixture(autouse=True)
def _ear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot understands what the page's voice hums."""
    model = ear.model(tmp_path / "model", dict.fromkeys(HUMS, "почему не вывозят мусор"))
    monkeypatch.setenv("CONTACT_CENTER__VOICE__MODEL", str(model))
    monkeypatch.setenv("PYTHONPATH", str(ear.HERE), prepend=":")


async def test_the_catalogue_an_office_near_a_voice_and_a_ticket_with_its_transcript(
    browser: Browser, address: str
) -> None:
    context = await browser.new_context(locale="ru-RU", reduced_motion="reduce", accept_downloads=True)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    await page.goto(address)
    phone, log = page.locator("[data-pane=phone]"), page.get_by_test_id("resident-log")
    await page.get_by_test_id("resident-start").click()
    await expect(log).to_contain_text("Согласие на обработку")
    await shown(page, "greeting")

    async def press(label: str | re.Pattern[str]) -> None:
        await phone.get_by_role("button", name=label).last.click()

    async def sends(*choices: str) -> None:
        await phone.get_by_role("button", name="Прикрепить").click()
        for choice in choices:
            await page.get_by_role("menuitem", name=choice).click()

    await press("Согласен")
    await expect(log).to_contain_text("согласие сохранено")
    await write(page, "resident-input", "/menu")
    await expect(log).to_contain_text("Выберите тему")
    await shown(page, "menu")
    await press("Пенсии")
    await expect(log).to_contain_text("Выберите вопрос")
    await shown(page, "subject")
    await press("Как подать заявление на пенсию по старости?")
    await expect(log).to_contain_text("Кто решает")
    await shown(page, "entry")
    await press("Похожие вопросы")
    await expect(log).to_contain_text("На вопрос «")
    await shown(page, "related")

    await write(page, "resident-input", "/near")
    await press("МФЦ")
    await expect(log).to_contain_text("Где искать?")
    await sends("Место на карте", "Икряное")
    await expect(log).to_contain_text(re.compile(r"1\. МФЦ.* — [\d,]+\sк?м"))
    await shown(page, "near")

    await sends("Голосовое")
    await expect(log).to_contain_text("Я услышал: «почему не вывозят мусор»")
    await expect(log.locator("article").filter(has_text="мусор")).to_have_count(2)  # and the answer
    await shown(page, "voice")
    heard = log.locator("article").filter(has_text="Я услышал")
    await heard.get_by_role("button", name="Спросить специалиста").click()
    await expect(log).to_contain_text("Номер: ЕКЦ-")
    await write(page, "resident-input", "Когда придёт пенсия?")
    await page.get_by_test_id("topics").locator("[data-thread]").nth(1).click()
    await expect(page.get_by_test_id("group-log")).to_contain_text("Когда придёт пенсия?")
    await write(page, "group-input", "Пенсия придёт 10-го числа.")
    await expect(log).to_contain_text("Пенсия придёт 10-го числа.")
    await shown(page, "ticket")
    await write(page, "resident-input", "/my")
    await press(re.compile("^.*ЕКЦ-"))
    await expect(log).to_contain_text("Отвечает специалист Анна")
    await shown(page, "my-ticket")
    await press("Переписка файлом")
    await expect(log).to_contain_text("Переписка по обращению")
    await shown(page, "transcript")
    expect.set_options(timeout=5_000)
    await context.close()
