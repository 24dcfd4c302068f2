"""Events: what the page hears about, as it happens."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.wire import Json


class Events:
    """Tells every listener; `version` grows with each change, so waiting needs no polling."""

    def __init__(self) -> None:
        self.version = 0
        self._listeners: set[asyncio.Queue[Json | None]] = set()
        self._changed = asyncio.Event()

    def tell(self, kind: str, chat: int | None = None, **more: object) -> None:
        """Something happened, in a chat or in the world."""
        event: Json = {"type": kind, **more}
        if chat is not None:
            event["chat"] = chat
        for listener in self._listeners:
            listener.put_nowait(event)
        self.touch()

    def touch(self) -> None:
        """Wakes those who wait for any change."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed_since(self, version: int, seconds: float) -> int:
        """Waits until `version` is no longer the newest, `seconds` at most; the newest version."""
        if version >= self.version and seconds > 0:
            try:
                async with asyncio.timeout(seconds):
                    await self._changed.wait()
            except TimeoutError:
                pass
        return self.version

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Json | None]]:
        """A queue of events from now on; None = the server closes."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Lets every listener go."""
        for listener in self._listeners:
            listener.put_nowait(None)
        self.touch()
