"""Which chats this process works on when there are several of it; all of them when it is alone."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import socket
from collections.abc import Sequence
from typing import Protocol

from bot.tasks import Tasks
from storage.database import Database
from storage.outages import Unavailable
from storage.shares import FIRST, LEASE, SHARES, ShareBook, Standing, share_of, share_of_lane

log = logging.getLogger(__name__)

BEAT = 1.0  # seconds
SWEEP_EVERY = 5.0  # seconds until work is found that nobody was told of

Shares = frozenset[int]


class Part(Protocol):
    """The part of all chats that is this process's. `is_whole`: all of them, for ever."""

    is_whole: bool

    @property
    def is_alone(self) -> bool:
        """Whether nobody else stores updates just now."""
        ...

    def has_chat(self, chat_id: int) -> bool:
        """Whether letters for that chat are sent here."""
        ...

    def has_lane(self, lane: str) -> bool:
        """Whether updates of that lane are visited here."""
        ...

    def tell(self) -> None:
        """There are new letters, maybe for chats of other processes."""
        ...


def held(part: Part) -> list[int] | None:
    """The numbers of the shares that are this process's now; None: all, for ever."""
    return None if part.is_whole else [number for number in range(SHARES) if part.has_chat(number)]


class Alone:
    """The only process: everything is its own."""

    is_whole = True
    is_alone = True

    def has_chat(self, _: int) -> bool:
        """Yes."""
        return True

    def has_lane(self, _: str) -> bool:
        """Yes."""
        return True

    def tell(self) -> None:
        """There is nobody else."""


class Work(Protocol):
    """What is done with shares."""

    async def inherit(self, shares: Shares) -> None:
        """Settle what the last holder left under way."""
        ...

    async def sweep(self) -> None:
        """Find all that waits."""
        ...

    async def drain(self, shares: Shares) -> None:
        """Returns when nothing of those shares is under way here."""
        ...

    def look(self) -> None:
        """There may be letters."""
        ...

    def arrived(self, names: Sequence[tuple[int, str]]) -> None:
        """Another process has stored these updates (id, lane)."""
        ...

    def lead(self, leads: bool) -> None:
        """Whether to lead from now on."""
        ...

    def divide(self, processes: int) -> None:
        """So many processes live."""
        ...


