"""What one process of the bot does alone: rounds, watch, campaigns, tidying, asking Telegram for updates."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.clock import Clock
from bot.feeding import Feeding
from bot.intake import Intake, Polling
from bot.retaining import Retaining
from bot.rounds import Rounds
from bot.settings import Settings
from bot.tasks import Tasks
from bot.watch import Watch
from storage.inbox import Inbox

LOOK_EVERY = 5.0  # seconds until updates that the command line has put back are found
TIDY_EVERY, TIDY_PAUSE = 3600.0, 1.0  # seconds; the pause is between two portions


class Leading:
    """Begun and ended by `lead`."""

    def __init__(
        self,
        settings: Settings,
        tasks: Tasks,
        clock: Clock,
        rounds: Rounds,
        retaining: Retaining,
        watch: Watch,
        feeding: Feeding,
        inbox: Inbox,
        intake: Intake,
    ) -> None:
        self._settings = settings
        self._tasks = tasks
        self._clock = clock
        self._rounds = rounds
        self._retaining = retaining
        self._watch = watch
        self._feeding = feeding
        self._inbox = inbox
        self._intake = intake
        self._polling: Polling | None = None
        self._running: list[asyncio.Task[None]] = []

    @property
    def polling_fails_for(self) -> float:
        """Seconds since Telegram has stopped giving updates to this process; 0 when it does not ask."""
        return self._polling.failing_for if self._polling is not None else 0.0

    def lead(self, leads: bool) -> None:
        """Whether this process is the one from now on."""
        for task in self._running:
            task.cancel()
        self._running, self._polling = [], None
        if not leads:
            return
        self._running = [
            self._tasks.keep(self._rounds.serve, "rounds"),
            self._tasks.keep(self._watch.serve, "watch"),
            self._tasks.keep(self._feeding.serve, "feeding"),
            self._tasks.keep(self._tidy, "tidying"),
            self._tasks.keep(self._retaining.serve, "retaining"),
            self._tasks.keep(self._look, "looking"),
        ]
        telegram = self._settings.telegram
        if telegram.mode == "polling":
            self._polling = Polling(telegram.api_url, self._settings.token, self._intake)
            self._running.append(self._tasks.start(self._polling.serve(), "polling", vital=True))

    async def stop(self) -> None:
        """Returns when all of it has ended."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self._intake.look()

    async def _tidy(self) -> None:
        keep = timedelta(days=self._settings.privacy.retention_days)
        while True:
            more = await self._inbox.forget(self._clock.now() - keep)
            await asyncio.sleep(TIDY_PAUSE if more else TIDY_EVERY)
