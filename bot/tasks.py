"""The only place that starts a task: each is named, kept, and its failure is seen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before work that failed is begun again, doubled


class Tasks:
    """Tasks of one running bot."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def start(self, work: Coroutine[Any, Any, Any], name: str, vital: bool = False) -> asyncio.Task[Any]:
        """Run it beside the rest. When a vital one ends by an error, `failed` is set and the bot stops."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(lambda done: self._ended(done, vital))
        return task

    def keep(self, work: Callable[[], Coroutine[Any, Any, None]], name: str) -> asyncio.Task[None]:
        """Run it beside the rest, again after every error: one mistake does not end periodic work."""
        return self.start(_again_and_again(work, name), name)

    async def stop(self) -> None:
        """Cancel what still runs and wait for its end."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any], vital: bool) -> None:
        self._running.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        log.error("task %s failed", task.get_name(), exc_info=task.exception())
        if vital and not self.failed.done():
            self.failed.set_result(None)


async def _again_and_again(work: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
    loop, pause = asyncio.get_running_loop(), PAUSE
    while True:
        begun = loop.time()
        try:
            await work()
            return
        except Exception:
            if loop.time() - begun > LONGEST_PAUSE:
                pause = PAUSE  # it went well for a while
            log.exception("task %s failed, begun again in %.0f s", name, pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
