"""The sandbox's page in a real browser, with a scripted bot behind it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, async_playwright

from sandbox.client import Client, connected
from sandbox.sandbox import Sandbox
from sandbox.serving import running
from tests.dialogues.conftest import template  # noqa: F401  a fixture
from tests.dialogues.stage import Stage

Json = dict[str, Any]
Ask = Callable[..., Awaitable[Any]]
Open = Callable[..., Awaitable[Page]]

GROUP = -1001000000001
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium as the system has it; without it these tests fail, saying how to get it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Chromium is missing: apt-get install chromium", pytrace=False)
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield one
        await one.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A world of its own."""
    async with running(data=tmp_path / "world") as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    """The controls."""
    async with connected(sandbox.url) as one:
        await one.no_limits()
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def stage(
    sandbox: Sandbox,
    client: Client,
    tmp_path: Path,
    template: Path,  # noqa: F811
) -> AsyncIterator[Stage]:
    """The real bot in this process, behind the page."""
    one = Stage(sandbox, client, tmp_path, template)
    await one.start()
    try:
        yield one
        await one.holds()
    finally:
        await one.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: Sandbox, client: Client) -> AsyncIterator[Ask]:
    """The scripted bot: a Bot API method by name; its result."""
    del client
    async with ClientSession(f"{sandbox.url}/bot{sandbox.token}/") as session:

        async def ask(method: str, **params: Any) -> Any:
            async with session.post(method, json=params) as answer:
                body = await answer.json()
            assert body["ok"], body
            return body["result"]

        yield ask


@pytest_asyncio.fixture(loop_scope="session")
async def opened(sandbox: Sandbox, browser: Browser) -> AsyncIterator[Open]:
    """Opens the page at a size and in a colour scheme; an error in its console fails the test."""
    faults: list[str] = []
    contexts = []

    async def at(width: int = 1440, height: int = 900, scheme: Any = "light", *, touch: bool = False) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="ru-RU",
            has_touch=touch,
            is_mobile=touch,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        await page.goto(sandbox.url)
        await page.locator("[data-person='1001']").wait_for()
        return page

    yield at
    for context in contexts:
        await context.close()
    assert not faults


@pytest_asyncio.fixture(loop_scope="session")
async def page(opened: Open) -> Page:
    """The page on a wide screen."""
    return await opened()


@asynccontextmanager
async def answering(bot: Ask, **answer: Any) -> AsyncIterator[list[Json]]:
    """Answers every press with `answer` meanwhile; the presses so far."""
    presses: list[Json] = []

    async def listen() -> None:
        offset = 0
        while True:
            for update in await bot("getUpdates", offset=offset, timeout=5, allowed_updates=[]):
                offset = update["update_id"] + 1
                if press := update.get("callback_query"):
                    presses.append(press)
                    await bot("answerCallbackQuery", callback_query_id=press["id"], **answer)

    task = asyncio.ensure_future(listen())
    try:
        yield presses
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
