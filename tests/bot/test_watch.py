"""The watch looks once a minute, follows the clock's jumps, and paints few cards at a time."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot import watch
from bot.clock import Clock
from bot.watch import PAINTED, Watch
from desk.letters import Say
from desk.ticket import ticket_id
from desk.touches import Card
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.desk.samples import AT, TICKET, centre

HOUR = timedelta(hours=1)


class FakeClock(Clock):
    """Stands where it was put."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.at = now

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> tuple[FakeStorage, FakeClock, Watch]:
    """Twice as many new tickets as are painted at a time, and one that is closed."""
    monkeypatch.setattr(watch, "TICK", 0.0)
    storage, clock = FakeStorage(), FakeClock(AT)
    return storage, clock, Watch(cast(Storage, storage), clock, centre, lambda: None)


async def opened(storage: FakeStorage, count: int) -> None:
    async with storage.visit(AT) as visit:
        for serial in range(1, count + 1):
            visit.tickets.add(replace(TICKET, id=ticket_id(2026, serial), resident_id=serial))
        await visit.commit()


async def letters(storage: FakeStorage, kind: type[Any]) -> int:
    async with storage.visit(AT) as visit:
        return sum(isinstance(one.content, kind) for one in visit.outbox.all)


async def looks(one: Watch, turns: int = 50) -> None:
    """Let it go round a while."""
    task = asyncio.ensure_future(one.serve())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_nothing_is_done_twice_in_one_minute(world: tuple[FakeStorage, FakeClock, Watch]) -> None:
    storage, clock, one = world
    await opened(storage, 1)
    clock.at = AT + 3 * HOUR
    await looks(one)
    await looks(one)
    assert await letters(storage, Say) == 1
    clock.at = datetime(2026, 2, 1, tzinfo=UTC)  # put back: the watch goes on
    await looks(one)
    assert await letters(storage, Say) == 1


async def test_cards_are_painted_a_few_at_a_look(world: tuple[FakeStorage, FakeClock, Watch]) -> None:
    storage, _, one = world
    await opened(storage, 2 * PAINTED + 1)
    await one._look(AT, AT)
    assert await letters(storage, Card) == 0
    later = AT + HOUR
    await one._look(AT, later)
    assert await letters(storage, Card) == PAINTED
    await one._look(later, later + timedelta(minutes=1))
    assert await letters(storage, Card) == 2 * PAINTED
    for _ in range(2):
        await one._look(later + timedelta(minutes=1), later + timedelta(minutes=2))
    assert await letters(storage, Card) == 2 * PAINTED + 1
