"""The webhook's door: a request as Telegram makes it is taken at once, any other is left to aiohttp."""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
import socket
from dataclasses import dataclass

from aiohttp import web

from bot.intake import BODY_LIMIT, Intake, from_body
from storage.writer import Unavailable

log = logging.getLogger(__name__)

LONGEST_HEAD = 1 << 12  # bytes; Telegram's and a proxy's are far shorter
ENDLESS = 1 << 16  # bytes of a head without an end: nobody's request
END_OF_HEAD = b"\r\n\r\n"
SECRET = re.compile(rb"\r\nx-telegram-bot-api-secret-token:[ \t]*([^\r\n]*?)[ \t]*(?=\r\n)", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,7})[ \t]*\r\n")
HEADER = re.compile(rb"\r\n([!#$%&'*+\-.^_`|~0-9a-z]+):")
# What would have to be understood: other ways to say where a body ends, and signs that no head has.
OTHERWISE = frozenset((b"transfer-encoding", b"content-encoding", b"expect", b"upgrade", b"proxy-connection"))
READABLE = bytes(one for one in range(256) if one == 9 or (one >= 32 and one != 127))
PATIENCE = 30.0  # seconds for a request that has begun, and for the first one to begin
FAREWELL = 5.0  # seconds for who was refused to go by themselves
MOST = 256  # connections; Telegram opens 100 at the most (Bot API: setWebhook, max_connections)
CONNECTION = re.compile(rb"\r\nconnection:(?:[ \t]*(close|keep-alive)[ \t]*\r\n)?")
ANSWERS = {
    status: b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % status
    for status in (b"200 OK", b"500 Internal Server Error", b"503 Service Unavailable")
}
REFUSED = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Forged(ValueError):
    """A request like Telegram's, with another secret or without any."""


@dataclass(frozen=True, slots=True)
class Brought:
    """An update's body. `lasting`: whether the connection may bring another, `rest`: what has come of it."""

    body: bytes
    lasting: bool
    rest: bytes


