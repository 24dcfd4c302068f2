"""A Bot API that says yes to everything and remembers what it was asked. `python -m bench.sink PORT`."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass
from typing import Any

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
EDITED = re.compile(rb'"message_id": ?(\d+)')
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
QUIET = frozenset(
    (
        "getMe",
        "setWebhook",
        "setMyCommands",
        "deleteWebhook",
        "getChatMember",
        "getForumTopicIconStickers",
    )
)
END_OF_HEAD = b"\r\n\r\n"
END_OF_CHUNKS = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it arrived. `at`: monotonic seconds, the same for all processes of a machine."""

    method: str
    body: bytes
    at: float

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters of a call made in JSON."""
        parameters: dict[str, Any] = json.loads(self.body)
        return parameters


class Sink:
    """The calls so far, housekeeping left out. `delay`: seconds before each answer."""

    def __init__(self, delay: float = 0.0) -> None:
        self.calls: list[Call] = []
        self._answered: list[float] = []
        self._delay = delay
        self._server: asyncio.Server | None = None
        self._made = 1000
        self._next = asyncio.Event()

    async def called(self) -> None:
        """Until the next call has come; it is not yet answered."""
        self._next.clear()
        await self._next.wait()

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback interface; returns the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Conversation(self), "127.0.0.1", port)
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    def exposed(self, since: float) -> int:
        """Calls still open at that monotonic second or answered after it: who made them may not know."""
        return len(self.calls) - sum(1 for one in self._answered if one < since)

    async def reply(self, path: bytes, body: bytes) -> bytes:
        """The answer's body."""
        method = path.rpartition(b"/")[2].decode()
        if path.startswith(b"/sink/"):
            return self._told(method)
        if method not in QUIET:
            self.calls.append(Call(method, body, time.monotonic()))
            self._next.set()
            if self._delay:
                await asyncio.sleep(self._delay)
            self._answered.append(time.monotonic())
        return self._result(method, body)

    def _told(self, what: str) -> bytes:
        if what == "count":
            return str(len(self.calls)).encode()
        listed = [(one.method, one.body.decode("utf-8", "replace"), one.at) for one in self.calls]
        self.calls.clear()
        return json.dumps(listed).encode()

    def _result(self, method: str, body: bytes) -> bytes:
        self._made += 1
        match method:
            case "sendMessage" | "editMessageText":
                edited = EDITED.search(body) if method == "editMessageText" else None
                return (
                    b'{"ok":true,"result":{"message_id":%d,"date":1700000000,'
                    b'"chat":{"id":1,"type":"private"},"text":"ok"}}'
                    % (int(edited[1]) if edited else self._made)
                )
            case "copyMessage":
                return b'{"ok":true,"result":{"message_id":%d}}' % self._made
            case "getMe":
                return b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"bot","username":"a_bot"}}'
            case "getChatMember":
                return (
                    b'{"ok":true,"result":{"status":"left","user":{"id":1,"is_bot":false,"first_name":"-"}}}'
                )
            case _:
                return b'{"ok":true,"result":true}'


class _Conversation(asyncio.Protocol):
    """HTTP/1.1 keep-alive, one request after another: as little as the bots' clients need."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._heard = b""
        self._replying: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, found, rest = self._heard.partition(END_OF_HEAD)
        if not found:
            return
        length = LENGTH.search(head)
        if CHUNKED.search(head):
            if not rest.endswith(END_OF_CHUNKS):
                return
        elif len(rest) < (int(length[1]) if length else 0):
            return
        self._heard = b""
        task = asyncio.ensure_future(self._reply(head.split(b" ", 2)[1], rest))
        self._replying.add(task)
        task.add_done_callback(self._replying.discard)

    async def _reply(self, path: bytes, body: bytes) -> None:
        said = await self._sink.reply(path, body)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(said)
        if not self._transport.is_closing():
            self._transport.write(head + said)  # type: ignore[attr-defined]


async def _serve(port: int) -> None:
    await Sink().start(port)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
