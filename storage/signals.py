"""Signals between the processes of one bot, through Redis: look into the database, there is news."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

ANSWER_SECONDS = 1.0  # that Redis may take; a signal is never worth waiting for
SILENCE = 30.0  # seconds after which a silent connection is asked whether it still works
AGAIN = 3.0  # seconds until another try


class Signals:
    """Nothing depends on them: who misses one finds the news a little later by itself."""

    def __init__(self, url: str, bot_id: int) -> None:
        self._channel = f"contact-center:{bot_id}:published"
        self._redis: Redis = Redis.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            health_check_interval=SILENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._is_away = False

    async def send(self) -> None:
        """Tell all processes, this one too. Redis away: nobody is told, and nothing is raised."""
        try:
            await self._redis.publish(self._channel, b"")
        except (RedisError, OSError) as error:
            self._missed(error)

    async def follow(self, heard: Callable[[], None]) -> None:
        """Call `heard` at each signal and whenever one may have been missed, until cancelled."""
        while True:
            try:
                await self._listen(heard)
            except (RedisError, OSError) as error:
                self._missed(error)
            await asyncio.sleep(AGAIN)

    async def answers(self) -> bool:
        """Whether Redis is there."""
        try:
            ping: Any = self._redis.ping()
            await ping
        except (RedisError, OSError):
            return False
        return True

    async def close(self) -> None:
        """Close all connections."""
        await self._redis.aclose()

    async def _listen(self, heard: Callable[[], None]) -> None:
        async with self._redis.pubsub() as listening:
            await listening.subscribe(self._channel)
            while True:
                message = await listening.get_message(timeout=SILENCE)
                if message is not None:  # that the subscription stands is told as a message, too
                    self._is_away = False
                    heard()

    def _missed(self, error: Exception) -> None:
        if not self._is_away:
            log.warning(
                "Redis away, what is published is found by looking: %s: %s", type(error).__name__, error
            )
        self._is_away = True
