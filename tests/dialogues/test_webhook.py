"""Updates brought by Telegram instead of fetched."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from aiohttp import ClientSession

from storage.writer import Unavailable
from tests.dialogues.people import Operator, Person, Resident
from tests.dialogues.stage import Stage

SECRET = "correct-horse_42"
ASKED = "Почему не вывозят мусор?"
Post = Callable[..., Coroutine[Any, Any, int]]


@pytest.fixture
async def hooked(offstage: Stage) -> Stage:
    """The bot with a webhook that the sandbox has been told of."""
    offstage.changed["telegram"] = hooked_settings()
    await offstage.start()
    return offstage


def hooked_settings() -> dict[str, Any]:
    """The section [telegram] of a bot with a webhook."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    webhook = {"url": f"http://{address}/telegram", "listen": address, "secret": SECRET}
    return {"mode": "webhook", "webhook": webhook}


@pytest.fixture
async def post(hooked: Stage) -> AsyncIterator[Post]:
    """Knock at the webhook as somebody else might."""
    url = hooked.changed["telegram"]["webhook"]["url"]
    async with ClientSession() as session:

        async def knock(body: bytes | io.BytesIO, secret: str | None = SECRET) -> int:
            headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
            async with session.post(url, data=body, headers=headers) as answer:
                return answer.status

        yield knock


async def test_residents_and_operators_talk_by_webhook(
    hooked: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Приедут", ticket=1)
    await resident.sees("Приедут")
    assert not await hooked.telegram_calls("getUpdates")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "секрет", "\xff\xfe"])
async def test_a_forged_secret_is_turned_away(hooked: Stage, post: Post, secret: str | None) -> None:
    assert await post(b'{"update_id": 1}', secret) == 401
    assert await hooked.rows("select * from inbox") == []


async def test_a_body_beyond_a_megabyte_is_turned_away(hooked: Stage, post: Post) -> None:
    assert await post(io.BytesIO(b" " * ((1 << 20) + 1))) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\x00", b"[" * 5000, b"not json"])
async def test_what_cannot_be_read_is_taken_put_aside_and_told(
    hooked: Stage, post: Post, editor: Person, body: bytes
) -> None:
    hooked.expects(inbox_dead=1)
    assert await post(body) == 200
    assert await post(body) == 200
    await editor.sees("Не удалось обработать")


async def test_while_the_database_is_away_telegram_keeps_the_update(
    hooked: Stage, post: Post, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hooked.app is not None

    async def away(*_: Any) -> None:
        raise Unavailable("disk I/O error")

    with monkeypatch.context() as outage:
        outage.setattr(hooked.app._inbox, "keep", away)
        assert await post(b'{"update_id": 5}') == 503
        await resident.says(ASKED)
    await resident.sees("региональному оператору")


async def test_what_the_webhook_has_begun_to_take_is_stored_before_the_end(
    hooked: Stage, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = hooked.app
    assert app is not None
    keep, begun = app._inbox.keep, asyncio.Event()

    async def slowly(*given: Any) -> Any:
        begun.set()
        await asyncio.sleep(0.2)
        return await keep(*given)

    monkeypatch.setattr(app._inbox, "keep", slowly)
    under_way = [asyncio.create_task(post(b'{"update_id": %d}' % n)) for n in range(3)]
    await begun.wait()
    async with asyncio.timeout(5):
        await hooked.stop()
        assert [await one for one in under_way] == [200, 200, 200]
