"""Work beside the rest: what happens when it fails."""

import asyncio

import pytest

from bot import tasks
from bot.tasks import Tasks


async def test_work_that_is_kept_is_begun_again_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PAUSE", 0.001)
    running, errors = Tasks(), iter([OSError("no folder"), KeyError("mistake")])

    async def work() -> None:
        for error in errors:
            raise error

    async with asyncio.timeout(2):
        await running.keep(work, "work")
    assert next(errors, None) is None
    assert not running.failed.done()


async def test_work_that_is_kept_is_not_begun_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PAUSE", 60.0)
    running, times = Tasks(), 0

    async def work() -> None:
        nonlocal times
        times += 1
        raise OSError

    running.keep(work, "work")
    await asyncio.sleep(0.05)
    await running.stop()
    assert times == 1


async def test_a_vital_task_that_fails_is_told() -> None:
    running = Tasks()

    async def work() -> None:
        raise OSError

    running.start(work(), "work", vital=True)
    async with asyncio.timeout(2):
        await running.failed
