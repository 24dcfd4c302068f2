"""Lines to one HTTP server, kept open from call to call: as much of a client as the Bot API needs."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECT_SECONDS = 10  # for the address, the connection and the handshake
ANSWER_SECONDS = 40  # from the first byte written to the last one read
SLOWEST = 100_000  # bytes a second: what a file is given beside that, to be written
JSON = "application/json"
IDLE_SECONDS = 15  # a line that rested longer is not trusted: the other side may be closing it
FAMILY_PAUSE = 0.25  # RFC 8305: seconds until the next address of a host is tried beside the first
LONGEST_HEAD, LONGEST_BODY = 1 << 16, 1 << 24  # bytes; the Bot API's answers are far smaller
END_OF_HEAD = b"\r\n\r\n"
INFORMING = re.compile(rb"HTTP/1\.[01] 1(?!01)\d\d\b")  # RFC 9110, 15.2: heads that come before the answer
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,10})[ \t]*\r\n")
CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n")
ENDS = re.compile(rb"^http/1\.0|\r\nconnection:[ \t]*close")
CHUNK = re.compile(rb"([0-9a-f]{1,8})[^\r\n]*\r\n", re.IGNORECASE)


class NotConnected(Exception):
    """There is no connection: surely nothing has been sent. The text is the kind of the error."""


class CutOff(Exception):
    """The call has left, and no whole answer has come. The text is the kind of the error."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer. `lasting`: whether the line may be used again."""

    status: int
    body: bytes
    lasting: bool


class Lines:
    """Posts to one address, each over a line of its own while it lasts; no call is made twice.

    aiohttp's client takes five times the CPU for it, which was a seventh of all (decision 0010).
    """

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        host = self._url.netloc.rpartition("@")[2]
        self._head = (
            f" HTTP/1.1\r\nHost: {host if host.isascii() else host.encode('idna').decode()}\r\n"
            "User-Agent: contact-center\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n"
            "Content-Type: "
        )
        self._tls = ssl.create_default_context() if self._url.scheme == "https" else None
        self._resting: list[_Line] = []
        self._lines: set[_Line] = set()

    async def post(self, path: str, body: bytes, kind: str = JSON) -> Heard:
        """The answer to that body of that media type. Raises NotConnected, CutOff."""
        line = self._rested() or await self._connected()
        about = f"{self._head}{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        request = f"POST {self._url.path}{path}{about}".encode() + body
        self._lines.add(line)
        heard = None
        try:
            heard = await line.ask(request)
        except (OSError, ValueError) as error:
            raise CutOff(type(error).__name__) from error
        finally:
            self._lines.discard(line)
            if heard is not None and heard.lasting:
                self._resting.append(line)
            else:
                line.close()
        return heard

    async def close(self) -> None:
        """Close all; who still waits for an answer is cut off."""
        for line in (*self._resting, *self._lines):
            line.close()
        self._resting = []
        await asyncio.sleep(0)  # sockets are closed in the loop's next round

    def _rested(self) -> _Line | None:
        while self._resting:
            line = self._resting.pop()
            if line.usable:
                return line
            line.close()
        return None

    async def _connected(self) -> _Line:
        loop, url = asyncio.get_running_loop(), self._url
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, line = await loop.create_connection(
                    _Line,
                    url.hostname or "",
                    url.port or (443 if self._tls else 80),
                    ssl=self._tls,
                    happy_eyeballs_delay=FAMILY_PAUSE,
                )
        except (OSError, ValueError) as error:
            raise NotConnected(type(error).__name__) from error
        return line


class _Line(asyncio.Protocol):
    """One connection: a request, its answer, the next."""

    def __init__(self) -> None:
        self._heard = bytearray()
        self._answer: asyncio.Future[Heard] | None = None
        self._open = True
        self._rests_since = 0.0

    @property
    def usable(self) -> bool:
        """Whether it is worth another call."""
        return self._open and asyncio.get_running_loop().time() - self._rests_since < IDLE_SECONDS

    async def ask(self, request: bytes) -> Heard:
        """Raises OSError, ValueError."""
        loop = asyncio.get_running_loop()
        self._answer = answer = loop.create_future()
        # asyncio.timeout costs as much as all the rest here.
        patience = loop.call_later(ANSWER_SECONDS + len(request) / SLOWEST, self._give_up)
        try:
            self._transport.write(request)
            heard: Heard = await answer
        finally:
            patience.cancel()
        self._rests_since = loop.time()
        return heard

    def close(self) -> None:
        """At once; what is still waited for does not come."""
        self._open = False
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio says so."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A piece of the answer, or something nobody has asked for."""
        if self._answer is None or self._answer.done():
            self.close()
            return
        self._heard += data
        self._look(ended=False)

    def connection_lost(self, error: Exception | None) -> None:
        """The other side has gone, or we have."""
        here, self._open = self._open, False
        if self._answer is not None and not self._answer.done():
            self._look(ended=error is None and here)
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionResetError())

    def _give_up(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(TimeoutError())

    def _look(self, ended: bool) -> None:
        assert self._answer is not None
        try:
            heard = _understood(bytes(self._heard), ended)
        except ValueError as error:
            self._answer.set_exception(error)
            return
        if heard is not None:
            self._heard.clear()
            self._answer.set_result(heard)


def _understood(heard: bytes, ended: bool) -> Heard | None:
    """The answer, None while it is not whole (RFC 9112, section 6.3). Raises ValueError."""
    head, found, rest = heard.partition(END_OF_HEAD)
    while found and len(head) <= LONGEST_HEAD and INFORMING.match(head):
        head, found, rest = rest.partition(END_OF_HEAD)
    if len(head) > LONGEST_HEAD or len(rest) > LONGEST_BODY:
        raise ValueError("too long")
    if not found:
        return None
    status = STATUS.match(head)
    if status is None:
        raise ValueError("not HTTP")
    lines = head.lower() + b"\r\n"
    if CHUNKED.search(lines):
        body = _unchunked(rest)
    else:
        length = LENGTH.search(lines)
        if length is None:
            return Heard(int(status[1]), rest, False) if ended else None
        body = None if len(rest) < int(length[1]) else (rest[: int(length[1])], len(rest) == int(length[1]))
    if body is None:
        return None
    return Heard(int(status[1]), body[0], body[1] and not ended and ENDS.search(lines) is None)


def _unchunked(rest: bytes) -> tuple[bytes, bool] | None:
    """The chunks as one, and whether nothing comes after them; None while they are not whole."""
    body: list[bytes] = []
    at = 0
    while size := CHUNK.match(rest, at):
        begin, long = size.end(), int(size[1], 16)
        if not long:
            end = rest.find(END_OF_HEAD, begin - 2)  # trailers, if any, end as a head does
            return None if end < 0 else (b"".join(body), end + 4 == len(rest))
        if len(rest) < begin + long + 2:
            return None
        body.append(rest[begin : begin + long])
        at = begin + long + 2
    return None
