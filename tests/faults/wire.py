"""A connection without a network: what a server hears, piece by piece, and what it says and stores."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from socket import AF_UNIX
from typing import Any

from aiohttp import web

from bot.doorman import Door, Doorman
from bot.intake import BODY_LIMIT, webhook_handler
from storage.inbox import Incoming

PATH, SECRET = "/telegram", "s3cret"
TURNS = 12  # of the loop, after which a server has done all it can do about a piece
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


class Noted:
    """An intake that stores in a list."""

    full = False

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def put(self, updates: list[Incoming]) -> asyncio.Future[None]:
        self.bodies += [one.raw for one in updates]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    async def take(self, updates: list[Incoming]) -> None:
        await self.put(updates)


class Wire(asyncio.Transport):
    """The server's end."""

    family = AF_UNIX  # has nothing to be set, unlike TCP

    def __init__(self, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self.said = b""
        self._closed = False
        self._protocol = protocol
        protocol.connection_made(self)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self if name == "socket" else default

    def setsockopt(self, *_: int) -> None:
        """As a socket does."""

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        assert isinstance(protocol, asyncio.Protocol)
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._closed:
            self.said += bytes(data)

    def writelines(self, list_of_data: Any) -> None:
        self.write(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self._closed

    def close(self) -> None:
        self._closed = True

    abort = close

    def pause_reading(self) -> None:
        """There is nothing to pause."""

    def resume_reading(self) -> None:
        """Nor to resume."""

    def is_reading(self) -> bool:
        return True

    async def hear(self, pieces: Sequence[bytes], together: int = 1) -> list[bytes]:
        """The statuses of the answers to these pieces. `together`: how many come without a breath."""
        for number, piece in enumerate(pieces, 1):
            if self._closed:
                break
            if piece:
                self._protocol.data_received(piece)
            if number % together == 0:
                await _turn()
        await _turn()
        self._closed = True
        self._protocol.connection_lost(None)
        await asyncio.sleep(0)
        return STATUS.findall(self.said)


async def _turn() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


class Doors:
    """The same webhook twice: with our doorman before it, and aiohttp alone."""

    async def open(self) -> None:
        self.ours, self.theirs = Noted(), Noted()
        self._runners = [await _runner(self.ours), await _runner(self.theirs)]
        self._door = Door(PATH, SECRET, self.ours, self._runners[0])  # type: ignore[arg-type]

    async def close(self) -> None:
        for one in self._runners:
            await one.cleanup()

    async def ask(self, pieces: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
        """Statuses and bodies as our doorman has them."""
        return await _asked(lambda: Doorman(self._door), self.ours, pieces)

    async def ask_aiohttp(
        self, pieces: Sequence[bytes], together: int = 1
    ) -> tuple[list[bytes], list[bytes]]:
        """The same of aiohttp alone."""
        server = self._runners[1].server
        assert server is not None
        return await _asked(server, self.theirs, pieces, together)


async def _asked(
    protocol: Callable[[], asyncio.Protocol], noted: Noted, pieces: Sequence[bytes], together: int = 1
) -> tuple[list[bytes], list[bytes]]:
    noted.bodies.clear()
    statuses = await Wire(protocol()).hear(pieces, together)
    return statuses, [*noted.bodies]


async def _runner(noted: Noted) -> web.AppRunner:
    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_post(PATH, webhook_handler(SECRET, noted))  # type: ignore[arg-type]
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    return runner
