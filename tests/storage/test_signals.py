"""Signals between processes: heard at once while Redis is there, never waited for when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from storage import signals
from storage.signals import Signals
from tests.storage.redis_server import RedisServer

BOT = 7_000_000


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "AGAIN", 0.05)
    monkeypatch.setattr(signals, "ANSWER_SECONDS", 0.3)


class Listener:
    """A process that counts what it hears; the subscription itself counts."""

    def __init__(self) -> None:
        self.heard = 0

    def hear(self) -> None:
        self.heard += 1

    async def until(self, times: int) -> None:
        async with asyncio.timeout(10):
            while self.heard < times:  # noqa: ASYNC110  what is awaited is the bell itself
                await asyncio.sleep(0.01)


@asynccontextmanager
async def process(url: str, bot_id: int = BOT) -> AsyncIterator[tuple[Signals, Listener]]:
    one, listener = Signals(url, bot_id), Listener()
    following = asyncio.create_task(one.follow(listener.hear))
    try:
        yield one, listener
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await one.close()


async def test_what_one_process_sends_all_of_the_same_bot_hear(redis: RedisServer) -> None:
    async with (
        process(redis.url) as (one, mine),
        process(redis.url) as (_, other),
        process(redis.url, BOT + 1) as (_, strange),
    ):
        for listener in (mine, other, strange):
            await listener.until(1)
        assert await one.answers()
        await one.send()
        await mine.until(2)
        await other.until(2)
        assert strange.heard == 1


async def test_after_redis_was_away_it_is_heard_again(redis: RedisServer) -> None:
    async with process(redis.url) as (one, listener):
        await listener.until(1)
        redis.stop()
        assert not await one.answers()
        await one.send()
        redis.start()
        await listener.until(2)  # back, and something may have been missed: that counts as a signal
        await one.send()
        await listener.until(3)


async def test_nobody_waits_for_a_redis_that_is_away_or_frozen(redis: RedisServer) -> None:
    async with process(redis.url) as (one, listener):
        await listener.until(1)
        redis.freeze()
        async with asyncio.timeout(5):
            await one.send()
            assert not await one.answers()
            redis.stop()
            await one.send()
        assert listener.heard == 1


async def test_the_log_tells_of_a_wrong_password_and_not_the_password(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with Redis.from_url(redis.url) as own:
        await own.config_set("requirepass", "right")
    one = Signals(redis.url.replace("unix://", "unix://:wr0ng@"), BOT)
    await one.send()
    await one.close()
    [told] = [record.getMessage() for record in caplog.records]
    assert "password" in told
    assert "wr0ng" not in told
