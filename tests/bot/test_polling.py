"""Updates fetched from Telegram: what a poll survives."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot import intake
from bot.intake import Polling
from storage.inbox import Incoming

TOKEN = "1:x"
Answers = dict[str, Callable[[], tuple[int, Any]]]


@asynccontextmanager
async def telegram(answers: Answers) -> AsyncIterator[tuple[str, list[str]]]:
    """A Bot API that answers as told; its address, and the methods it was asked for."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        method = request.match_info["method"]
        asked.append(method)
        status, body = answers[method]()
        await asyncio.sleep(0.01)
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


class Taker:
    """An intake that keeps updates in a list, unless it is told to fail."""

    def __init__(self, *errors: Exception) -> None:
        self.full = False
        self.taken: list[Incoming] = []
        self._errors = list(errors)

    async def take(self, updates: list[Incoming]) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.taken += updates


async def polled(answers: Answers, taker: Taker) -> tuple[list[str], Polling]:
    """Poll until something was taken: the methods asked for, and who asked."""
    async with telegram(answers) as (url, asked):
        polling = Polling(url, TOKEN, taker)  # type: ignore[arg-type]
        task = asyncio.create_task(polling.serve())
        async with asyncio.timeout(5):
            while not taker.taken:
                assert not task.done(), task.exception()
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return asked, polling


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "PAUSE", 0.01)


def an_update() -> tuple[int, Any]:
    """What getUpdates answers."""
    return 200, {"ok": True, "result": [{"update_id": 7}]}


async def test_a_webhook_that_stands_in_the_way_is_deleted_until_it_is_gone() -> None:
    refusals = iter([(401, {"ok": False}), (502, "no JSON of Telegram's")])
    gone = False

    def delete() -> tuple[int, Any]:
        nonlocal gone
        for refusal in refusals:
            return refusal
        gone = True
        return 200, {"ok": True, "result": True}

    def updates() -> tuple[int, Any]:
        said = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
        return an_update() if gone else (409, {"ok": False, "error_code": 409, "description": said})

    asked, polling = await polled({"deleteWebhook": delete, "getUpdates": updates}, Taker())
    assert asked.count("deleteWebhook") == 3
    assert polling.failing_for == 0


async def test_polling_goes_on_after_an_update_that_cannot_be_taken() -> None:
    answers: Answers = {"deleteWebhook": lambda: (200, {"ok": True, "result": True}), "getUpdates": an_update}
    taker = Taker(KeyError("a mistake of ours"))
    asked, _ = await polled(answers, taker)
    assert asked.count("getUpdates") >= 2
    assert taker.taken


async def test_polls_that_fail_are_seen_from_outside() -> None:
    def fail() -> tuple[int, Any]:
        return 502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}

    answers: Answers = {"deleteWebhook": lambda: (200, {"ok": True, "result": True}), "getUpdates": fail}
    async with telegram(answers) as (url, _):
        polling = Polling(url, TOKEN, Taker())  # type: ignore[arg-type]
        assert polling.failing_for == 0
        task = asyncio.create_task(polling.serve())
        async with asyncio.timeout(5):
            while polling.failing_for < 0.1:  # noqa: ASYNC110  it rings no bell
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
