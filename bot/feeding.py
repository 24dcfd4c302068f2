"""Campaigns' letters, written a piece at a time as the ones before have gone; and how each of them goes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.clock import Clock
from desk import campaign_pages, campaigning
from desk.campaign import Campaign, Course
from desk.centre import Centre
from desk.letters import Say
from storage.records import Storage, VisitRecords
from storage.writer import Conflict, Unavailable

log = logging.getLogger(__name__)

TICK = 1.0  # seconds until it is looked again whether there is room
ROOM = 200  # letters of broadcasts that may wait: seven seconds' worth at Telegram's pace
PAUSED = campaign_pages.COURSES[Course.PAUSED]
TOLD_EVERY = 5.0  # seconds between two changes of the message that tells how it goes


class Feeding:
    """Looks until cancelled. Only one process does; should two, one of them meets a Conflict."""

    def __init__(
        self, storage: Storage, clock: Clock, centre: Callable[[], Centre], ring: Callable[[], None]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._centre = centre
        self._ring = ring
        self._told: dict[str, tuple[str, Say]] = {}  # how each goes, and what its message says
        self._told_at = 0.0

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
            waiting = len(await records.mailbag.queued(ROOM)) if open_ else 0
        for one in open_ if waiting < ROOM else ():
            if one.goes(now):
                async with self._storage.visit(now) as records:
                    fed = await campaigning.feed(one.id, records, self._centre(), now)
                    wrote = (await self._keep(records) and fed) or wrote
        await self._tell(open_, now)
        if not waiting:
            await self._end([one.id for one in open_ if one.course is Course.WRITTEN], now)
        return wrote

    async def _tell(self, open_: Sequence[Campaign], now: datetime) -> None:
        """Whoever has sent it off sees how it goes, in one message."""
        monotonic = asyncio.get_running_loop().time()
        if monotonic < self._told_at + TOLD_EVERY:
            return
        self._told_at = monotonic
        self._told = {one.id: self._told[one.id] for one in open_ if one.id in self._told}
        for one in open_:
            course = campaign_pages.course(one, self._centre().zone, now)
            known = self._told.get(one.id)
            if one.shown_at is None or (known and known[0] == course and course in campaign_pages.RESTING):
                continue
            async with self._storage.visit(now) as records:
                said = await campaigning.board(one, records, self._centre(), now)
                self._told[one.id] = course, said
                # Whoever has just sent it off, paused it or let it go on, was shown it by that.
                if known and known[1] != said and (known[0] == PAUSED) == (course == PAUSED):
                    campaigning.tell(one, said, records)
                    await self._keep(records)

    async def _end(self, campaigns: Sequence[str], now: datetime) -> None:
        for campaign_id in campaigns:
            async with self._storage.visit(now) as records:
                await campaigning.end(campaign_id, records, self._centre(), now)
                await self._keep(records)

    async def _keep(self, records: VisitRecords) -> bool:
        """False: it was paused, or cancelled, this very moment."""
        with contextlib.suppress(Conflict):
            await records.commit()
            if records.outbox.has_letters:
                self._ring()
            return True
        return False
