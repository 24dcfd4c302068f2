"""What knocks at the webhook: taken at once when it is usual, else treated as HTTP wants it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

import pytest

from bot import doorman
from bot.clock import Clock
from bot.intake import BODY_LIMIT, Intake
from bot.serving import serve_webhook
from storage.inbox import Incoming, Kept
from storage.writer import Unavailable
from tests.figures import FORGED

BODY = b'{"update_id": 1, "message": {"chat": {"id": 7}, "message_id": 5, "date": 1}}'
OTHER = BODY.replace(b"5", b"6")
SECRET = "s3cret"
GOOD = f"X-Telegram-Bot-Api-Secret-Token: {SECRET}"
HOST = "Host: bot"


class Shelf:
    """An inbox in memory, which may be away."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.error: Exception | None = None

    async def keep(self, updates: Sequence[Incoming], _: Any) -> list[Kept]:
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        self.raw += [one.raw for one in updates]
        return []


class Nobody:
    """Visits that are never made."""

    def __init__(self) -> None:
        self.waiting = 0

    def accept(self, _: list[Kept]) -> None:
        """Leave them."""


class Street:
    """A webhook in the open, and who knocks there."""

    def __init__(self) -> None:
        self.shelf, self.visits = Shelf(), Nobody()

    async def open(self) -> None:
        intake = Intake(self.shelf, self.visits, Clock())  # type: ignore[arg-type]
        self._serving = asyncio.create_task(intake.serve())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.door = await serve_webhook(f"127.0.0.1:{self._port}", "/telegram", SECRET, intake)

    async def close(self) -> None:
        await self.door.cleanup()
        self._serving.cancel()

    async def send(self, *pieces: bytes, answers: int = 1) -> list[bytes]:
        """The status of so many answers over one connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)
        heard: list[bytes] = []
        async with asyncio.timeout(5):
            for _ in range(answers):
                head = await reader.readuntil(b"\r\n\r\n")
                heard.append(head.split(b" ", 2)[1])
                long = [one for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:")]
                await reader.readexactly(int(long[0].split(b":")[1]))
        writer.close()
        return heard


def request(
    body: bytes = BODY, *headers: str, line: str = "POST /telegram HTTP/1.1", length: int | None = None
) -> bytes:
    """A request with these headers besides its length."""
    long = f"Content-Length: {len(body) if length is None else length}"
    return "\r\n".join([line, *headers, long, "", ""]).encode() + body


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    """A door, open for one test."""
    street = Street()
    await street.open()
    yield street
    await street.close()


async def test_an_update_is_stored_as_it_came_and_then_answered(street: Street) -> None:
    assert await street.send(request(BODY, HOST, GOOD)) == [b"200"]
    assert street.shelf.raw == [BODY]


async def test_a_request_may_come_in_any_pieces(street: Street) -> None:
    whole = request(BODY, HOST, GOOD)
    for cut in (1, 20, len(whole) - len(BODY) - 2, len(whole) - len(BODY), len(whole) - 1):
        assert await street.send(whole[:cut], whole[cut:]) == [b"200"]
    assert street.shelf.raw == [BODY] * 5


async def test_a_connection_brings_one_update_after_the_other(street: Street) -> None:
    first, second = request(BODY, HOST, GOOD), request(OTHER, HOST, GOOD)
    assert await street.send(first, second, answers=2) == [b"200", b"200"]
    assert await street.send(first + second, answers=2) == [b"200", b"200"]
    assert street.shelf.raw == [BODY, OTHER, BODY, OTHER]


@pytest.mark.parametrize(
    "usual",
    [
        request(BODY, HOST, GOOD, "Connection: close"),
        request(BODY, HOST, GOOD, "Connection: x, close"),
        request(BODY, HOST, GOOD, "Proxy-Connection: close"),
        request(BODY, HOST, GOOD, line="POST /telegram HTTP/1.0"),
    ],
)
async def test_who_brings_one_update_only_is_seen_off(street: Street, usual: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", street._port)
    writer.write(usual)
    async with asyncio.timeout(5):
        assert (await reader.read()).startswith(b"HTTP/1.1 200 ")
    writer.close()
    assert street.shelf.raw == [BODY]


CHUNKED = b"\r\n".join([b"%x" % len(BODY), BODY, b"0", b"", b""])


@pytest.mark.parametrize(
    "unusual",
    [
        f"POST /telegram HTTP/1.1\r\n{HOST}\r\n{GOOD}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        + CHUNKED,
        request(BODY, HOST, GOOD, line="POST /telegram?from=proxy HTTP/1.1"),
        request(BODY, HOST, GOOD.lower(), "Upgrade: nothing"),
    ],
)
async def test_an_unusual_request_is_taken_as_well(street: Street, unusual: bytes) -> None:
    assert await street.send(unusual) == [b"200"]
    assert street.shelf.raw == [BODY]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        (request(BODY, HOST), b"401"),
        (request(BODY, HOST, GOOD + "x"), b"401"),
        (request(BODY, HOST, "X-Telegram-Bot-Api-Secret-Token: секрет"), b"401"),
        (request(BODY, HOST, GOOD, line="POST /other HTTP/1.1"), b"404"),
        (request(b"", HOST, GOOD, line="GET /telegram HTTP/1.1"), b"405"),
        (request(b" " * (BODY_LIMIT + 1), HOST, GOOD), b"413"),
        (request(BODY, HOST, GOOD, "Content-Length: 3"), b"400"),
        (request(BODY, HOST, GOOD, "Content-Length : 3"), b"400"),
        (request(BODY, HOST, GOOD, "Transfer-Encoding: chunked"), b"400"),
        (request(BODY, HOST, GOOD, "Content-Encoding: gzip"), b"400"),
        (request(BODY, GOOD), b"400"),
        (request(BODY, HOST, "Host: other", GOOD), b"400"),
        (request(BODY, HOST, GOOD, "Content-Type: a", "Content-Type: b"), b"400"),
        (request(BODY, HOST, GOOD, "(odd): a"), b"400"),
        (request(BODY, HOST, GOOD, "Odd: a\x7f"), b"400"),
        (request(BODY, HOST, GOOD, "Long: " + "x" * 20_000), b"400"),
        (request(BODY, HOST, GOOD, "Odd: a\0b"), b"400"),
        (request(BODY, HOST, GOOD, length=-1), b"400"),
        (b"hello\r\n\r\n", b"400"),
    ],
)
async def test_what_is_wrong_is_turned_away_and_nothing_is_stored(
    street: Street, wrong: bytes, status: bytes
) -> None:
    assert (await street.send(wrong))[0] == status
    assert street.shelf.raw == []


async def test_while_nothing_can_be_stored_telegram_keeps_it(street: Street) -> None:
    street.shelf.error = Unavailable("away")
    usual = request(BODY, HOST, GOOD)
    assert (await street.send(usual, usual, answers=2)) == [b"503", b"503"]
    street.shelf.error = None
    assert await street.send(usual) == [b"200"]


async def test_while_too_many_visits_wait_telegram_keeps_it(street: Street) -> None:
    street.visits.waiting = 10**6
    assert (await street.send(request(BODY, HOST, GOOD)))[0] == b"503"
    assert street.shelf.raw == []


async def test_what_has_begun_to_be_stored_is_answered_before_the_door_is_shut(street: Street) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    keep = street.shelf.keep

    async def slowly(*given: Any) -> list[Kept]:
        begun.set()
        await go_on.wait()
        return await keep(*given)

    street.shelf.keep = slowly  # type: ignore[method-assign, assignment]
    asking = asyncio.create_task(street.send(request(BODY, HOST, GOOD)))
    await begun.wait()
    closing = asyncio.create_task(street.door.cleanup())
    await asyncio.sleep(0)
    go_on.set()
    assert (await asking)[0] == b"200"
    await closing


def forged() -> list[bytes]:
    """Two hundred requests of somebody who does not know the secret, or not where it belongs."""
    header = "X-Telegram-Bot-Api-Secret-Token"
    secrets = [
        "",
        " ",
        "\t",
        "null",
        "undefined",
        "*",
        "%73%33cret",
        "czNjcmV0",
        SECRET * 2,
        SECRET[::-1],
        "секрет",
    ]
    secrets += [SECRET[:end] for end in range(len(SECRET))]
    secrets += [SECRET + chr(sign) for sign in range(33, 127)]
    secrets += [
        SECRET[:at] + chr(ord(SECRET[at]) ^ bit) + SECRET[at + 1 :]
        for at in range(6)
        for bit in (1, 2, 4, 8, 32)
    ]
    secrets += [f"{SECRET}, {SECRET}", f'"{SECRET}"', f"Bearer {SECRET}", SECRET.upper(), "x" * 3000]
    wrong = [request(BODY, HOST, f"{header}: {one}") for one in secrets]
    # From where a request says to come, and what else it says, counts for nothing.
    claims = ("127.0.0.1", "149.154.160.1", "::1", "localhost", "telegram.org", SECRET)
    names = (
        "X-Forwarded-For",
        "X-Real-IP",
        "Forwarded",
        "CF-Connecting-IP",
        "True-Client-IP",
        "Via",
        "Authorization",
    )
    wrong += [request(BODY, HOST, f"{name}: {claim}") for name in names for claim in claims]
    places = (
        "X-Telegram-Bot-Api-Secret_Token",
        "Telegram-Secret-Token",
        "Secret-Token",
        "Cookie",
        "X-Secret",
    )
    wrong += [request(BODY, HOST, f"{name}: {SECRET}") for name in places]
    wrong += [
        request(BODY, HOST, line=f"POST /telegram?{name}={SECRET} HTTP/1.1")
        for name in ("secret_token", "token")
    ]
    begin = f"POST /telegram HTTP/1.1\r\n{HOST}\r\n{header}: ".encode()
    odd = (b"\xff", b"\xff\xfe", b"\xc3\x28", b"\xf0\x9f\x98\x80", b"s3cret\xc2\xa0", b"\xef\xbb\xbfs3cret")
    wrong += [request(BODY, HOST, *twice) for twice in ((GOOD, f"{header}: x"), (f"{header}: x", GOOD))]
    wrong += [begin + one + b"\r\nContent-Length: 2\r\n\r\n{}" for one in odd]
    return wrong


async def test_two_hundred_forged_requests_are_refused_and_nothing_is_stored(
    street: Street, record_property: Any
) -> None:
    statuses = [(await street.send(one))[0] for one in forged()]
    refused = [one for one in statuses if one in (b"400", b"401", b"404")]
    print(f"\nforged requests: {len(statuses)}, refused: {len(refused)}, stored: {len(street.shelf.raw)}")
    record_property(FORGED, len(refused))
    assert len(statuses) >= 200
    assert (len(refused), street.shelf.raw) == (len(statuses), [])
    assert await street.send(request(BODY, HOST, GOOD)) == [b"200"]


async def test_who_begins_a_request_and_says_no_more_is_cut_off(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorman, "PATIENCE", 0.05)
    usual = request(BODY, HOST, GOOD)
    long, endless = f"X: {'a' * 5000}".encode(), f"X: {'a' * 70_000}".encode()
    for begun in (b"", usual[:20], usual[:-5], usual[:25] + long, usual[:25] + endless):
        reader, writer = await asyncio.open_connection("127.0.0.1", street._port)
        writer.write(begun)
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()
    # Between requests a connection may rest as long as it likes.
    reader, writer = await asyncio.open_connection("127.0.0.1", street._port)
    for _ in range(2):
        writer.write(usual)
        async with asyncio.timeout(5):
            await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.1)
    writer.close()
    assert street.shelf.raw == [BODY] * 2


async def test_who_only_takes_up_room_makes_way_for_who_brings_updates(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorman, "MOST", 5)
    usual = request(BODY, HOST, GOOD)
    telegram = await asyncio.open_connection("127.0.0.1", street._port)
    await brings(telegram, usual)
    silent = [await asyncio.open_connection("127.0.0.1", street._port) for _ in range(20)]
    for begun, (_, writer) in zip((b"", usual[:30], request(BODY, HOST)) * 6, silent, strict=False):
        writer.write(begun)
    assert await street.send(usual) == [b"200"]
    await brings(telegram, usual)
    gone = 0
    for reader, _ in silent:
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(0.05):
                while await reader.read(1000):
                    pass
                gone += 1
    assert gone >= 20 - 4 and len(street.door.doormen) <= 5
    for _, writer in (telegram, *silent):
        writer.close()
    assert street.shelf.raw == [BODY] * 3


async def brings(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], update: bytes) -> None:
    """An update over a connection that stays."""
    reader, writer = connection
    writer.write(update)
    async with asyncio.timeout(5):
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")


async def test_who_is_answered_otherwise_than_usual_does_not_stay(street: Street) -> None:
    """aiohttp would let a connection rest for an hour after its answer."""
    for one in (
        request(b"", HOST, line="GET /nothing HTTP/1.1"),
        request(BODY, HOST, "X: y"),
        b"hello\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", street._port)
        writer.write(one)
        async with asyncio.timeout(5):
            assert (await reader.read()).startswith(b"HTTP/1.")
        writer.close()


async def test_what_is_no_http_is_neither_quoted_nor_told_as_a_mistake(
    street: Street, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    canary = "мухоморище"
    for strange in (f"{canary} hello", f"POST /telegram?{canary} HTTP/9.9", "POST /telegram HTTP/1.1"):
        for header in (f"Content-Length : 3{canary}", f"Odd: a\0{canary}", f"Long: {canary * 2000}"):
            assert (await street.send(request(BODY, HOST, GOOD, header, line=strange)))[0] == b"400"
    written = caplog.text + caplog.text.encode().decode("unicode_escape", "replace")
    assert canary not in written and "Error handling request" not in written
