"""The watch: once a minute, what the passing of time brings about in open tickets."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from desk import aftercare, noticing, overseeing, watching
from desk.centre import Centre
from desk.timing import Step
from storage.records import Storage, VisitRecords
from storage.writer import Conflict, Unavailable

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
TICK = 1.0  # seconds; the sandbox moves its clock, and is not kept waiting for a minute
PAINTED = 5  # cards a look and group: all of a morning's at once would keep its other letters waiting
TOLD = 10  # late tickets told to supervisors in one message
ASKED = 20  # residents a look, whether their matter is settled: no rush on a Monday morning
LISTENED = timedelta(minutes=5)  # between two looks for spikes of questions
AT_A_STRETCH = 50  # tickets looked at before others get their turn


class Watch:
    """Looks at all open tickets until cancelled; the first time at once. Only one process may."""

    def __init__(
        self, storage: Storage, clock: Clock, centre: Callable[[], Centre], ring: Callable[[], None]
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._centre = centre
        self._ring = ring
        self._listened: datetime | None = None  # for spikes of questions
        self._unpainted: dict[int, dict[int, None]] = {}  # a group's cards that show too much time

    async def serve(self) -> None:
        """Look again and again."""
        since: datetime | None = None
        while True:
            now = self._clock.now()
            if since is None or abs(now - since) >= EVERY:
                try:
                    await self._look(since or now, now)
                    since = now
                except Unavailable as error:
                    log.warning("database away, the watch comes again: %s", error)
            await asyncio.sleep(TICK)

    async def _look(self, since: datetime, now: datetime) -> None:
        centre = self._centre()
        async with self._storage.visit(now) as records:
            tickets = await records.tickets.open()
        late = []
        for count, ticket in enumerate(tickets, 1):
            step = watching.due(ticket, centre, since, now)
            if step is Step.REFRESH:
                chat_id = centre.departments.get(ticket.department_id).chat_id
                self._unpainted.setdefault(chat_id, {})[ticket.id] = None
            elif step is Step.ESCALATE:
                late.append(ticket.id)
            elif step is not None:
                await self._attend(ticket.id, now)
            if count % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
        for first in range(0, len(late), TOLD):
            async with self._storage.visit(now) as records:
                await watching.escalate(late[first : first + TOLD], records, self._centre(), now)
                await self._keep(records)
        await self._paint(now)
        await self._ask(now)
        await self._oversee(now)

    async def _paint(self, now: datetime) -> None:
        """Cards whose time came first; the others at the next looks."""
        if not any(self._unpainted.values()):
            return
        async with self._storage.visit(now) as records:
            for cards in self._unpainted.values():
                for ticket_id in list(cards)[:PAINTED]:
                    del cards[ticket_id]
                    watching.repaint(ticket_id, records)
            await self._keep(records)

    async def _ask(self, now: datetime) -> None:
        """Residents whose tickets were closed the day before."""
        async with self._storage.visit(now) as records:
            due = await records.tickets.to_ask(now, ASKED)
        for one in due:
            async with self._storage.visit(now) as records:
                ticket = await records.tickets.get(one.id)
                if ticket is not None:
                    await aftercare.ask(ticket, records, self._centre(), now)
                    await self._keep(records)

    async def _oversee(self, now: datetime) -> None:
        """Incidents, and what may be one."""
        if self._listened is None or abs(now - self._listened) >= LISTENED:
            self._listened = now
            async with self._storage.visit(now) as records:
                await noticing.look(records, self._centre(), now)
                await self._keep(records)
        async with self._storage.visit(now) as records:
            due = await overseeing.going_on(records)
        for incident_id in due:
            async with self._storage.visit(now) as records:
                await overseeing.attend(incident_id, records, self._centre(), now)
                await self._keep(records)

    async def _attend(self, ticket_id: int, now: datetime) -> None:
        async with self._storage.visit(now) as records:
            ticket = await records.tickets.get(ticket_id)
            if ticket is None:
                return
            await watching.attend(ticket, records, self._centre(), now)
            await self._keep(records)

    async def _keep(self, records: VisitRecords) -> None:
        with contextlib.suppress(Conflict):  # somebody is at it: the next look sees what came of it
            await records.commit()
            if records.outbox.has_letters:
                self._ring()