class Door:
    """The open door: what is taken goes to the intake; `others` serve who is not understood here.

    aiohttp's server takes as long for a request as all the rest takes to store it (decision 0010).
    """

    def __init__(self, path: str, secret: str, intake: Intake, others: web.AppRunner) -> None:
        self.intake = intake
        self.doormen: dict[Doorman, None] = {}  # who came first stands first
        self._line = re.compile(rb"POST %s HTTP/1\.([01])\r\n" % re.escape(path.encode()))
        self._secret = secret.encode()
        self._others = others
        self._server: asyncio.Server | None = None

    async def open(self, host: str, port: int) -> None:
        """Let in. Raises OSError when the address is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Doorman(self), host, port)

    async def cleanup(self) -> None:
        """Let nobody in any more; who is being served is answered first."""
        if self._server is not None:
            self._server.close()
        storing = [one.storing for one in self.doormen if one.storing is not None]
        if storing:
            await asyncio.wait(storing)
            await asyncio.sleep(0)  # the answers are written when the loop comes to it
        for doorman in list(self.doormen):
            doorman.close()
        await self._others.cleanup()

    def others(self) -> asyncio.Protocol:
        """Who serves a connection that is not understood here."""
        assert self._others.server is not None
        return self._others.server()

    def enters(self, newcomer: Doorman) -> None:
        """One more. Beyond MOST who has brought no update goes, the longest here first."""
        self.doormen[newcomer] = None
        assert self._others.server is not None
        if len(self.doormen) + len(self._others.server.connections) > MOST:
            next((one for one in self.doormen if one.is_strange), newcomer).close()

    def understood(self, heard: bytes) -> Brought | None:
        """The update, None while it is not whole. Raises ValueError for all that is not quite usual."""
        end = heard.find(END_OF_HEAD)
        if end < 0:
            return None
        if end > LONGEST_HEAD:
            raise ValueError("a long head")
        head = heard[: end + 2]
        line, lower = self._line.match(head), head.lower()
        length, secret = LENGTH.search(lower), SECRET.search(head)
        connection = CONNECTION.search(lower)
        closes = connection is not None and connection[1]
        if line is None or length is None or closes is None or not _is_plain(lower):
            raise ValueError("another request")
        # As bytes: compare_digest refuses non-ASCII text with an exception.
        if secret is None or not hmac.compare_digest(secret[1], self._secret):
            raise Forged("another secret")
        begin, long = end + len(END_OF_HEAD), int(length[1])
        if long > BODY_LIMIT:
            raise ValueError("a long body")
        body, rest = heard[begin : begin + long], heard[begin + long :]
        if len(body) < long:
            return None
        return Brought(body, line[1] == b"1" and closes != b"close", rest)


def _is_plain(lower: bytes) -> bool:
    """Whether every line is a header that stands there once, and none needs more than to be read."""
    names, lines = HEADER.findall(lower), lower.count(b"\r\n")
    once = set(names)
    return (
        len(names) == len(once) == lines - 1
        and b"host" in once
        and once.isdisjoint(OTHERWISE)
        and len(lower.translate(None, READABLE)) == 2 * lines
    )


class Doorman(asyncio.Protocol):
    """One connection: an update, its answer, the next."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._heard = b""
        self._patience: asyncio.TimerHandle | None = None
        self._refused = False
        self.is_strange = True  # it has not brought an update yet
        self.storing: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio says so."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._door.enters(self)
        self._be_patient(not transport.is_closing())

    def connection_lost(self, _: Exception | None) -> None:
        """What it brought is stored all the same; Telegram brings it again, and it is known then."""
        self._be_patient(False)
        self._door.doormen.pop(self, None)

    def close(self) -> None:
        """At once; it counts no more."""
        self._door.doormen.pop(self, None)
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        """A piece of a request."""
        if self._refused:
            return
        self._heard += data
        if self.storing is None:
            self._look()

    def _look(self) -> None:
        try:
            brought = self._door.understood(self._heard)
        except Forged:
            self._refuse()
            return
        except ValueError:
            self._leave()
            return
        self._be_patient(brought is None)
        if brought is None:
            # aiohttp would wait for the rest for ever: a head is left to it whole, or not at all.
            if len(self._heard) > ENDLESS and END_OF_HEAD not in self._heard:
                self.close()
            return
        if self._door.intake.full:
            self._leave()
            return
        self._heard, self.is_strange = brought.rest, False
        self.storing = self._door.intake.put([from_body(brought.body)])
        self.storing.add_done_callback(self._stored if brought.lasting else self._stored_at_last)

    def _be_patient(self, waits: bool) -> None:
        """Wait for the rest of a request that has begun, but not for ever; or no more."""
        if waits and self._patience is None:
            self._patience = asyncio.get_running_loop().call_later(PATIENCE, self.close)
        elif not waits and self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _stored(self, stored: asyncio.Future[None]) -> None:
        self.storing = None
        error = None if stored.cancelled() else stored.exception()
        if error is not None and not isinstance(error, Unavailable):
            log.error("an update could not be stored", exc_info=error)
        if self._transport.is_closing():
            return
        if stored.cancelled() or isinstance(error, Unavailable):
            self._transport.write(ANSWERS[b"503 Service Unavailable"])
        elif error is not None:
            self._transport.write(ANSWERS[b"500 Internal Server Error"])
        else:
            self._transport.write(ANSWERS[b"200 OK"])
        if self._heard:
            self._look()

    def _stored_at_last(self, stored: asyncio.Future[None]) -> None:
        self._heard = b""
        self._stored(stored)
        self._transport.close()

    def _refuse(self) -> None:
        """Answered and heard no more. If it was closed at once, what still comes could cost the answer."""
        self._be_patient(False)
        self._refused, self.is_strange, self._heard = True, True, b""
        self._transport.write(REFUSED)
        self._transport.write_eof()
        self._patience = asyncio.get_running_loop().call_later(FAREWELL, self.close)

    def _leave(self) -> None:
        """From here on the connection is aiohttp's, with all that was said, for one answer."""
        self._be_patient(False)
        self._door.doormen.pop(self, None)
        other = self._door.others()
        self._transport.set_protocol(other)
        other.connection_made(self._transport)
        other.data_received(self._heard)
