"""The bell that calls the postman: there may be letters."""

from __future__ import annotations

import asyncio

from bot.replicas import Part


class Bell:
    """Rung by whoever has written letters; heard in all processes."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There are new letters."""
        self._rung.set()
        self._part.tell()

    def look(self) -> None:
        """There may be new letters: another process says so."""
        self._rung.set()

    def begin(self) -> None:
        """What is looked for from now on answers all that has rung so far."""
        self._rung.clear()

    async def heard(self, within: float) -> bool:
        """Wait until it rings, so many seconds at most. False: it did not."""
        try:
            await asyncio.wait_for(self._rung.wait(), within)
        except TimeoutError:
            return False
        return True
