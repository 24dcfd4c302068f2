"""Telegram's side of a webhook: each update is brought again and again until it is taken."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterable, Iterator

import aiohttp

from bench.contact_center import SECRET

IN_FLIGHT = 40  # Bot API: max_connections of a webhook, by default
PATIENCE = 0.05  # seconds before an update is brought again
HEADERS = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}


class Feeder:
    """Brings updates to one webhook, or in turn to several, as a balancer does."""

    def __init__(self, *urls: str) -> None:
        self._urls = itertools.cycle(urls)
        self.brought_again = 0

    async def __aenter__(self) -> Feeder:
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=30)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, headers=HEADERS)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def bring(self, body: bytes) -> float:
        """Until it is taken; the monotonic time of the first try."""
        began = time.monotonic()
        while not await self._taken(body):
            self.brought_again += 1
            await asyncio.sleep(PATIENCE)
        return began

    async def bring_all(self, bodies: Iterable[bytes]) -> None:
        """As many at once as Telegram does."""
        waiting = iter(bodies)
        await asyncio.gather(*(self._bring_each(waiting) for _ in range(IN_FLIGHT)))

    async def bring_evenly(self, bodies: Iterable[bytes], per_second: float) -> list[float]:
        """One after another at that pace, whatever becomes of them; when each was first brought."""
        start = time.monotonic()
        brought: list[asyncio.Future[float]] = []
        for number, body in enumerate(bodies):
            await asyncio.sleep(start + number / per_second - time.monotonic())
            brought.append(asyncio.ensure_future(self.bring(body)))
        return await asyncio.gather(*brought)

    async def _bring_each(self, waiting: Iterator[bytes]) -> None:
        for body in waiting:
            await self.bring(body)

    async def _taken(self, body: bytes) -> bool:
        try:
            async with self._session.post(next(self._urls), data=body) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
