"""A connection without a network: what a server hears, piece by piece, and what it says and stores."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from socket import AF_UNIX
from typing import Any

from aiohttp import web

from bot.doorman import Door, Doorman
from bot.intake import BODY_LIMIT, webhook_handler
from bot.serving import for_the_unusual
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


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a connection. `over`: nothing more would have been taken by our doorman."""

    statuses: list[bytes]
    bodies: list[bytes]
    over: bool


class Wire(asyncio.Transport):
    """The server's end."""

    family = AF_UNIX  # has nothing to be set, unlike TCP

    def __init__(self, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self.said = b""
        self._closed = self.is_over = False
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

    def write_eof(self) -> None:
        self.close()

    def can_write_eof(self) -> bool:
        return True

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
        self.is_over = self._closed or not isinstance(self._protocol, Doorman)
        self._closed = True
        self._protocol.connection_lost(None)
        await asyncio.sleep(0)
        return STATUS.findall(self.said)


async def _turn() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


class Doors:
    """The same webhook twice: as it is, and aiohttp alone."""

    async def open(self) -> None:
        self._noted = Noted()
        intake: Any = self._noted
        self._runners = [await for_the_unusual(PATH, SECRET, intake)]
        self._door = Door(PATH, SECRET, intake, self._runners[0])
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post(PATH, webhook_handler(SECRET, intake))
        self._runners.append(web.AppRunner(app, access_log=None))
        await self._runners[1].setup()

    async def close(self) -> None:
        for one in self._runners:
            await one.cleanup()

    async def ask(self, pieces: Sequence[bytes]) -> Heard:
        """What comes of these pieces."""
        return await self._asked(Wire(Doorman(self._door)), pieces, 1)

    async def ask_aiohttp(self, whole: bytes) -> Heard:
        """The same of aiohttp alone, byte by byte: a fault spoils nothing that came before it."""
        server = self._runners[1].server
        assert server is not None
        return await self._asked(Wire(server()), [*map(bytes, zip(whole, strict=True))], 32)

    async def _asked(self, wire: Wire, pieces: Sequence[bytes], together: int) -> Heard:
        self._noted.bodies.clear()
        statuses = await wire.hear(pieces, together)
        return Heard(statuses, [*self._noted.bodies], wire.is_over)
