"""A sandbox of its own for each test, and three ways to speak to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from sandbox.client import Client, connected
from sandbox.sandbox import Sandbox
from sandbox.serving import running

Json = dict[str, Any]
Ask = Callable[..., Awaitable[Json]]


class QuickSession(AiohttpSession):
    """aiogram's, but for the quarter of a second it waits for TLS that is not there."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A world of its own, without Telegram's limits."""
    async with running() as one:
        yield one


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Client]:
    """The controls."""
    async with connected(sandbox.url) as one:
        await one.no_limits()
        yield one


@pytest.fixture
async def bot(sandbox: Sandbox, client: Client) -> AsyncIterator[Bot]:
    """aiogram's own client."""
    del client
    async with Bot(
        sandbox.token, session=QuickSession(api=TelegramAPIServer.from_base(sandbox.url))
    ).context() as one:
        yield one


@pytest.fixture
async def ask(sandbox: Sandbox, client: Client) -> AsyncIterator[Ask]:
    """The Bot API by JSON, without aiogram; answers the whole body."""
    del client
    async with ClientSession(f"{sandbox.url}/bot{sandbox.token}/") as session:

        async def one(method: str, **params: Any) -> Json:
            async with session.post(method, json=params) as answer:
                body: Json = await answer.json()
            return body

        yield one
