"""The only place that starts a task: each is named, kept, and its failure is seen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


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
