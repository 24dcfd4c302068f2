"""The tempo of all processes of a bot, kept by Redis on its own clock: who may call now, who has to wait."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from storage.evenly import even

SCRIPT = Path(__file__).with_suffix(".lua").read_text("utf-8")
SILENCE = 2.5  # seconds until Redis no longer counts on a process that has not asked
Wait = tuple[float, float]


class Away(Exception):
    """Redis does not answer, or not as it should."""


class Limits(Protocol):
    """Calls that all processes together may make."""

    @property
    def overall_per_second(self) -> float:
        """To all chats."""
        ...

    @property
    def chat_per_second(self) -> float:
        """To a private chat."""
        ...

    @property
    def chat_burst(self) -> float:
        """To a private chat, at once."""
        ...

    @property
    def group_per_minute(self) -> int:
        """To a group."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """So many calls to a chat; `kept` more must stay free there. Fewer than none: they did not go.

    `free`: the part of what all chats may get at once beyond one call that must be there.
    """

    chat_id: int
    calls: int
    kept: int = 0
    free: float = 0.0


class Tempo:
    """One process's side of it.

    A process that does not ask for SILENCE seconds is taken for one that keeps to its own equal part:
    those who do ask get the rest.
    """

    def __init__(self, url: str, bot_id: int, limits: Limits) -> None:
        self._me = secrets.token_hex(8)
        self._prefix = f"contact-center:{{{bot_id}}}:tempo"  # in braces: one slot of a cluster
        self._limits = limits
        self._redis: Redis = Redis.from_url(url, retry=Retry(NoBackoff(), 0))
        self._script = self._redis.register_script(SCRIPT)

    async def ask(self, requests: Sequence[Asked], living: int, window: float) -> list[Wait]:
        """Seconds that each has to wait for its chat, and for anybody; where both are 0 the calls are spent.

        `living`: processes that live; `window`: seconds of a group's limit. Raises Away. Waits for Redis as
        long as it takes: who asks knows how long that may be.
        """
        limits = self._limits
        keys = [f"{self._prefix}:here", f"{self._prefix}:all"]
        given: list[str | float] = [
            *(self._me, living, *even(limits.overall_per_second), limits.chat_per_second, limits.chat_burst),
            *(limits.group_per_minute, window * 1000, SILENCE * 1000),
        ]
        for one in requests:
            keys.append(f"{self._prefix}:{one.chat_id}")
            given += (one.calls, one.kept, int(one.chat_id < 0), one.free)
        try:
            waits: list[int] = await self._script(keys=keys, args=given)
        except (RedisError, OSError) as error:
            raise Away(type(error).__name__) from error
        return [(own / 1000, every / 1000) for own, every in zip(waits[::2], waits[1::2], strict=True)]

    async def close(self) -> None:
        """Close the connection."""
        await self._redis.aclose()
