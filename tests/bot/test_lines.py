"""A client of our own for plain calls: what is an answer, what is none, and which line is used again."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import lines
from bot.lines import CutOff, Lines, NotConnected

LOCALHOST = Path(__file__).with_name("localhost.pem")  # a key for tests, trusted by nobody else
OK = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}'
SAID = b'{"ok":true}'


class Server:
    """Answers each request with the next pieces of its script; None among them ends the connection."""

    def __init__(self) -> None:
        self.script: list[tuple[bytes | None, ...]] = []
        self.requests: list[tuple[bytes, bytes]] = []
        self.connections = 0
        self.asked = asyncio.Event()
        self.unasked = b""  # sent as soon as an answer is out

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.partition(b"Content-Length: ")[2].split(b"\r\n")[0])
                self.requests.append((head, await reader.readexactly(length)))
                self.asked.set()
                for piece in self.script.pop(0):
                    if piece is None:
                        return
                    writer.write(piece)
                    await asyncio.sleep(0.01)
                writer.write(self.unasked)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, Lines]]:
    """A server with a script, and lines to it."""
    server = Server()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    there = Lines(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot1:x/")
    yield server, there
    await there.close()
    listening.close()
    await listening.wait_closed()


WHOLE: dict[str, tuple[bytes | None, ...]] = {
    "in one piece": (OK,),
    "byte by byte": tuple(bytes([one]) for one in OK),
    "until the end": (b"HTTP/1.1 200 OK\r\n\r\n", SAID, None),
    "after early hints": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTT",
        OK[3:],
    ),
    "in chunks": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n4;x=y\r\n",
        b'{"ok\r\n7\r',
        b'\n":true}\r\n0',
        b"\r\nExpires: never\r\n\r\n",
    ),
    "in chunks without trailers": (
        b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nB\r\n{"ok":true}\r\n0\r\n\r\n',
    ),
}


@pytest.mark.parametrize("pieces", WHOLE.values(), ids=WHOLE.keys())
async def test_an_answer_is_heard_to_its_end(
    server: tuple[Server, Lines], pieces: tuple[bytes | None, ...]
) -> None:
    server[0].script = [pieces]
    heard = await server[1].post("getMe", b"{}")
    assert (heard.status, heard.body) == (200, SAID)


async def test_a_request_says_what_a_strict_server_asks_for(server: tuple[Server, Lines]) -> None:
    server[0].script = [(OK,)]
    await server[1].post("sendMessage", '{"text":"Ж"}'.encode())
    head, body = server[0].requests[0]
    assert head.startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nContent-Type: application/json\r\n" in head
    assert body.decode() == '{"text":"Ж"}'


NONE: dict[str, tuple[bytes | None, ...]] = {
    "nothing": (None,),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-", None),
    "half a body": (OK[:-1], None),
    "half a chunk": (b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nB\r\n{"ok":', None),
    "another language": (b"SSH-2.0-OpenSSH_9.9\r\n\r\n",),
    "an endless head": (b"HTTP/1.1 200 OK\r\nx: " + b"y" * lines.LONGEST_HEAD + b"\r\n\r\n",),
    "silence": (OK[:-1],),
}


@pytest.mark.parametrize("pieces", NONE.values(), ids=NONE.keys())
async def test_what_is_no_whole_answer_is_cut_off_and_asked_once(
    server: tuple[Server, Lines], pieces: tuple[bytes | None, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "ANSWER_SECONDS", 0.3)
    server[0].script = [pieces, (OK,)]
    with pytest.raises(CutOff):
        await server[1].post("x", b"{}")
    assert len(server[0].requests) == 1
    assert (await server[1].post("x", b"{}")).body == SAID
    assert server[0].connections == 2, "and its line is not used again"


async def test_a_line_is_used_again(server: tuple[Server, Lines]) -> None:
    server[0].script = [(OK,)] * 3
    for _ in range(3):
        await server[1].post("x", b"{}")
    assert server[0].connections == 1


async def test_calls_at_once_have_a_line_each(server: tuple[Server, Lines]) -> None:
    server[0].script = [(OK,)] * 6
    await asyncio.gather(*(server[1].post("x", b"{}") for _ in range(3)))
    await asyncio.gather(*(server[1].post("x", b"{}") for _ in range(3)))
    assert server[0].connections == 3


SPENT: dict[str, tuple[tuple[bytes | None, ...], bytes]] = {
    "closed by the server": ((OK, None), b""),
    "to be closed": ((OK.replace(b"\r\n", b"\r\nConnection: close\r\n", 1),), b""),
    "an old server": ((OK.replace(b"HTTP/1.1", b"HTTP/1.0"),), b""),
    "more than was asked for": ((OK + OK,), b""),
    "words nobody asked for": ((OK,), OK),
}


@pytest.mark.parametrize(("pieces", "unasked"), SPENT.values(), ids=SPENT.keys())
async def test_a_line_that_may_be_spent_is_not_used_again(
    server: tuple[Server, Lines], pieces: tuple[bytes | None, ...], unasked: bytes
) -> None:
    server[0].script, server[0].unasked = [pieces, (OK,)], unasked
    await server[1].post("x", b"{}")
    async with asyncio.timeout(lines.IDLE_SECONDS / 2):  # what the server does comes when it comes
        while any(line.usable for line in server[1]._resting):  # noqa: ASYNC110  a line rings no bell
            await asyncio.sleep(0.005)
    assert (await server[1].post("x", b"{}")).body == SAID
    assert server[0].connections == 2


async def test_a_line_that_rested_long_is_not_trusted(
    server: tuple[Server, Lines], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "IDLE_SECONDS", 0)
    server[0].script = [(OK,), (OK,)]
    await server[1].post("x", b"{}")
    await server[1].post("x", b"{}")
    assert server[0].connections == 2


async def test_who_waits_is_cut_off_when_all_is_closed(server: tuple[Server, Lines]) -> None:
    server[0].script = [(b"HTTP/1.1 200 OK\r\n\r\nhalf",)]
    waiting = asyncio.create_task(server[1].post("x", b"{}"))
    await server[0].asked.wait()
    await server[1].close()
    with pytest.raises(CutOff):
        await waiting


async def test_over_tls_it_must_be_who_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    server.script = [(OK,), (OK,)]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(LOCALHOST)
    listening = await asyncio.start_server(server.talk, "localhost", 0, ssl=context)
    url = f"https://localhost:{listening.sockets[0].getsockname()[1]}/"
    stranger = Lines(url)
    with pytest.raises(NotConnected):
        await stranger.post("x", b"{}")
    monkeypatch.setenv("SSL_CERT_FILE", str(LOCALHOST))
    known = Lines(url)
    assert [(await known.post("x", b"{}")).body for _ in range(2)] == [SAID, SAID]
    assert server.requests[1:]
    await known.close()
    await stranger.close()
    listening.close()
    await listening.wait_closed()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "http://127.0.0.1:99999/"]
)
async def test_without_a_connection_nothing_is_sent(url: str) -> None:
    nobody = Lines(url)
    with pytest.raises(NotConnected):
        await nobody.post("x", b"{}")
    await nobody.close()
