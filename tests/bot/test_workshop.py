"""A file from Telegram: as big as it is and not as it says, and never at the price of the token."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot.tutor import Tutor
from bot.workshop import Workshop
from desk.base_errors import FileNotReceived, FileTooBig
from desk.errors import DeskError
from faq.source_file import MAX_BYTES

TOKEN = "123456789:AAcanary_of_the_token_canary_canary"
Fetch = Callable[[], Awaitable[bytes]]


class Telegram:
    """A Bot API that hands out one file: what it says of it, and what it sends."""

    def __init__(self) -> None:
        self.file: dict[str, Any] = {"file_id": "f", "file_unique_id": "u", "file_path": "documents/a.toml"}
        self.content = b"title = 1"
        self.status = 200
        self.asked: list[str] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path.replace(TOKEN, "<token>"))
        if request.path.endswith("getFile"):
            return web.json_response({"ok": True, "result": self.file})
        if self.status != 200:
            return web.Response(status=self.status, text=request.path)
        response = web.StreamResponse()  # chunked: no length is told beforehand
        await response.prepare(request)
        await response.write(self.content)
        return response


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def fetch(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Fetch]:
    """Fetches the file."""
    application = web.Application()
    application.router.add_route("*", "/{any:.*}", telegram.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    yield lambda: Workshop(
        bot, tmp_path, 0.8, ZoneInfo("Europe/Astrakhan"), Tutor("none", Path("vectors"))
    ).fetch("f")
    await bot.session.close()
    await runner.cleanup()


async def test_a_file_comes_whole(telegram: Telegram, fetch: Fetch) -> None:
    telegram.content = bytes(range(256)) * 1024
    assert await fetch() == telegram.content
    assert telegram.asked == ["/bot<token>/getFile", "/file/bot<token>/documents/a.toml"]


async def test_a_file_said_to_be_too_big_is_not_downloaded(telegram: Telegram, fetch: Fetch) -> None:
    telegram.file["file_size"] = MAX_BYTES + 1
    with pytest.raises(FileTooBig):
        await fetch()
    assert len(telegram.asked) == 1


async def test_a_file_bigger_than_it_says_is_dropped(telegram: Telegram, fetch: Fetch) -> None:
    telegram.file["file_size"] = 9
    telegram.content = b"#" * (MAX_BYTES + 1)
    with pytest.raises(FileTooBig):
        await fetch()


@pytest.mark.parametrize("status", [401, 404, 500])
async def test_a_failed_download_is_refused_without_a_word_of_the_token(
    telegram: Telegram, fetch: Fetch, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.status = status
    with caplog.at_level(logging.DEBUG), pytest.raises(DeskError) as refused:
        await fetch()
    assert isinstance(refused.value, FileNotReceived)
    assert refused.value.__cause__ is None
    assert "canary" not in f"{refused.value}{refused.value.args_}{caplog.text}"


async def test_a_file_without_a_path_is_refused(telegram: Telegram, fetch: Fetch) -> None:
    del telegram.file["file_path"]
    telegram.status = 404
    with pytest.raises(FileNotReceived):
        await fetch()
