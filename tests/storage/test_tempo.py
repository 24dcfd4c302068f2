"""One tempo for several processes, counted on Redis's own clock: how fast this machine is does not matter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from storage.tempo import Asked, Away, Tempo
from tests.storage.redis_server import RedisServer

BOT, GROUP = 7_000_000, -100
MINUTE = 60.0


@dataclass(frozen=True)
class Limits:
    """Calls that all processes together may make."""

    overall_per_second: float = 1000.0
    chat_per_second: float = 1000.0
    chat_burst: int = 1000
    group_per_minute: int = 1000


@dataclass(frozen=True)
class Made:
    """A call, and between which seconds of Redis's clock it was allowed."""

    after: float
    before: float


@pytest.fixture
async def clock(redis: RedisServer) -> AsyncIterator[Redis]:
    """A connection of the test's own."""
    async with Redis.from_url(redis.url) as own:
        yield own


async def seconds(clock: Redis) -> float:
    second, micro = await clock.time()
    return float(second) + float(micro) / 1e6


def most_within(made: list[Made], span: float) -> int:
    """The most calls that surely were allowed within one span of Redis's seconds."""
    return max(
        sum(1 for one in made if one.after >= first.after and one.before < first.after + span)
        for first in made
    )


async def hammering(
    redis: RedisServer, clock: Redis, limits: Limits, chat_id: int | None, calls: int, living: int = 3
) -> list[Made]:
    """Three processes ask without a pause, until so many calls have been allowed."""
    made: list[Made] = []

    async def process(number: int) -> None:
        tempo, chat = Tempo(redis.url, BOT, limits), 0
        while len(made) < calls:
            chat += 1
            asked = [Asked(chat_id or number * 10**6 + chat, 1)]
            after = await seconds(clock)
            [(own, every)] = await tempo.ask(asked, living, 1.0)
            if not own and not every:
                made.append(Made(after, await seconds(clock)))
        await tempo.close()

    await asyncio.gather(*map(process, range(3)))
    return made


async def test_all_together_make_no_more_calls_than_one_may(redis: RedisServer, clock: Redis) -> None:
    made = await hammering(redis, clock, Limits(overall_per_second=40), None, 100)
    for span in (0.2, 0.5, 1.0, 2.0):
        assert most_within(made, span) <= 2 + 40 * span


async def test_a_flush_brings_no_burst_and_stops_nobody(redis: RedisServer, clock: Redis) -> None:
    async def flush() -> None:
        while True:
            await asyncio.sleep(0.25)
            await clock.flushall()
            await clock.script_flush()

    flushing = asyncio.create_task(flush())
    made = await hammering(redis, clock, Limits(overall_per_second=40), None, 70)
    flushing.cancel()
    for span in (0.2, 0.5, 1.0, 2.0):
        assert most_within(made, span) <= 2 + 40 * span


async def test_a_group_has_its_limit_in_any_window(redis: RedisServer, clock: Redis) -> None:
    made = await hammering(redis, clock, Limits(group_per_minute=5), GROUP, 12)
    assert most_within(made, 1.0) <= 5


async def test_a_chat_has_its_burst_and_then_its_pace(redis: RedisServer, clock: Redis) -> None:
    made = await hammering(redis, clock, Limits(chat_per_second=4, chat_burst=3), 7, 10)
    for span in (0.25, 1.0, 2.0):
        assert most_within(made, span) <= 3 + 4 * span


async def test_those_who_do_not_ask_are_left_their_part(redis: RedisServer, clock: Redis) -> None:
    made = await hammering(redis, clock, Limits(overall_per_second=40), None, 50, living=6)
    for span in (0.5, 1.0, 2.0):
        assert most_within(made, span) <= 2 + 40 * span / 2


