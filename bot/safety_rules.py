"""The safety rules in use: taken anew when their file changes; a wrong one changes nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from watchfiles import Change, awatch

from bot.centre import LiveCentre
from faq import safety, safety_check
from faq.problems import BadBase

log = logging.getLogger(__name__)

Tell = Callable[[str, dict[str, str | int]], Awaitable[None]]


class SafetyRules:
    """Follows `faq/safety.toml`. Every process does; `tells` says which one speaks to administrators."""

    def __init__(self, centre: LiveCentre, tells: Callable[[], bool], tell: Tell) -> None:
        self._centre = centre
        self._tells = tells
        self._tell = tell
        self._was_wrong = False

    async def watch(self) -> None:
        """Notice every change of the file, until cancelled."""
        path = safety.SAFETY
        async for _ in awatch(path.parent, watch_filter=_named(path.name), debounce=400, recursive=False):
            await self._reread(path)

    async def _reread(self, path: Path) -> None:
        try:
            rules = await asyncio.to_thread(safety_check.loaded, path)
        except BadBase as error:
            self._was_wrong = True
            log.error("safety rules: %s", error)
            await self._say("safety-broken", {"problems": error.told})
            return
        was_wrong, self._was_wrong = self._was_wrong, False
        if rules == self._centre().safety and not was_wrong:
            return
        self._centre.obey(rules)
        log.info("safety rules: %d in use", len(rules.rules))
        await self._say("safety-reloaded", {"rules": len(rules.rules)})

    async def _say(self, phrase: str, args: dict[str, str | int]) -> None:
        if self._tells():
            await self._tell(phrase, args)


def _named(name: str) -> Callable[[Change, str], bool]:
    return lambda _, path: Path(path).name == name
