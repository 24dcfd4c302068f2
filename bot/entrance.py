"""The dashboard's side of the bot: who comes in, and what they are shown."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

from bot.centre import LiveCentre
from bot.clock import Clock
from bot.report_file import packed
from bot.setting_values import LOOPBACK
from dashboard import page
from dashboard.summary import summary
from desk import entering
from desk.enclosure import TableKind
from desk.people import Operator
from desk.reporting import report
from storage.records import Storage
from storage.trends import TrendStore
from storage.writer import Conflict


class Entrance:
    """`dashboard.views.Desk`: one visit a request."""

    def __init__(self, storage: Storage, centre: LiveCentre, clock: Clock) -> None:
        self._storage = storage
        self._centre = centre
        self._clock = clock
        self._trends = TrendStore(storage.database)
        where = urlsplit(centre().pages)
        self.is_secure = not (where.scheme == "http" and where.hostname in LOOPBACK)

    async def enter(self, key: str) -> str | None:
        """A session for a link, once: of two who try at the same time one comes in."""
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            session = await entering.enter(key, records, self._centre(), now)
            try:
                await records.commit()
            except Conflict:
                return None
        return session

    async def holder(self, session: str) -> Operator | None:
        """Whose it is, if they still may."""
        now = self._clock.now()
        async with self._storage.visit(now) as records:
            return await entering.holder(session, records, self._centre(), now) if session else None

    async def leave(self, session: str) -> None:
        """It is over."""
        async with self._storage.visit(self._clock.now()) as records:
            await entering.leave(session, records)
            try:
                await records.commit()
            except Conflict:
                return  # twice at once: it is over all the same

    async def figures(self, days: int, by: Operator) -> str:
        """The page."""
        centre, now = self._centre(), self._clock.now()
        last = centre.day(now)
        told = await summary(last - timedelta(days=days - 1), last, self._trends, centre, now)
        return page.figures(told, by, centre)

    async def export(self, days: int, kind: TableKind) -> bytes:
        """The same span as a file, as /report has it."""
        now, centre = self._clock.now(), self._centre()
        last = centre.day(now)
        async with self._storage.visit(now) as records:
            told = await report(last - timedelta(days=days - 1), last, records, centre.zone, now)
        titles = {one.id: one.title for one in centre.departments.all}
        return await asyncio.to_thread(packed, told, titles, centre.knowledge.shelf.entries, kind)
