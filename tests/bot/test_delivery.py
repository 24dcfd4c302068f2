"""What can be known of a call's outcome."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile, MessageEntity
from aiohttp import web

from bot.delivery import Delivery, NotAdmitted, NotSent, Outcome, Rejected, Sent, Uncertain

TOKEN = "7000000001:very_secret_token"
CALL = SendMessage(chat_id=1, text="👍 привет")


class Server:
    """Reads a request and answers with bytes as they are; None: cuts the line."""

    def __init__(self) -> None:
        self.answer: bytes | None = b""
        self.requests: list[bytes] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        self.requests.append(await reader.readexactly(length))
        if self.answer is None:
            writer.transport.abort()
            return
        writer.write(self.answer)
        writer.close()


def http(status: int, body: str) -> bytes:
    """An answer as bytes."""
    content = body.encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    return head.encode() + content


def refused(code: int, why: str, parameters: str) -> bytes:
    """A refusal by the Bot API, with its parameters as given."""
    told = f'"error_code":{code},"description":"{why}","parameters":{parameters}'
    return http(code, f'{{"ok":false,{told}}}')


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, Delivery]]:
    """A server that answers as told, and a delivery that speaks to it."""
    server = Server()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    delivery = Delivery(f"http://127.0.0.1:{port}/", TOKEN)
    yield server, delivery
    await delivery.close()
    listening.close()
    await listening.wait_closed()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (http(200, '{"ok": true, "result": {"message_id": 5}}'), Sent({"message_id": 5})),
        (
            http(429, '{"ok":false,"error_code":429,"description":"Wait","parameters":{"retry_after":17}}'),
            NotSent("Wait", 17.0),
        ),
        (http(429, '{"ok":false,"error_code":429,"description":"Wait"}'), NotSent("Wait", 1.0)),
        (
            http(429, '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35"}'),
            NotSent("Too Many Requests: retry after 35", 35.0),
        ),
        *(
            (refused(429, "retry after 3", "[1]"), NotSent("retry after 3", 3.0)),
            (refused(429, "retry after 3", '{"retry_after":"abc"}'), NotSent("retry after 3", 3.0)),
            (refused(429, "retry after 3", '{"retry_after":-5}'), NotSent("retry after 3", 1.0)),
            (refused(429, "retry after 3", '{"retry_after":1e400}'), NotSent("retry after 3", 86_400.0)),
        ),
        (http(400, '{"ok":false,"error_code":400,"description":"Bad"}'), Rejected(400, "Bad")),
        *(
            (refused(400, "M", f'{{"migrate_to_chat_id":{odd}}}'), Rejected(400, "M"))
            for odd in ('"-9"', "9", "-1e3", -(10**30))
        ),
        (
            http(400, '{"ok":false,"description":"M","parameters":{"migrate_to_chat_id":-9}}'),
            Rejected(400, "M", -9),
        ),
        (
            http(401, '{"ok":false,"error_code":401,"description":"Unauthorized"}'),
            NotAdmitted("401 Unauthorized"),
        ),
        (http(404, '{"ok":false,"error_code":404,"description":"Not Found"}'), NotAdmitted("404 Not Found")),
        (
            http(404, '{"ok":false,"error_code":404,"description":"Not Found: method not found"}'),
            Rejected(404, "Not Found: method not found"),
        ),
        (http(500, '{"ok":false,"error_code":500,"description":"Internal"}'), Uncertain("500 Internal")),
        (http(502, "<html>Bad Gateway</html>"), Uncertain("HTTP 502 без ответа Bot API")),
        (http(404, "<html>Not Found</html>"), NotAdmitted("HTTP 404 без ответа Bot API")),
        (http(302, ""), NotAdmitted("HTTP 302 без ответа Bot API")),
        (http(400, "<html>Bad Request</html>"), Uncertain("HTTP 400 без ответа Bot API")),
        (http(403, '{"error": "forbidden"}'), NotAdmitted("HTTP 403 без ответа Bot API")),
        (http(429, "<html>slow down</html>"), NotSent("HTTP 429 без ответа Bot API")),
        (http(413, "<html>too large</html>"), Rejected(413, "Request Entity Too Large")),
        (http(200, '{"ok": true, "res'), Uncertain("HTTP 200 без ответа Bot API")),
        (http(200, "[]"), Uncertain("HTTP 200 без ответа Bot API")),
        (http(200, ""), Uncertain("HTTP 200 без ответа Bot API")),
        (None, Uncertain("ServerDisconnectedError")),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", Uncertain("ClientPayloadError")),
    ],
)
async def test_outcomes_are_told_apart(
    server: tuple[Server, Delivery], answer: bytes | None, outcome: Outcome
) -> None:
    server[0].answer = answer
    made = await server[1].make(CALL)
    if isinstance(outcome, Uncertain) and "Error" in outcome.reason:
        assert isinstance(made, Uncertain)
    else:
        assert made == outcome
    assert len(server[0].requests) == 1  # never repeated by itself


async def test_a_file_goes_as_a_form_that_others_can_read() -> None:
    read: dict[str, object] = {}

    async def answer(request: web.Request) -> web.Response:
        for name, value in (await request.post()).items():
            part = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
            read[name] = part
        return web.json_response({"ok": True, "result": {"message_id": 5}})

    app = web.Application()
    app.router.add_post("/bot" + TOKEN + "/sendDocument", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    delivery = Delivery(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}", TOKEN)  # type: ignore[attr-defined]
    file = BufferedInputFile(b"PK\x03\x04\r\n--\r\n\0", 'база "2026".xlsx')
    marked = [MessageEntity(type="bold", offset=0, length=4)]
    call = SendDocument(chat_id=-7, document=file, caption="Вот 👍\r\n", caption_entities=marked)
    assert await delivery.make(call) == Sent({"message_id": 5})
    await delivery.close()
    await runner.cleanup()
    assert read == {
        "chat_id": "-7",
        "caption": "Вот 👍\r\n",
        "caption_entities": '[{"type": "bold", "offset": 0, "length": 4}]',
        "document": ("база '2026'.xlsx", file.data),
    }


async def test_a_file_that_was_cut_off_may_have_arrived(server: tuple[Server, Delivery]) -> None:
    server[0].answer = None
    made = await server[1].make(SendDocument(chat_id=1, document=BufferedInputFile(b"x", "x.xlsx")))
    assert isinstance(made, Uncertain)
    assert len(server[0].requests) == 1


async def test_a_refused_connection_has_surely_sent_nothing() -> None:
    delivery = Delivery("http://127.0.0.1:1", TOKEN)
    made = await delivery.make(CALL)
    await delivery.close()
    assert isinstance(made, NotSent)
    assert made.retry_after is None
    assert TOKEN not in made.reason


async def test_a_host_without_an_address_has_surely_sent_nothing() -> None:
    delivery = Delivery("http://no-such-host.invalid", TOKEN)
    made = await delivery.make(CALL)
    await delivery.close()
    assert isinstance(made, NotSent)
