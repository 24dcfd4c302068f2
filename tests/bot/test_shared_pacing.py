"""Several processes and one tempo: shared while Redis answers, divided when it does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot import shared_pacing
from bot.pacing import Rank, rank_of
from bot.sections import Pacing as Limits
from bot.shared_pacing import SharedPacing
from desk.letters import Lane
from storage.evenly import even
from storage.tempo import Tempo
from tests.storage.redis_server import RedisServer

BOT, CHAT, GROUP = 7_000_000, 7, -100
LIMITS = Limits(overall_per_second=30, chat_per_second=1, chat_burst=3, group_per_minute=4)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_pacing, "BEAT", 0.05)


@asynccontextmanager
async def process(redis: RedisServer, limits: Limits = LIMITS) -> AsyncIterator[SharedPacing]:
    pacing = SharedPacing(limits, Tempo(redis.url, BOT, limits))
    pacing.divide(2)
    serving = asyncio.create_task(pacing.serve())
    try:
        await until(pacing, True)
        yield pacing
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await pacing.close()


async def until(pacing: SharedPacing, is_shared: bool) -> None:
    async with asyncio.timeout(20):
        while pacing.is_shared is not is_shared:  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.005)


def now() -> float:
    return asyncio.get_running_loop().time()


async def claims(pacing: SharedPacing, chat_id: int, rank: Rank = Rank.ANSWER) -> float:
    return await pacing.claim(chat_id, 1, now(), Lane.WORDS, rank)


async def goes(pacing: SharedPacing, chat_id: int) -> None:
    """As a courier waits for a call."""
    while True:
        rank = rank_of(chat_id, Lane.WORDS, is_urgent=False)
        wait = max(pacing.wait(chat_id, 1, now()), pacing.wait_for_all(now(), rank))
        wait = wait or await claims(pacing, chat_id, rank)
        if not wait:
            return
        await asyncio.sleep(wait)


async def test_what_one_has_spent_the_other_has_to_wait_for(redis: RedisServer) -> None:
    async with process(redis) as one, process(redis) as other:
        for _ in range(3):
            await goes(one, GROUP)
        await goes(other, GROUP)
        assert other.wait(GROUP, 1, now()) == 0, "by itself it might go on"
        assert await claims(other, GROUP, Rank.GROUP) > 50
        await goes(other, GROUP - 1)
        one.give_back(GROUP, 1)
        await goes(one, CHAT)  # asked after what was given back
        await goes(other, GROUP)


async def test_a_refused_call_is_not_spent(redis: RedisServer) -> None:
    async with process(redis) as one, process(redis) as other:
        for _ in range(4):
            await goes(one, GROUP)
        for _ in range(10):
            assert await claims(other, GROUP, Rank.GROUP) > 0
        assert other.left(GROUP, now()) == 4


async def test_when_no_call_may_go_nobody_asks_until_one_may(redis: RedisServer) -> None:
    slow = Limits(overall_per_second=1, chat_per_second=1, chat_burst=3, group_per_minute=4)
    async with process(redis, slow) as one, process(redis, slow) as other:
        await goes(one, CHAT)
        while not (wait := await claims(other, CHAT)):
            pass
        assert 0 < other.wait_for_all(now(), Rank.ANSWER) <= wait, "another chat need not ask"


async def test_who_goes_before_is_told_to_come_sooner(redis: RedisServer) -> None:
    slow = Limits(overall_per_second=1)
    async with process(redis, slow) as one, process(redis, slow) as other:
        while not await claims(one, 1000):
            pass
        # Together, so that they are asked for at one moment.
        waits = await asyncio.gather(*(claims(other, 2000 + rank, rank) for rank in Rank))
        assert 0 < waits[0] < waits[1] < waits[2] < waits[3]


@pytest.mark.parametrize("how", ["freeze", "stop"])
async def test_without_redis_each_keeps_to_its_part_and_comes_back(redis: RedisServer, how: str) -> None:
    async with process(redis) as one:
        asked = [asyncio.create_task(goes(one, 1000 + chat)) for chat in range(20)]
        getattr(redis, how)()
        await asyncio.gather(*asked)  # none is lost, none waits for Redis to return
        await until(one, False)
        assert one._overall.rate == even(15)[0]
        for chat in range(5):
            await goes(one, 2000 + chat)
        assert one.times_lost == 1, "nobody asks a Redis that is known to be away"
        redis.stop()
        redis.start()
        await until(one, True)
        assert one._overall.rate == even(30)[0]
        await goes(one, CHAT)


async def test_losing_redis_is_no_burst(redis: RedisServer) -> None:
    async with process(redis) as one:
        await goes(one, 1)
        redis.freeze()
        asked = [asyncio.create_task(claims(one, 1000 + chat)) for chat in range(25)]
        assert all(wait > 0 for wait in await asyncio.gather(*asked)), "all look again, at their own pace"
        assert one._overall.level <= 0, "what they give back is not theirs any longer"
        redis.stop()


async def test_a_group_keeps_its_limit_while_redis_goes_and_comes(redis: RedisServer) -> None:
    async with process(redis) as one:
        for _ in range(2):
            await goes(one, GROUP)
        redis.stop()
        await until(one, False)
        for _ in range(2):
            await goes(one, GROUP)
        redis.start()
        await until(one, True)
        assert one.wait(GROUP, 1, now()) > 40, "Redis has forgotten, the process has not"
