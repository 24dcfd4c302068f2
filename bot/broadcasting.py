"""Letters of broadcasts, let in one by one as there is room: a million of them wait in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.clock import Clock
from bot.couriers import Couriers
from bot.replicas import Part, held
from desk.centre import Centre
from desk.quiet_hours import is_quiet
from storage import marks
from storage.letters import Posted, Unreadable
from storage.records import Storage
from storage.writer import Unavailable

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds until it is looked whether a broadcast has begun
AT_A_LOOK = 100  # letters read at once
BUSY = 0.5  # seconds when all of these are on their way already


class Broadcasting:
    """Gives the couriers what is queued, no faster than it can go, and nothing at night."""

    def __init__(
        self, storage: Storage, couriers: Couriers, clock: Clock, part: Part, centre: Callable[[], Centre]
    ) -> None:
        self._storage = storage
        self._couriers = couriers
        self._clock = clock
        self._part = part
        self._centre = centre

    async def serve(self) -> None:
        """Look for letters for ever."""
        while True:
            try:
                found = await self._next(self._clock.now())
            except Unavailable as error:
                log.warning("database away, broadcasts wait: %s", error)
                found = []
            in_hand = self._couriers.in_hand()
            fresh = [one for one in found if one.id not in in_hand]
            for posted in fresh:
                while (pause := self._couriers.wait_for_room()) > 0:  # noqa: ASYNC110  it rings no bell
                    await asyncio.sleep(pause)
                self._couriers.take(posted, posted.chat_id)
                await asyncio.sleep(0)  # it spends what it takes before the next one is looked at
            if not fresh:
                await asyncio.sleep(BUSY if found else LOOK_EVERY)

    async def _next(self, now: datetime) -> list[Posted]:
        if is_quiet(now, self._centre().zone):
            return []
        async with self._storage.visit(now) as records:
            found = await records.mailbag.queued(AT_A_LOOK, held(self._part))
            unread = [one for one in found if isinstance(one, Unreadable)]
            if unread:
                await records.commit(*(marks.dead(one.id, one.problem, now) for one in unread))
            return [one for one in found if isinstance(one, Posted)]
