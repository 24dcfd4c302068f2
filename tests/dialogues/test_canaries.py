"""Canaries: words, names and secrets of a day of work, looked for in all that is told of it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot import logs
from desk import replying
from tests.dialogues.people import Operator, Person, Resident
from tests.dialogues.stage import Json, Stage
from tests.dialogues.test_webhook import SECRET, hooked_settings
from tests.figures import LEAKED

# Each is said once or often, as a resident, an operator or Telegram would.
CANARIES = {
    "a question": "мухоморище-вопрос",
    "a second message": "мухоморище-вторая",
    "an edit": "мухоморище-правка",
    "a reply": "мухоморище-ответ",
    "a note": "мухоморище-заметка",
    "a comment": "мухоморище-отзыв",
    "a search": "мухоморище-поиск",
    "a reason": "мухоморище-причина",
    "a caption": "мухоморище-подпись",
    "words of a failing visit": "мухоморище-сбой",
    "words that are no update": "мухоморище-мусор",
    "Latin words": "toadstool-question",
    "a phone": "9171234567",
    "an e-mail": "mukhomor@example.org",
    "a pension number": "112-233-445 95",
    "a name": "Кузнецова",
    "a user's name": "maria_k",
    "an operator's name": "Орлова",
    "the webhook's secret": SECRET,
    "the token": ":sandbox",
}


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """The log as the bot writes it."""
    root = logging.getLogger()
    before, level, raises = list(root.handlers), root.level, logging.raiseExceptions
    logs.set_up(as_json=request.param == "json")
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)
    yield written
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = raises


@pytest.fixture
async def hooked(offstage: Stage, log: io.StringIO) -> AsyncIterator[Stage]:
    """The bot with a webhook and its own log."""
    offstage.changed["telegram"] = hooked_settings()
    await offstage.start()
    yield offstage


async def a_day(stage: Stage, resident: Resident, operator: Operator, supervisor: Operator) -> None:
    said = CANARIES
    await resident.says("/operator")
    await resident.presses("Согласен")
    await resident.sees("Напишите вопрос")
    await resident.says(f"{said['a question']} {said['Latin words']} {said['a phone']} {said['an e-mail']}")
    await resident.sees("Вопрос передан специалисту")
    await operator.finds(said["a question"], ticket=1)
    second = await resident.says(said["a second message"])
    await operator.finds(said["a second message"], ticket=1)
    await resident.edits(said["an edit"], second)
    await resident.sends("photo", caption=said["a caption"])
    await resident.says(f"Мой СНИЛС {said['a pension number']}")
    await operator.says(f"//{said['a note']}", ticket=1)
    await operator.says(said["a reply"], ticket=1)
    await resident.sees(said["a reply"])
    await operator.says(f"/find {said['a search']}")
    await operator.sees("не нашлось")
    await operator.says(f"/close {said['a reason']}", ticket=1)
    await operator.sees("Ничего не сделано", ticket=1)
    await operator.says("/close", ticket=1)
    await resident.says("мухоморище-поиск /my")
    await stage.quiet()


async def mishaps(
    stage: Stage, resident: Resident, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes the bot write most: errors of ours with words in them, of Telegram's, bad updates."""

    async def fails(*_: Any, **__: Any) -> None:
        try:
            json.loads(CANARIES["words of a failing visit"])
        except ValueError as error:
            raise KeyError(f"{CANARIES['words of a failing visit']} {CANARIES['a name']}") from error

    with monkeypatch.context() as broken:
        broken.setattr(replying, "reply", fails)
        await operator.says(CANARIES["words of a failing visit"], ticket=1)
        await stage.until("select 1 from inbox where state = 'dead'", 30)
    url = stage.changed["telegram"]["webhook"]["url"]
    garbage: list[Json | bytes] = [
        CANARIES["words that are no update"].encode(),
        {"update_id": 1, "message": {"text": CANARIES["words that are no update"], "chat": "нет"}},
    ]
    async with ClientSession() as session:
        for one in garbage:
            body = one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode()
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with session.post(url, data=body, headers=headers) as answer:
                assert answer.status == 200
            async with session.post(
                url, data=body, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}
            ) as answer:
                assert answer.status == 401
    await stage.until("select 1 from inbox where state = 'dead' group by state having count(*) = 3", 30)
    for kind in ("500", "429", "reset"):
        await stage.breaks(kind, "sendMessage")
        await resident.says(f"{CANARIES['a second message']} {kind}")


async def test_no_log_line_no_metric_and_no_page_of_health_holds_a_canary(
    hooked: Stage,
    resident: Resident,
    operator: Operator,
    supervisor: Operator,
    editor: Person,
    log: io.StringIO,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Any,
) -> None:
    assert hooked.app is not None
    await a_day(hooked, resident, operator, supervisor)
    await mishaps(hooked, resident, operator, monkeypatch)
    port = hooked.app._served[0].addresses[0][1]  # type: ignore[union-attr]
    told = ""
    async with ClientSession() as session:
        for page in ("live", "ready", "metrics", "nothing"):
            async with session.get(f"http://127.0.0.1:{port}/{page}") as answer:
                told += await answer.text()
    assert "contact_center_visits_done" in told
    await hooked.stop()  # what it has left behind is no matter here
    written = log.getvalue()
    told += written + "".join(capfd.readouterr())
    assert "failed (attempt" in written and "KeyError" in written, "nothing is logged: nothing can be found"
    plain = told + told.encode().decode("unicode_escape", "replace")
    found = [what for what, words in CANARIES.items() if words in plain]
    print(f"\ncharacters of log and metrics: {len(told)}, canaries: {len(CANARIES)}, found: {len(found)}")
    record_property(LEAKED, len(found))
    assert not found, "\n".join(
        line for line in told.splitlines() if any(one in line for one in CANARIES.values())
    )
