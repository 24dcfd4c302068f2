"""Erasing by age: piece by piece, once an hour; told weekly. `contact-center retention` does or shows it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.beside import beside
from bot.clock import Clock
from bot.exits import WELL
from bot.settings import Settings
from desk import retaining
from desk.centre import Centre
from desk.privacy import Keep
from desk.retention import Rule, before, week_of
from storage.records import Storage
from storage.writer import Conflict, Unavailable

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
FIRST = timedelta(minutes=1)  # after the start: others have more urgent things to do then
TICK = 1.0  # seconds; the sandbox moves its clock
PAUSE = 0.5  # seconds between two pieces


class Retaining:
    """Erases until cancelled. Only one process may."""

    def __init__(
        self, storage: Storage, clock: Clock, centre: Callable[[], Centre], ring: Callable[[], None]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._centre = centre
        self._ring = ring

    async def serve(self) -> None:
        """Again and again."""
        since = self._clock.now() - EVERY + FIRST
        while True:
            now = self._clock.now()
            if abs(now - since) >= EVERY:
                try:
                    await self._round(now)
                    since = now
                except (Unavailable, Conflict) as error:
                    log.warning("nothing more is erased by age until the next look: %s", error)
            await asyncio.sleep(TICK)

    async def _round(self, now: datetime) -> None:
        for rule in Rule:
            more = True
            while more:
                more = await self._piece(rule, now)
                await asyncio.sleep(PAUSE if more else 0)
        async with self._storage.visit(now) as records:
            await retaining.report(records, self._centre(), now)
            await records.commit()
            if records.outbox.has_letters:
                self._ring()

    async def _piece(self, rule: Rule, now: datetime) -> bool:
        async with self._storage.visit(now) as records:
            more = await retaining.erase_some(rule, records, self._centre(), now)
            await records.commit()
            if records.outbox.has_letters:
                self._ring()
        return more


async def retain(settings: Settings, *, dry_run: bool) -> int:
    """Count what is old enough or, without `dry_run`, erase it. Raises DatabaseUnusable."""
    keep, clock = settings.privacy.as_told().keep, Clock(settings.desk.clock_file)
    async with beside(settings) as storage:
        for rule in Rule:
            work = _count if dry_run else _erase
            count = await work(rule, keep, storage, clock)
            print(f"{retaining.NAMES[rule]}\tстарше {_days(rule, keep)} дн.\t{count}")  # noqa: T201
    print("Пока ничего не стёрто." if dry_run else "Стёрто.")  # noqa: T201
    return WELL


def _days(rule: Rule, keep: Keep) -> int:
    now = datetime.now(UTC)
    return (now - before(rule, keep, now)).days


async def _count(rule: Rule, keep: Keep, storage: Storage, clock: Clock) -> int:
    now = clock.now()
    async with storage.visit(now) as records:
        return await records.retention.count(rule, before(rule, keep, now))


async def _erase(rule: Rule, keep: Keep, storage: Storage, clock: Clock) -> int:
    erased = 0
    while True:
        now = clock.now()
        async with storage.visit(now) as records:
            gone = await records.retention.erase(rule, before(rule, keep, now), week_of(now))
            retaining.clear(gone, records)
            await records.commit()
        erased += gone.count
        if gone.is_all:
            return erased
