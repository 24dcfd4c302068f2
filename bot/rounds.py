"""Periodic work of the contact centre: what nobody's message brings about."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.clock import Clock
from desk.centre import Centre
from desk.reminding import remind
from storage.records import Storage
from storage.writer import Conflict, Unavailable

log = logging.getLogger(__name__)

EVERY = 600.0  # seconds


class Rounds:
    """Goes round until cancelled; the first time at once."""

    def __init__(
        self, storage: Storage, clock: Clock, centre: Callable[[], Centre], ring: Callable[[], None]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._centre = centre
        self._ring = ring

    async def serve(self) -> None:
        """Do what is due, again and again."""
        while True:
            try:
                await self._remind()
            except Conflict:  # another replica was quicker
                pass
            except Unavailable as error:
                log.warning("database away, the round comes again: %s", error)
            await asyncio.sleep(EVERY)

    async def _remind(self) -> None:
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            await remind(records, self._centre(), now)
            await records.commit()
            if records.outbox.has_letters:
                self._ring()
