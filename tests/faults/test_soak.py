"""Minutes of conversations while one thing after another breaks, by chance; the seed is printed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from sandbox.chats import GROUP_ID
from sandbox.client import Refused
from tests.faults.test_telegram import SENDING, UNKNOWN
from tests.faults.town import ANNA, Town, inhabited

MINUTES = float(os.environ.get("MINUTES") or 5)
RESIDENTS = 10
SETTLING = 600.0  # seconds that the end may take


class Soak:
    """A town, and all that befalls it."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.chance = random.Random(seed)
        self.befell = Counter[str]()
        self.may_reply = asyncio.Event()
        self.may_reply.set()
        self.goes_on = True

    async def talk(self, resident: int) -> None:
        """A resident who writes now and then."""
        while self.goes_on:
            await self.town.says(resident)
            await asyncio.sleep(self.chance.uniform(0.2, 3))

    async def reply(self) -> None:
        """Anna, who answers in one topic or another."""
        while self.goes_on:
            await self.may_reply.wait()
            if topics := self.town.topics():
                await self.town.replies(self.chance.choice(topics))
            await asyncio.sleep(self.chance.uniform(0.2, 1))

    async def suffer(self, until: float) -> None:
        """One trouble after the other, with a breath between."""
        troubles: list[Callable[[], Awaitable[None]]] = [
            *(self.kill, self.stop, self.refuse, self.refuse, self.fail, self.fail, self.fail),
            *(self.delay, self.delete_a_topic, self.jump, self.lock),
        ]
        while time.monotonic() < until:
            trouble = self.chance.choice(troubles)
            self.befell[trouble.__name__] += 1
            await trouble()
            await asyncio.sleep(self.chance.uniform(0.5, 4))

    async def kill(self) -> None:
        await self.town.program.kill()
        await self.town.start()

    async def stop(self) -> None:
        await self.town.stop()
        await self.town.start()

    async def refuse(self) -> None:
        chat = self.chance.choice((None, GROUP_ID, *self.town.residents))
        times, seconds = self.chance.randint(1, 10), self.chance.randint(1, 3)
        await self.town.client.fault("429", chat=chat, times=times, retry_after=seconds)

    async def fail(self) -> None:
        kind, method = self.chance.choice(UNKNOWN), self.chance.choice((*SENDING, "*", "getUpdates"))
        self.befell[kind] += 1
        await self.town.client.fault(kind, method=method, times=self.chance.randint(1, 4))

    async def delay(self) -> None:
        await self.town.client.fault(
            "delay", seconds=self.chance.uniform(0.5, 3), times=self.chance.randint(1, 5)
        )

    async def delete_a_topic(self) -> None:
        """Not one in which a reply is still to be read: nobody would know whom it was for."""
        self.may_reply.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(20):
                while self.town.updates.waiting or (await self.town.figures())["inbox_pending"]:  # noqa: ASYNC110  nothing tells
                    await asyncio.sleep(0.1)
                topic = self.chance.choice(self.town.topics())
                with contextlib.suppress(Refused):
                    await self.town.client.topic(ANNA, "delete", thread=topic)
        self.may_reply.set()

    async def jump(self) -> None:
        seconds = self.chance.choice((-86_400, -3600, -90, 90, 3600, 86_400))
        await self.town.client.clock(advance=seconds)
        await asyncio.sleep(self.chance.uniform(0.5, 3))
        await self.town.client.clock(advance=-seconds)

    async def lock(self) -> None:
        """Another program holds the file, as a backup tool might."""
        path = self.town.url.partition(":///")[2]
        seconds = self.chance.uniform(0.5, 5)

        def hold() -> None:
            with contextlib.closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as other:
                other.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
                other.execute("ROLLBACK")

        await asyncio.to_thread(hold)


@pytest.mark.soak
@pytest.mark.timeout(MINUTES * 60 + SETTLING + 300)
async def test_whatever_breaks_nothing_is_lost_and_nothing_is_said_twice(tmp_path: Path) -> None:
    seed = int(os.environ.get("SEED") or time.time())
    print(f"\nSEED={seed} MINUTES={MINUTES:g}", flush=True)
    async with inhabited(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/town.sqlite3", RESIDENTS) as town:
        await town.acquainted()
        soak = Soak(town, seed)
        async with asyncio.TaskGroup() as talk:
            talk.create_task(soak.reply())
            for one in town.residents:
                talk.create_task(soak.talk(one))
            await soak.suffer(time.monotonic() + MINUTES * 60)
            soak.goes_on = False
        await town.client.no_faults()
        await town.quiet(SETTLING)
        await town.stop()
        verdict = await town.verdict()
    print(f"{MINUTES:g} minutes, {dict(soak.befell)}: {verdict}")
    assert verdict.holds, f"SEED={seed}: {verdict} {verdict.lost} {town.told_of(verdict)}"
