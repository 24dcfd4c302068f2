"""Shares of the chats as they come to this process and leave it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bell import Bell
from bot.clock import Clock
from bot.couriers import Couriers
from bot.leading import Leading
from bot.pacing import Pacing
from bot.postman import Postman
from bot.replicas import Shares
from bot.staffing import Staffing
from bot.visit import Visits
from storage.inbox import Inbox, Kept
from storage.records import Storage


class Handover:
    """What `bot.replicas.Work` asks for."""

    def __init__(
        self,
        clock: Clock,
        storage: Storage,
        inbox: Inbox,
        moves: dict[int, int],
        staffing: Staffing,
        visits: Visits,
        postman: Postman,
        couriers: Couriers,
        bell: Bell,
        pacing: Pacing,
        leading: Leading,
    ) -> None:
        self._clock = clock
        self._storage = storage
        self._inbox = inbox
        self._moves = moves
        self._staffing = staffing
        self._visits = visits
        self._postman = postman
        self._couriers = couriers
        self._bell = bell
        self._pacing = pacing
        self._leading = leading

    async def inherit(self, shares: Shares) -> None:
        """Settle what the last holder left under way."""
        self._staffing.forget()  # others were told of changes meanwhile
        await self._postman.inherit(shares)

    async def sweep(self) -> None:
        """Find all that waits, and groups that have moved."""
        async with self._storage.visit(self._clock.now()) as records:
            self._moves.update(await records.threads.moves())
        self._visits.accept(await self._inbox.names(self._visits.at_most))
        self._bell.look()

    async def drain(self, shares: Shares) -> None:
        """Returns when nothing of those shares is under way here."""
        await self._visits.drained(shares)
        await self._couriers.drained(shares)

    def arrived(self, names: Sequence[tuple[int, str]]) -> None:
        """Another process has stored these updates (id, lane)."""
        self._visits.accept(Kept(id_, lane, None) for id_, lane in names)

    def look(self) -> None:
        """There may be letters."""
        self._bell.look()

    def lead(self, leads: bool) -> None:
        """Whether to lead from now on."""
        self._leading.lead(leads)

    def divide(self, processes: int) -> None:
        """So many processes live."""
        self._pacing.divide(processes)
