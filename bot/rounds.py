"""Periodic work of the contact centre: what nobody's message brings about."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.workshop import Workshop
from desk import deciding, following, polling, unjudged
from desk.centre import Centre
from desk.duty import end_forgotten
from desk.gap import KEPT
from desk.reminding import remind, warn_of_calendar
from desk.weekly import report_week
from storage import gaps
from storage.records import Storage, VisitRecords
from storage.writer import Change, Conflict, Unavailable

log = logging.getLogger(__name__)

EVERY = 600.0  # seconds

Step = Callable[[VisitRecords, datetime], Awaitable[Sequence[Change]]]


class Rounds:
    """Goes round until cancelled; the first time at once."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        centre: Callable[[], Centre],
        workshop: Workshop,
        ring: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._centre = centre
        self._workshop = workshop
        self._ring = ring

    async def serve(self) -> None:
        """Do what is due, again and again."""
        while True:
            try:
                for step in (
                    self._remind,
                    self._remind_residents,
                    self._close_polls,
                    self._report,
                    self._end_shifts,
                    self._forget,
                ):
                    await self._take(step)
            except Unavailable as error:
                log.warning("database away, the round comes again: %s", error)
            await asyncio.sleep(EVERY)

    async def _take(self, step: Step) -> None:
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            more = await step(records, now)
            with contextlib.suppress(Conflict):  # another replica was quicker
                await records.commit(*more)
                if records.outbox.has_letters:
                    self._ring()

    async def _remind(self, records: VisitRecords, now: datetime) -> Sequence[Change]:
        await remind(records, self._centre(), now)
        await warn_of_calendar(records, self._centre(), now)
        return ()

    async def _remind_residents(self, records: VisitRecords, now: datetime) -> Sequence[Change]:
        await following.remind(records, self._centre(), now)
        return ()

    async def _close_polls(self, records: VisitRecords, now: datetime) -> Sequence[Change]:
        await polling.close_due(records, self._centre(), now)
        await deciding.remind(records, self._centre(), now)
        await unjudged.remind(records, self._centre(), now)
        return ()

    async def _report(self, records: VisitRecords, now: datetime) -> Sequence[Change]:
        await report_week(records, self._workshop, self._centre(), now)
        return ()

    async def _end_shifts(self, records: VisitRecords, now: datetime) -> Sequence[Change]:
        await end_forgotten(records, self._centre(), now)
        return ()

    async def _forget(self, records: VisitRecords, now: datetime) -> Sequence[Change]:
        return (gaps.forget(now - KEPT),)
