"""Reaching PostgreSQL: while it is away one connection of all tries it, and the others hear what it found."""

from __future__ import annotations

import asyncio
from typing import Any

from storage.outages import AWAY

TRIAL_SECONDS = 2.0  # that a server which was away may take to answer
TRIAL_PAUSE = 0.25  # seconds between two trials: who asks sooner is told what the last one found


class Reaching:
    """Makes the connections of one process.

    Each lane, round and courier asks again on its own. A server that hangs would find all those attempts,
    long given up, when it wakes, and have to see to each before the one that somebody still waits for.
    """

    def __init__(self) -> None:
        self._away: Exception | None = None  # what the last attempt failed of
        self._again_at = 0.0  # by the loop's clock
        self._trial = asyncio.Lock()

    async def connect(self, *where: Any, **how: Any) -> Any:
        """A connection; the arguments and errors are those of `asyncpg.connect`."""
        if self._away is not None:
            known = self._away
            async with self._trial:
                if self._away is known and _now() >= self._again_at:
                    return await self._tried(where, how | {"timeout": min(how["timeout"], TRIAL_SECONDS)})
            if self._away is not None:
                raise ConnectionError(f"still away: {self._away or type(self._away).__name__}")
        return await self._tried(where, how)

    async def _tried(self, where: tuple[Any, ...], how: dict[str, Any]) -> Any:
        import asyncpg  # noqa: PLC0415  SQLite does without

        try:
            connection = await asyncpg.connect(*where, **how)
        except Exception as error:
            if isinstance(error, OSError) or str(getattr(error, "sqlstate", ""))[:2] in AWAY:
                self._away, self._again_at = error, _now() + TRIAL_PAUSE
            raise
        self._away = None
        return connection


def _now() -> float:
    return asyncio.get_running_loop().time()