class Replicas:
    """Holds shares by telling once a second that this process lives.

    A process that could not tell for as long as a lease stops working on what it holds before others may
    begin. Others leave a silent one LEASE seconds more if they have not reached the database themselves:
    after an outage nobody is taken for dead.
    """

    is_whole = False

    def __init__(self, database: Database, tasks: Tasks) -> None:
        self._me = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._book = ShareBook(database, self._me, self._hear)
        self._tasks = tasks
        self._beating = asyncio.Lock()
        self._mine: Shares = frozenset()
        self._giving: Shares = frozenset()
        self._until = 0.0  # monotonic seconds: what is mine is so until then
        self._may_take_from = 0.0
        self._swept = 0.0
        self._has_found_all = False
        self._joined = self._leads = self._stopping = False
        self._to_tell = False
        self.living = 1

    @property
    def is_alone(self) -> bool:
        """Whether nobody else stores updates just now, and none waits that has not been found yet."""
        return self.living == 1 and self._has_found_all

    @property
    def figures(self) -> dict[str, float]:
        """For `/metrics`."""
        held = len(self._mine) if _monotonic() < self._until else 0
        return {"replicas": self.living, "shares": held, "leads": int(self._leads)}

    def has(self, share: int) -> bool:
        """Whether that share is in this process's hand now."""
        return share in self._mine and _monotonic() < self._until

    def has_chat(self, chat_id: int) -> bool:
        """Whether letters for that chat are sent here."""
        return self.has(share_of(chat_id))

    def has_lane(self, lane: str) -> bool:
        """Whether updates of that lane are visited here."""
        return self.has(share_of_lane(lane))

    def tell(self) -> None:
        """There are new letters, maybe for chats of other processes."""
        if self.living > 1 and not self._to_tell:
            self._to_tell = True
            self._tasks.start(self._tell(), "telling")

    def elsewhere(self, arrived: Sequence[tuple[int, str]]) -> str | None:
        """How others are told of updates stored here, None if there is nothing to tell."""
        theirs = [one for one in arrived if not self.has_lane(one[1])]
        return _said(self._me, theirs) if theirs else None

    def _hear(self, said: str) -> None:
        """What another process has told."""
        told = json.loads(said)
        if told["from"] == self._me:
            return
        if told["updates"]:
            self._work.arrived([(id_, lane) for id_, lane in told["updates"]])
        else:
            self._work.look()

    async def start(self, work: Work) -> None:
        """Take part. With the database away that comes later, from `serve`."""
        self._work = work
        await self._beat()
        if not self.is_alone:
            await asyncio.sleep(BEAT)  # until the others know that updates may be stored here, too

    async def serve(self) -> None:
        """Hold on, until cancelled."""
        while not self._stopping:
            await asyncio.sleep(BEAT)
            await self._beat()

    async def stop(self) -> None:
        """Leave everything to others; what was under way here has ended."""
        self._stopping = True
        try:
            async with self._beating:
                await self._book.leave()
        except Unavailable as error:
            log.warning("database away, others take over in %g s: %s", LEASE, error)
        await self._book.close()

    async def _beat(self) -> None:
        async with self._beating:
            if not self._stopping:
                await self._once()

    async def _once(self) -> None:
        begun = _monotonic()
        try:
            if not self._joined:
                await self._book.join()
                self._joined = True
                if self._may_take_from:  # it may have been long in the coming, for the others as well
                    self._may_take_from = _monotonic() + LEASE + BEAT
            standing = await self._book.beat(may_take=begun >= self._may_take_from)
            await self._stand(standing, begun)
        except Unavailable as error:
            if self._joined:
                log.warning("database away, nothing is taken over: %s", error)
            self._joined = False
            self._may_take_from = _monotonic() + LEASE + BEAT
        self._lead(self.has(FIRST))

    async def _stand(self, standing: Standing, begun: float) -> None:
        if begun > self._until:  # what was in hand has been let go
            self._has_found_all = False
        self._until = begun + LEASE
        # After an outage the others may only not have spoken yet.
        living = max(standing.living, self.living if begun < self._may_take_from else 1)
        if self.living != living:
            self.living = living
            self._work.divide(living)
        self._mine &= standing.held
        new = standing.held - self._mine - self._giving
        if new:
            self._has_found_all = False
            await self._work.inherit(new)
            self._mine |= new
            log.info("%d of the shares are here now, %d processes", len(self._mine), self.living)
        surplus = frozenset(sorted(self._mine)[standing.fair :])
        if surplus and not self._giving:
            self._mine -= surplus
            self._giving = surplus
            self._tasks.start(self._hand_over(surplus), "handing over")
        if not self._has_found_all or (self.living > 1 and begun > self._swept + SWEEP_EVERY):
            self._swept = begun
            await self._work.sweep()
            self._has_found_all = True

    async def _hand_over(self, shares: Shares) -> None:
        await self._work.drain(shares)
        while not self._stopping:
            try:
                await self._book.give(shares)
                break
            except Unavailable:
                await asyncio.sleep(BEAT)
        self._giving = frozenset()

    def _lead(self, leads: bool) -> None:
        if leads != self._leads and not self._stopping:
            self._leads = leads
            self._work.lead(leads)

    async def _tell(self) -> None:
        self._to_tell = False
        try:
            await self._book.tell(_said(self._me, ()))
        except Unavailable:
            return  # found by a sweep


def _said(me: str, updates: Sequence[tuple[int, str]]) -> str:
    return json.dumps({"from": me, "updates": updates}, separators=(",", ":"))


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
