"""Campaigns' letters, written a piece at a time as the ones before have gone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.clock import Clock
from desk import campaigning
from desk.campaign import Course
from desk.centre import Centre
from storage.records import Storage
from storage.writer import Conflict, Unavailable

log = logging.getLogger(__name__)

TICK = 1.0  # seconds until it is looked again whether there is room
ROOM = 200  # letters of broadcasts that may wait: seven seconds' worth at Telegram's pace


class Feeding:
    """Looks until cancelled. Only one process does; should two, one of them meets a Conflict."""

    def __init__(self, storage: Storage, clock: Clock, centre: Callable[[], Centre]) -> None:
        self._storage = storage
        self._clock = clock
        self._centre = centre

    async def serve(self) -> None:
        """Feed what there is room for, again and again."""
        while True:
            try:
                wrote = await self._look()
            except Unavailable as error:
                log.warning("database away, campaigns wait: %s", error)
                wrote = False
            if not wrote:
                await asyncio.sleep(TICK)

    async def _look(self) -> bool:
        """A piece of each campaign that goes: a small one does not wait for the end of a large one."""
        now, wrote = self._clock.now(), False
        async with self._storage.visit(now) as records:
            open_ = await records.campaigns.open()
            going = [one.id for one in open_ if one.goes(now)]
            waiting = len(await records.mailbag.queued(ROOM)) if open_ else 0
        for campaign_id in going if waiting < ROOM else ():
            async with self._storage.visit(now) as records:
                if await campaigning.feed(campaign_id, records, self._centre(), now):
                    with contextlib.suppress(Conflict):  # paused, or cancelled, this very moment
                        await records.commit()
                        wrote = True
        if not waiting:
            await self._end([one.id for one in open_ if one.course is Course.WRITTEN], now)
        return wrote

    async def _end(self, campaigns: Sequence[str], now: datetime) -> None:
        for campaign_id in campaigns:
            async with self._storage.visit(now) as records:
                await campaigning.end(campaign_id, records)
                with contextlib.suppress(Conflict):
                    await records.commit()
