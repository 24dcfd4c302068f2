"""Shares of several processes on one PostgreSQL: each in one hand, and soon in another's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import literal, select, text

from storage.database import Database
from storage.outages import Unavailable
from storage.shares import FIRST, LEASE, SHARES, ShareBook, share_in_sql, share_of, share_of_lane

ALL = frozenset(range(SHARES))


@pytest.fixture
def url(fresh: Callable[[str], str]) -> str:
    return fresh("postgresql")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    one = Database.open(url)
    yield one
    await one.close()


@pytest.fixture
async def books(database: Database) -> AsyncIterator[list[ShareBook]]:
    """Three processes that have come up."""
    three = [ShareBook(database, name, lambda _: None) for name in "abc"]
    for one in three:
        await one.join()
    yield three
    for one in three:
        await one.close()


async def test_whoever_is_alone_has_everything(books: list[ShareBook]) -> None:
    standing = await books[0].beat(may_take=True)
    assert (standing.held, standing.fair, standing.living) == (ALL, SHARES, 1)


async def test_each_gets_a_fair_part_and_nobody_what_another_holds(books: list[ShareBook]) -> None:
    first, second, _ = books
    everything = (await first.beat(may_take=True)).held
    assert (await second.beat(may_take=True)).held == frozenset()
    standing = await first.beat(may_take=True)
    assert (standing.held, standing.fair) == (everything, SHARES // 2), "nothing is taken from the living"
    await first.give(sorted(everything)[standing.fair :])
    held = (await first.beat(may_take=True)).held
    others = (await second.beat(may_take=True)).held
    assert (len(held), len(others)) == (SHARES // 2, SHARES // 2)
    assert held | others == ALL
    assert FIRST in held, "the leader stays"


async def test_those_who_come_together_share_without_overlap(books: list[ShareBook]) -> None:
    for one in books:
        await one.beat(may_take=False)
    await asyncio.gather(*(one.beat(may_take=True) for one in books))
    standings = [await one.beat(may_take=True) for one in books]
    assert sorted(len(one.held) for one in standings) == [21, 21, 22]
    assert frozenset().union(*(one.held for one in standings)) == ALL


async def test_what_a_silent_process_held_is_taken_when_its_lease_is_over(books: list[ShareBook]) -> None:
    silent, living, _ = books
    await silent.beat(may_take=True)
    last = time.monotonic()
    while not (await living.beat(may_take=True)).held:  # noqa: ASYNC110  a lease rings no bell
        await asyncio.sleep(0.1)
    assert time.monotonic() - last > LEASE - 0.5
    assert (await living.beat(may_take=True)).held == ALL
    assert (await silent.beat(may_take=True)).held == frozenset(), "it learns of that at its next beat"


async def test_a_connection_that_was_lost_is_an_outage_for_everybody_who_uses_it(
    books: list[ShareBook], database: Database
) -> None:
    """Whoever beats after somebody who tells must hear that it has to join again, too."""
    cut, other, _ = books
    async with database.reader() as reader:
        pids = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        await reader.execute(text(pids + " AND datname = current_database()"))
    for _ in range(2):
        with pytest.raises(Unavailable):
            await cut.tell("x")
        with pytest.raises(Unavailable):
            await cut.beat(may_take=True)
    await cut.join()
    assert (await cut.beat(may_take=True)).held == ALL
    await other.join()


async def test_whoever_leaves_lets_the_others_begin_at_once(books: list[ShareBook]) -> None:
    leaving, staying, _ = books
    await leaving.beat(may_take=True)
    await leaving.leave()
    assert (await staying.beat(may_take=True)).held == ALL


async def test_what_is_told_all_hear(database: Database) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    one, two = (ShareBook(database, name, heard.put_nowait) for name in "ab")
    await one.join()
    await two.join()
    await one.tell("news")
    async with asyncio.timeout(5):
        assert [await heard.get(), await heard.get()] == ["news", "news"]
    await one.close()
    await two.close()


@pytest.mark.parametrize("chat_id", [5, 64, -1_001_234_567_890, 7_999_999_999])
async def test_the_database_counts_shares_as_we_do(database: Database, chat_id: int) -> None:
    async with database.reader() as reader:
        found = await reader.execute(select(share_in_sql(literal(chat_id))))
        assert found.scalar() == share_of(chat_id)


def test_a_chats_lanes_are_in_its_share() -> None:
    assert share_of_lane("-1001:7") == share_of_lane("-1001:0") == share_of(-1001)
    assert share_of_lane("user:1003") == share_of(1003)
    assert 0 <= share_of_lane("malformed") < SHARES
