"""The one writer: many jobs, one commit; a broken job harms nobody, an outage nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database, Writing
from storage.reaching import TRIAL_PAUSE
from storage.records import Storage
from storage.residents import residents
from storage.writer import BATCH, Change, Unavailable
from tests.storage.conftest import opened
from tests.storage.postgres import Server
from tests.storage.samples import ANNA, AT, NUMBER

ADD = insert(residents)


def adding(number: int, **changed: object) -> Change:
    row: dict[str, Any] = {
        "id": number,
        "name": "Анна",
        "language": "ru",
        "consent_version": 0,
        "consent_at": None,
        "reachable": True,
        "wants_person": False,
        "commenting": None,
        "prompted_at": None,
    }
    return Change(ADD, row | changed)


async def ids(storage: Storage) -> list[int]:
    async with storage.database.reader() as reader:
        return [row.id for row in await reader.execute(text("SELECT id FROM residents ORDER BY id"))]


async def test_jobs_that_come_together_are_committed_together(storage: Storage) -> None:
    await asyncio.gather(*(storage.writer.commit([adding(n)]) for n in range(BATCH)))
    assert storage.writer.commits <= 2
    assert await ids(storage) == list(range(BATCH))
    assert storage.writer.last_commit_seconds > 0


async def test_a_batch_has_its_limit(storage: Storage) -> None:
    await asyncio.gather(*(storage.writer.commit([adding(n)]) for n in range(3 * BATCH)))
    assert storage.writer.commits >= 3
    assert len(await ids(storage)) == 3 * BATCH


async def test_nothing_to_write_is_no_commit(storage: Storage) -> None:
    await storage.writer.commit([])
    assert storage.writer.commits == 0


BROKEN: dict[str, Callable[[], Change]] = {
    "a double": lambda: adding(1),
    "nothing where something must be": lambda: adding(8, name=None),
    "a number no column holds": lambda: adding(2**70),
    "half a character": lambda: adding(8, name="\ud800"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_job_fails_alone_and_as_itself(storage: Storage, broken: Callable[[], Change]) -> None:
    await storage.writer.commit([adding(1)])
    jobs = [[adding(100 + n)] for n in range(10)]
    jobs[5] = [adding(500), broken()]
    ends = await asyncio.gather(*(storage.writer.commit(job) for job in jobs), return_exceptions=True)
    assert [end is None for end in ends] == [n != 5 for n in range(10)]
    assert isinstance(ends[5], SQLAlchemyError | sqlite3.IntegrityError | ValueError | OverflowError)
    assert not isinstance(ends[5], Unavailable)
    assert await ids(storage) == [1, *(100 + n for n in range(10) if n != 5)], "and nothing of it is kept"


async def test_a_job_s_answer_comes_back_to_it(storage: Storage) -> None:
    def asking(number: int) -> Any:
        async def ask(connection: Writing) -> int:
            return int(await connection.scalar(text(f"SELECT {number}")) or 0)

        return storage.writer.run(ask)

    assert await asyncio.gather(*(asking(n) for n in range(20))) == list(range(20))


async def test_a_job_that_raises_is_told_its_own_error(storage: Storage) -> None:
    async def stumble(_: Writing) -> None:
        raise KeyError("mine")

    ends = await asyncio.gather(
        storage.writer.run(stumble), storage.writer.commit([adding(1)]), return_exceptions=True
    )
    assert isinstance(ends[0], KeyError)
    assert ends[1] is None


async def test_whoever_went_away_does_not_stop_the_writer(storage: Storage) -> None:
    impatient = asyncio.create_task(storage.writer.commit([adding(1)]))
    await asyncio.sleep(0)
    impatient.cancel()
    await storage.writer.commit([adding(2)])
    assert 2 in await ids(storage)


async def test_readers_see_whole_commits_only(storage: Storage) -> None:
    async def look() -> int:
        return len(await ids(storage))

    writing = [storage.writer.commit([adding(2 * n), adding(2 * n + 1)]) for n in range(50)]
    seen = await asyncio.gather(*writing, *(look() for _ in range(50)))
    assert all(count % 2 == 0 for count in seen[50:] if count is not None)


async def test_a_full_disk_is_an_outage_and_passes(fresh: Callable[[str], str]) -> None:
    async with opened(fresh("sqlite")) as storage:
        async with storage.database.writing.begin() as connection:
            pages = await connection.scalar(text("PRAGMA page_count"))
            await connection.execute(text(f"PRAGMA max_page_count={pages}"))
        big = "Ж" * 200_000
        ends = await asyncio.gather(
            *(storage.writer.commit([adding(n, name=big)]) for n in range(3)), return_exceptions=True
        )
        assert [type(end) for end in ends] == [Unavailable] * 3
        assert "full" in str(ends[0])
        async with storage.database.writing.begin() as connection:
            await connection.execute(text("PRAGMA max_page_count=1000000"))
        await storage.writer.commit([adding(1, name=big)])
        assert await ids(storage) == [1]


async def test_a_postgresql_that_dies_is_an_outage_and_passes(postgres: Server) -> None:
    async with opened(postgres.clean()) as storage:
        await storage.writer.commit([adding(1)])
        postgres.stop()
        try:
            ends = await asyncio.gather(
                *(storage.writer.commit([adding(n)]) for n in range(2, 9)), return_exceptions=True
            )
        finally:
            postgres.start()
        assert {type(end) for end in ends} == {Unavailable}
        await asyncio.sleep(TRIAL_PAUSE)
        await storage.writer.commit([adding(10)])
        async with storage.visit(AT) as visit:
            visit.residents.save(ANNA)
            await visit.commit()
        assert await ids(storage) == [1, 10, ANNA.id]


async def test_a_connection_cut_inside_a_job_is_an_outage(postgres: Server) -> None:
    async with opened(postgres.clean()) as storage:

        async def cut_off(connection: Writing) -> None:
            mine = await connection.scalar(text("SELECT pg_backend_pid()"))
            postgres.sql(f"SELECT pg_terminate_backend({mine})")
            await connection.execute(text("SELECT 1"))

        with pytest.raises(Unavailable):
            await storage.writer.run(cut_off)
        await storage.writer.commit([adding(1)])


async def test_a_reader_meets_the_same_outage(postgres: Server) -> None:
    async with opened(postgres.clean()) as storage:
        try:
            with pytest.raises(Unavailable):
                async with storage.visit(AT) as visit:
                    assert await visit.residents.get(ANNA.id) is None
                    postgres.stop()
                    await visit.residents.get(ANNA.id)
            with pytest.raises(Unavailable):
                async with storage.visit(AT):
                    pass
        finally:
            postgres.start()
        await asyncio.sleep(TRIAL_PAUSE)
        async with storage.visit(AT) as visit:
            assert await visit.residents.get(ANNA.id) is None


async def test_a_visit_s_own_errors_are_not_taken_for_an_outage(storage: Storage) -> None:
    for error in (OSError("a file of the knowledge base"), KeyError("x"), TimeoutError()):
        with pytest.raises(type(error)):
            async with storage.visit(AT):
                raise error
    with pytest.raises((SQLAlchemyError, OverflowError)):
        async with storage.visit(AT) as visit:
            await visit.residents.get(2**70)


async def test_numbers_go_on_after_an_outage(postgres: Server) -> None:
    async with opened(postgres.clean()) as storage:
        async with storage.visit(AT) as visit:
            assert await visit.tickets.next_id(2026) == 1
        postgres.stop()
        postgres.start()
        async with storage.visit(AT) as visit:
            assert await visit.tickets.next_id(2026) == 2
            assert await visit.tickets.get(NUMBER) is None


async def test_the_writer_stops_when_told(url: str) -> None:
    database = Database.open(url)
    storage = Storage(database)
    serving = asyncio.create_task(storage.writer.serve())
    await storage.writer.commit([adding(1)])
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    await database.close()