async def test_whoever_has_to_wait_is_told_how_long(redis: RedisServer, clock: Redis) -> None:
    tempo = Tempo(redis.url, BOT, Limits(overall_per_second=10**6, group_per_minute=10, chat_burst=1))
    await tempo.ask([], 1, MINUTE)
    ask = [Asked(GROUP, 6), Asked(GROUP, 3, kept=2), Asked(7, 1), Asked(GROUP, 4), Asked(-200, 1)]
    waits = await tempo.ask(ask, 1, MINUTE)
    assert [every for _, every in waits] == [0] * 5
    assert waits[0][0] == waits[2][0] == waits[3][0] == waits[4][0] == 0
    assert 59 < waits[1][0] <= 60, "three and two more are not free any longer"
    [(own, _)] = await tempo.ask([Asked(GROUP, 1)], 1, MINUTE)
    assert 59 < own <= 60
    await tempo.ask([Asked(GROUP, -1)], 1, MINUTE)
    assert await tempo.ask([Asked(GROUP, 1)], 1, MINUTE) == [(0.0, 0.0)], "what was given back may be spent"
    await tempo.close()


async def test_what_can_wait_leaves_a_chats_burst_and_comes_after_those_before(redis: RedisServer) -> None:
    tempo = Tempo(redis.url, 1, Limits(overall_per_second=10.0, chat_per_second=1.0, chat_burst=5))
    try:
        await tempo.ask([Asked(1, 0)], 1, MINUTE)
        await asyncio.sleep(0.3)  # a call is there: nothing is known before the first question
        asked = [Asked(100 + number, 1, kept=5, free=0.5) for number in range(3)]
        waits = await tempo.ask(asked, 1, MINUTE)
        assert [every == 0 for _, every in waits] == [True, False, False]
        [(_, sooner), (own, later)] = await tempo.ask(
            [Asked(1, 1), Asked(100, 1, kept=5, free=0.5)], 1, MINUTE
        )
        assert 0 < sooner < later
        assert own > 0.5, "its burst has been touched"
    finally:
        await tempo.close()


async def test_a_clock_that_was_set_back_holds_up_nobody(redis: RedisServer, clock: Redis) -> None:
    tempo = Tempo(redis.url, BOT, Limits(overall_per_second=10**6, group_per_minute=1))
    [key_here, key_all] = [f"contact-center:{{{BOT}}}:tempo:{name}" for name in ("here", "all")]
    later = await seconds(clock) * 1000 + 3_600_000
    await clock.zadd(key_here, {"another": later})
    async with clock.pipeline() as pipeline:
        pipeline.hset(key_all, mapping={"level": 1, "at": later})
        pipeline.rpush(f"contact-center:{{{BOT}}}:tempo:{GROUP}", later)
        await pipeline.execute()
    assert await tempo.ask([Asked(GROUP, 1)], 1, MINUTE) == [(0.0, 0.0)]
    assert await clock.zcard(key_here) == 1
    await tempo.close()


async def test_nothing_is_kept_of_chats_that_owe_nothing(redis: RedisServer, clock: Redis) -> None:
    tempo = Tempo(redis.url, BOT, Limits(chat_per_second=50, chat_burst=2))
    await tempo.ask([], 1, 0.05)
    await asyncio.sleep(0.05)
    await tempo.ask([Asked(7, 1), Asked(GROUP, 1)], 1, 0.05)
    for _ in range(200):
        if len(await clock.keys("*")) == 2:
            break
        await asyncio.sleep(0.01)
    assert {one.decode().rpartition(":")[2] for one in await clock.keys("*")} <= {"here", "all"}
    await tempo.close()


async def test_a_redis_that_is_away_is_told_as_such(redis: RedisServer) -> None:
    tempo = Tempo(redis.url, BOT, Limits())
    redis.stop()
    with pytest.raises(Away):
        await tempo.ask([], 1, MINUTE)
    redis.start()
    await tempo.ask([], 1, MINUTE)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(tempo.close)
        own = await stack.enter_async_context(Redis.from_url(redis.url))
        await own.set(f"contact-center:{{{BOT}}}:tempo:here", "something else")
        with pytest.raises(Away):
            await tempo.ask([], 1, MINUTE)
