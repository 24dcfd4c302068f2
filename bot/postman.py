"""Takes due letters out of the outbox and gives each to its chat's courier. Nobody else sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.addressing import place
from bot.bell import Bell
from bot.clock import Clock
from bot.couriers import Couriers
from bot.errands import calls
from bot.pacing import Pacing
from bot.pictures import Pictures
from bot.replicas import Part, held
from bot.settling import Settler
from desk.centre import Centre
from storage import marks
from storage.letters import Posted, Unreadable
from storage.records import Storage, VisitRecords
from storage.shares import share_of
from storage.writer import Unavailable

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds, should a bell have been missed
AT_ONCE = 1000  # letters read by one statement


class Postman:
    """Looks for letters whenever the bell rings."""

    def __init__(
        self,
        storage: Storage,
        couriers: Couriers,
        pacing: Pacing,
        clock: Clock,
        settler: Settler,
        centre: Callable[[], Centre],
        pictures: Pictures,
        part: Part,
        bell: Bell,
    ) -> None:
        self._storage = storage
        self._couriers = couriers
        self._pacing = pacing
        self._clock = clock
        self._settler = settler
        self._centre = centre
        self._pictures = pictures
        self._part = part
        self._bell = bell
        self._seen = 0
        self._homeless: set[int] = set()  # letters for a group that is not set
        self._stopping = False

    async def inherit(self, shares: frozenset[int] | None = None) -> None:
        """Settle what a crash left under way, and remember the calls made for groups within the minute.

        For all chats, or those of shares that another process has held so far.
        """
        now, monotonic = self._clock.now(), _monotonic()
        self._pictures.forget()
        async with self._storage.visit(now) as records:
            went = [
                # A clock that was put back since must not silence a group until it is where it was.
                (chat_id, monotonic - max((now - at).total_seconds(), 0.0), made)
                for chat_id, at, made in await records.mailbag.recent_in_groups(now - timedelta(minutes=1))
                if shares is None or share_of(chat_id) in shares
            ]
            for left in await records.mailbag.under_way(shares):
                if isinstance(left, Unreadable):
                    records.outbox.record(marks.dead(left.id, left.problem, now))
                else:
                    await self._settler.after_a_crash(left.id, left.letter, records, now)
                    went.append((left.chat_id, monotonic, calls(left)))
            self._pacing.resume(went, monotonic)
            await records.commit()

    async def serve(self) -> None:
        """Look for letters whenever the bell rings, until stopped."""
        while not self._stopping:
            self._bell.begin()
            try:
                await self._collect()
            except Unavailable as error:
                log.warning("database away, letters wait: %s", error)
            if not await self._bell.heard(LOOK_EVERY):
                self._pacing.forget_idle(_monotonic())

    async def stop(self) -> None:
        """Take no more letters; calls in flight get their time to end."""
        self._stopping = True
        self._bell.look()
        await self._couriers.stop()

    async def _collect(self) -> None:
        now = self._clock.now()
        in_hand = frozenset() if self._part.is_whole else self._couriers.in_hand()
        async with self._storage.visit(now) as records:
            found = await self._waiting(records, in_hand)
            unread = [one for one in found if isinstance(one, Unreadable)]
            if unread:
                await records.commit(*(marks.dead(one.id, one.problem, now) for one in unread))
                log.error("%d letters cannot be read and are dead: %s", len(unread), unread[0].problem)
            if not self._part.is_whole:
                # What has been sent while it was read, and what has come.
                in_hand |= self._couriers.in_hand()
            for posted in found:
                if isinstance(posted, Posted) and posted.id not in in_hand:
                    await self._sort(posted, records)
                self._seen = max(self._seen, posted.id)

    async def _waiting(self, records: VisitRecords, in_hand: frozenset[int]) -> Sequence[Posted | Unreadable]:
        """All of it: the story a topic begins with may be written long after what is to follow it."""
        shares = held(self._part)
        found: list[Posted | Unreadable] = []
        if shares is None:
            read = AT_ONCE
            while read == AT_ONCE:
                page = await records.mailbag.waiting(found[-1].id if found else self._seen, AT_ONCE)
                found += page
                read = len(page)
            return found
        # Other processes count the same ids up: a smaller one may be committed later than a greater one.
        waiting = await records.mailbag.waiting_ids(shares)
        new = [one for one in waiting if one not in in_hand and one not in self._homeless]
        for start in range(0, len(new), AT_ONCE):
            found += await records.mailbag.these(new[start : start + AT_ONCE])
        return found

    async def _sort(self, posted: Posted, records: VisitRecords) -> None:
        chat_id = self._settler.moves.get(posted.chat_id, posted.chat_id)
        if not chat_id:
            where = await place(posted, records, self._centre(), self._settler.moves)
            if where is None:
                log.warning("letter %d waits: no operators' group is set (desk.operators_chat)", posted.id)
                self._homeless.add(posted.id)
                return
            chat_id = where.chat_id
        self._couriers.take(posted, chat_id)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
