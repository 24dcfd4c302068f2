"""The one writer: many visits' changes, one commit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable

from storage.database import Database, Writing
from storage.outages import Unavailable, outage
from storage.sealing import DESTROY

__all__ = ["AlreadyDone", "Change", "Conflict", "Unavailable", "Writer"]

BATCH = 200  # jobs in one commit
WAITING_JOBS = 5000  # beyond that, callers wait: the intake answers 503 in time
LATELY = 60.0  # seconds; after them nobody knows: whoever keeps away from a broken database mends nothing


class Conflict(Exception):
    """What was read has been changed by somebody else meanwhile: read again, decide again."""


class AlreadyDone(Conflict):
    """The update's visit has ended before, though nobody heard of it: nothing is left to do."""


Completing = Callable[[Writing, list[dict[str, Any]]], Awaitable[list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One write. A guarded one must touch exactly one row, else it refuses the whole job.

    `turn`: rows that several processes write are written in the order of their turns, so that no two
    processes ever wait for each other. `complete`: gives the values, in their order, what can only be known
    as they are written.
    """

    statement: Executable
    values: dict[str, Any]
    guarded: bool = False
    refusal: type[Conflict] = Conflict
    turn: str = ""
    complete: Completing | None = None


Work = Callable[[Writing], Awaitable[Any]]


@dataclass(slots=True)
class _Job:
    changes: Sequence[Change]
    work: Work | None
    done: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    result: Any = None


class Writer:
    """Commits jobs in batches. While one commit runs, the next batch gathers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue(WAITING_JOBS)
        self.commits = 0
        self.last_commit_seconds = 0.0
        self._failed_at: float | None = None

    @property
    def fails(self) -> bool:
        """Whether the last commit has failed for the database's sake, within LATELY."""
        failed_at = self._failed_at
        return failed_at is not None and asyncio.get_running_loop().time() - failed_at < LATELY

    async def commit(self, changes: Sequence[Change]) -> None:
        """Write all of it or nothing; returns when it is on disk. Raises Conflict, Unavailable."""
        if changes:
            await self._put(_Job(changes, None))

    async def run(self, work: Work) -> Any:
        """Run something that needs an answer from the database inside the next commit."""
        return await self._put(_Job((), work))

    async def serve(self) -> None:
        """Commit until cancelled."""
        while True:
            batch = [await self._jobs.get()]
            while len(batch) < BATCH and not self._jobs.empty():
                batch.append(self._jobs.get_nowait())
            await self._commit(batch)

    async def _put(self, job: _Job) -> Any:
        await self._jobs.put(job)
        return await job.done

    async def _commit(self, batch: list[_Job]) -> None:
        """Together first, since that nearly always works; one by one when a job was in the way."""
        error = await self._try(batch)
        if error is None:
            return
        if len(batch) == 1 or isinstance(error, Unavailable):
            for job in batch:
                _fail(job, error)
            return
        for job in batch:
            alone = await self._try([job])
            if alone is not None:
                _fail(job, alone)

    async def _try(self, batch: list[_Job]) -> Exception | None:
        started = asyncio.get_running_loop().time()
        try:
            async with self._database.writing.begin() as connection:
                for job in batch:
                    if job.work is not None:
                        job.result = await job.work(connection)
                await self._write([one for job in batch for one in job.changes], connection)
        except Exception as error:
            if (away := outage(error)) is not None:
                self._failed_at = asyncio.get_running_loop().time()
            return away or error
        self._failed_at = None
        self.commits += 1
        self.last_commit_seconds = asyncio.get_running_loop().time() - started
        for job in batch:
            if not job.done.done():
                job.done.set_result(job.result)
        return None

    async def _write(self, changes: Sequence[Change], connection: Writing) -> None:
        """Grouped by statement, guarded ones first, then by their turns, else in their order."""
        alive = await self._destroyed(changes, connection)
        rows = await self._database.sealing.seal([one.values for one in alive], connection)
        countable = self._database.dialect == "sqlite"  # not by asyncpg: there one by one
        groups: dict[int, tuple[Change, list[dict[str, Any]]]] = {}
        for change, values in sorted(zip(alive, rows, strict=True), key=_turn):
            alone = change.guarded and not countable
            group = groups.setdefault(id(change) if alone else id(change.statement), (change, []))
            group[1].append(values)
        for first, given in groups.values():
            every = given if first.complete is None else await first.complete(connection, given)
            result = await connection.execute(first.statement, every if len(every) > 1 else every[0])
            if first.guarded and result.rowcount != len(every):
                raise first.refusal()

    async def _destroyed(self, changes: Sequence[Change], connection: Writing) -> Sequence[Change]:
        """Keys that are destroyed go first: what is said at their end is sealed with new ones."""
        alive = [one for one in changes if one.statement is not DESTROY]
        if len(alive) < len(changes):
            for change in changes:
                if change.statement is DESTROY:
                    await self._database.sealing.destroy(change.values["key"], connection)
        return alive


def _turn(one: tuple[Change, dict[str, Any]]) -> tuple[bool, str]:
    return not one[0].guarded, one[0].turn


def _fail(job: _Job, error: Exception) -> None:
    if not job.done.done():
        job.done.set_exception(error)
