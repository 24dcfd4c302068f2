"""Counts of entries: visits add to them, days are summed up."""

from __future__ import annotations

import asyncio
from datetime import date

from desk.usage import Usage
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.conftest import opened
from tests.storage.postgres import Server
from tests.storage.samples import AT

Records = Storage | FakeStorage
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


async def count(records: Records, on: date, *more: Usage) -> None:
    async with records.visit(AT) as visit:
        for one in more:
            visit.usage.count(one, on)
        await visit.commit()


async def test_visits_add_up(records: Records) -> None:
    await count(records, MONDAY, Usage("a", shown=1), Usage("b", shown=1), Usage("a", shown=1, helped=1))
    await count(records, MONDAY, Usage("a", shown=1, not_helped=1, tickets=1))
    async with records.visit(AT) as visit:
        assert list(await visit.usage.between(MONDAY, MONDAY)) == [
            Usage("a", shown=3, helped=1, not_helped=1, tickets=1),
            Usage("b", shown=1),
        ]


async def test_days_are_summed_up_from_the_first_to_the_last(records: Records) -> None:
    for on in (MONDAY, TUESDAY, date(2026, 3, 4)):
        await count(records, on, Usage("a", shown=on.day))
    async with records.visit(AT) as visit:
        assert list(await visit.usage.between(MONDAY, TUESDAY)) == [Usage("a", shown=5)]
        assert list(await visit.usage.between(date(2026, 3, 5), date(2026, 3, 9))) == []


async def test_a_visit_that_is_refused_counts_nothing(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.usage.count(Usage("a", shown=1), MONDAY)
        visit.forget()
        await visit.commit()
    async with records.visit(AT) as visit:
        assert list(await visit.usage.between(MONDAY, TUESDAY)) == []


async def test_many_visits_at_once_in_any_order_lose_nothing(storage: Storage) -> None:
    names = [f"e{number}" for number in range(20)]
    visits = [
        count(storage, MONDAY, *(Usage(name, shown=1) for name in (names, names[::-1])[turn % 2]))
        for turn in range(40)
    ]
    await asyncio.gather(*visits)
    async with storage.visit(AT) as visit:
        assert {one.shown for one in await visit.usage.between(MONDAY, MONDAY)} == {40}


async def test_two_processes_write_the_entries_they_share_in_one_order(postgres: Server) -> None:
    """In two orders they would wait for each other, and PostgreSQL would refuse one of them."""
    url = postgres.clean()
    every = [Usage(f"e{number:03}", shown=1) for number in range(200)]
    async with opened(url) as one, opened(url) as other:
        for _ in range(10):
            await asyncio.gather(count(one, MONDAY, *every), count(other, MONDAY, *every[::-1]))
        async with one.visit(AT) as visit:
            assert {usage.shown for usage in await visit.usage.between(MONDAY, MONDAY)} == {20}
