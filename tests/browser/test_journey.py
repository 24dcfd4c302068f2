"""The whole way with the real bot: asked, answered, handed to a person, replied to, closed, rated."""

import asyncio
import contextlib
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "artefacts"
PATIENCE = 20_000


@pytest_asyncio.fixture(loop_scope="session")
async def address() -> AsyncIterator[str]:
    """The address of a sandbox with the bot beside it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", cwd=ROOT, stdout=PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(90):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://\S+", line)
        assert found, f"the sandbox said {line!r}"
        yield found[0]
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await asyncio.wait_for(process.wait(), 30)


@pytest_asyncio.fixture(loop_scope="session")
async def journey(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The page over the real bot, on a wide screen."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="ru-RU", reduced_motion="reduce"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(address)
    expect.set_options(timeout=PATIENCE)
    yield page
    expect.set_options(timeout=5_000)
    await context.close()


async def write(page: Page, field: str, words: str) -> None:
    await page.get_by_test_id(field).fill(words)
    await page.get_by_test_id(field).press("Enter")


async def test_question_goes_from_the_resident_to_the_operator_and_back(journey: Page) -> None:
    phone, group = journey.locator("[data-pane=phone]"), journey.locator("[data-pane=group]")
    resident = journey.get_by_test_id("resident-log")

    await journey.get_by_test_id("resident-start").click()
    await phone.get_by_role("button", name="Согласен").click()
    await write(journey, "resident-input", "Как оформить единое пособие на ребёнка?")
    await expect(resident).to_contain_text("Социальный фонд")
    await phone.get_by_role("button", name="Не помогло").click()
    person = phone.get_by_role("button", name=re.compile("человек|специалист", re.I))
    ticket = resident.get_by_text(re.compile(r"ЕКЦ-\d{4}-\d{6}"))
    await expect(person.or_(ticket).last).to_be_visible()
    if not await ticket.count():
        await person.last.click()
    await expect(ticket.first).to_be_visible()

    await journey.get_by_test_id("topics").locator("[data-thread]").nth(1).click()
    await group.get_by_role("button", name="Взять").click()
    await expect(resident).to_contain_text("Анна")
    await write(journey, "group-input", "Здравствуйте! Подайте заявление снова, мы поможем.")
    await expect(resident).to_contain_text("Подайте заявление снова")
    await write(journey, "resident-input", "Спасибо, так и сделаю")
    await expect(journey.get_by_test_id("group-log")).to_contain_text("Спасибо, так и сделаю")
    PICTURES.mkdir(exist_ok=True)
    await journey.screenshot(path=PICTURES / "journey.png")

    await group.get_by_role("button", name="Закрыть").first.click()
    await phone.get_by_role("button", name="5").last.click()
    await expect(resident).to_contain_text(re.compile("спасибо за оценку|оценка", re.I))
