"""Statements on the loop, the commit in a thread: and never two threads on one connection."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from storage import direct_sqlite
from storage.database import Database
from storage.ledger import standing
from storage.migrating import migrate
from storage.records import Storage
from storage.residents import residents
from tests.storage.conftest import opened
from tests.storage.test_writer import adding


async def test_closing_in_the_middle_of_a_commit_waits_for_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    begun, loop = asyncio.Event(), asyncio.get_running_loop()

    def commit(connection: sqlite3.Connection) -> None:
        happened.append("a commit begins")
        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.1)  # a slow disk
        sqlite3.Connection.commit(connection)
        happened.append("a commit ends")

    database = Database.open(f"sqlite+aiosqlite:///{tmp_path / 'base.sqlite3'}")
    await migrate(database)
    storage = Storage(database)
    monkeypatch.setattr(direct_sqlite.Connection, "commit", commit, raising=False)
    tasks = [asyncio.create_task(one) for one in (storage.writer.serve(), storage.writer.commit([adding(1)]))]
    await begun.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    happened.append("closing")
    await database.close()
    assert happened == ["a commit begins", "a commit ends", "closing"]


async def test_while_somebody_else_writes_the_loop_goes_on(fresh: Callable[[str], str]) -> None:
    database = Database.open(fresh("sqlite"))
    other = sqlite3.connect(database.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    happened: list[str] = []

    async def write() -> None:
        async with database.writing.begin() as connection:
            await connection.execute(insert(residents), adding(1).values)
        happened.append("written")

    writing = asyncio.create_task(write())
    await asyncio.sleep(3 * direct_sqlite.PAUSE)
    happened.append("the other ends")
    other.execute("COMMIT")
    await writing
    other.close()
    await database.close()
    assert happened == ["the other ends", "written"]


async def test_a_transaction_that_fails_leaves_nothing(fresh: Callable[[str], str]) -> None:
    database = Database.open(fresh("sqlite"))
    with pytest.raises(KeyError):
        async with database.writing.begin() as connection:
            await connection.execute(insert(residents), adding(1).values)
            raise KeyError
    async with database.reader() as reader:
        assert (await reader.execute(select(residents))).first() is None
    await database.close()


async def test_what_takes_long_is_read_in_a_thread_over_a_connection_of_its_own(
    fresh: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []

    class Witness(direct_sqlite.Connection):
        def execute(self, *given: Any) -> sqlite3.Cursor:
            seen.append((threading.get_ident(), id(self)))
            return super().execute(*given)

    monkeypatch.setattr(direct_sqlite, "Connection", Witness)
    async with opened(fresh("sqlite")) as storage:
        async with storage.database.reader() as reader:
            await reader.execute(select(residents))
        here = set(seen)
        seen.clear()
        assert await standing(storage.database) == {}
    assert {thread for thread, _ in here} == {threading.get_ident()}
    assert seen and {thread for thread, _ in seen}.isdisjoint({threading.get_ident()})
    assert {one for _, one in seen}.isdisjoint({one for _, one in here})
