"""The sandbox runs: kept between restarts, watched by a page, with or without a bot."""

import asyncio
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.__main__ import main
from sandbox.base import BaseCopy
from sandbox.bot_process import BotProcess, StartError
from sandbox.chats import GROUP_ID
from sandbox.client import Client, connected
from sandbox.files import Upload
from sandbox.sandbox import Sandbox
from sandbox.serving import running


async def test_the_world_outlives_a_restart(tmp_path: Path) -> None:
    async with running(data=tmp_path) as first, connected(first.url) as client:
        await client.send(1001, kind="document", files=[Upload("а.txt", "", b"abc")])
        await client.topic(2001, "create", name="Тема")
        await client.clock(advance=3600)
        await client.update({"message": {"text": "\u0000"}})
    async with running(data=tmp_path) as second, connected(second.url) as client:
        [message] = await client.messages(1001)
        async with ClientSession() as session:
            answer = await session.get(f"{second.url}/sandbox/files/{message['document']['file_id']}")
            assert await answer.read() == b"abc"
            updates = await session.get(f"{second.url}/bot{second.token}/getUpdates")
            assert len((await updates.json())["result"]) == 3
        state = await client.state()
        group = next(c for c in state["chats"] if c["id"] == GROUP_ID)
        assert [t["name"] for t in group["topics"]] == ["Тема"]
        assert state["clock"]["offset"] == 3600
        assert float((tmp_path / "clock").read_text()) == 3600
        [again] = await client.send(1001, "да")
        assert again["message_id"] == 2


async def test_a_snapshot_is_written_while_it_runs(tmp_path: Path) -> None:
    async with running(data=tmp_path) as sandbox, connected(sandbox.url) as client:
        await client.send(1001, "да")
        async with asyncio.timeout(5):
            while not (tmp_path / "world.json").exists():  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def test_events_tell_what_happens(sandbox: Sandbox, client: Client) -> None:
    events = client.events()
    first = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0.05)
    await client.send(1001, "да")
    event = await asyncio.wait_for(first, 2)
    assert (event["type"], event["chat"], event["message"]["text"]) == ("message", 1001, "да")
    await client.clock(advance=60)
    assert (await anext(events))["type"] == "clock"
    await events.aclose()


async def test_waiting_ends_as_soon_as_it_happens_and_tells_what_there_is_when_it_does_not(
    client: Client, ask: Any
) -> None:
    waiting = asyncio.create_task(client.wait_for_message(1001, lambda m: m.get("text") == "два", within=30))
    await ask("sendMessage", chat_id=1001, text="раз")
    await ask("sendMessage", chat_id=1001, text="два")
    started = time.perf_counter()
    assert (await waiting)["message_id"] == 2
    assert time.perf_counter() - started < 10
    with pytest.raises(TimeoutError, match=r"\['раз', 'два'\]"):
        await client.wait_for_message(1001, lambda m: m.get("text") == "три", within=0.1)


async def test_many_sandboxes_run_side_by_side_and_start_at_once() -> None:
    started = time.process_time()
    async with running() as one, running() as two, connected(one.url) as client, connected(two.url) as other:
        assert time.process_time() - started < 0.5
        await client.send(1001, "да")
        assert await other.messages(1001) == []


async def test_a_control_explains_what_is_wrong(sandbox: Sandbox) -> None:
    async with ClientSession() as session:
        for body in (b"{", b"[]", b"{}", b'{"as": "x"}', b'{"as": 5}'):
            answer = await session.post(f"{sandbox.url}/sandbox/send", data=body)
            assert answer.status == 400
            assert (await answer.json())["error"]


async def test_a_call_costs_little(ask: Any) -> None:
    await ask("sendMessage", chat_id=1001, text="да")
    started = time.process_time()
    for _ in range(200):
        await ask("sendMessage", chat_id=1001, text="да")
    spent = (time.process_time() - started) / 200
    print(f"sendMessage over HTTP, both sides: {spent * 1e3:.2f} ms")
    assert spent < 0.02


FAKE_BOT = """
import http.server, os, pathlib, sys
listen = os.environ["CONTACT_CENTER__WEB__LISTEN"].split(":")
database = os.environ["CONTACT_CENTER__STORAGE__DATABASE_URL"].partition(":///")[2]
pathlib.Path(database).touch()
print(sys.argv[1:], os.environ["BOT_TOKEN"], os.environ["CONTACT_CENTER__TELEGRAM__API_URL"], flush=True)
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/ready" else 404)
        self.end_headers()
http.server.HTTPServer((listen[0], int(listen[1])), Ready).serve_forever()
"""


@pytest.fixture
def fake_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where `python -m bot` is a few lines that say they are ready."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").touch()
    (tmp_path / "bot" / "__main__.py").write_text(FAKE_BOT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_the_bot_is_started_killed_and_begun_afresh(fake_bot: Path) -> None:
    changes: list[bool] = []
    bot = BotProcess("http://127.0.0.1:9", Path("config.toml"), fake_bot, lambda: changes.append(bot.running))
    await bot.start()
    try:
        assert bot.running
        told = bot._environment()
        assert told["CONTACT_CENTER__WEB__BASE_URL"] == "http://" + told["CONTACT_CENTER__WEB__LISTEN"]
        [first, *_] = (fake_bot / "bot.log").read_text().splitlines()
        assert first == (
            "['run', '--config', 'config.toml', '--end-with-input'] 7000000001:sandbox http://127.0.0.1:9"
        )
        await bot.do("kill")
        await asyncio.sleep(0)
        assert not bot.running
        await bot.do("start")
        database = fake_bot / "contact-center.sqlite3"
        database.write_text("old")
        await bot.afresh()
        assert (bot.running, database.read_text()) == (True, "")
    finally:
        await bot.stop()
    assert not bot.running
    assert changes.count(True) == 3


async def test_the_bot_works_on_a_copy_of_the_base(fake_bot: Path) -> None:
    entries = fake_bot / "base" / "entries"
    entries.mkdir(parents=True)
    (entries / "tko.toml").write_text("shipped")
    (fake_bot / "config.toml").write_text('[faq]\npath = "base/entries"')
    kept = fake_bot / "kept"
    kept.mkdir()
    bot = BotProcess("http://127.0.0.1:9", Path("config.toml"), kept, lambda: None)
    await bot.start()
    try:
        copy = kept / "faq" / "entries" / "tko.toml"
        assert copy.read_text() == "shipped"
        assert bot._environment()["CONTACT_CENTER__FAQ__PATH"] == str(copy.parent)
        copy.write_text("published while playing")
        await bot.do("restart")
        assert (copy.read_text(), (entries / "tko.toml").read_text()) == (
            "published while playing",
            "shipped",
        )
        await bot.afresh()
        assert copy.read_text() == "shipped"
    finally:
        await bot.stop()


async def test_what_is_changed_in_the_source_is_brought_into_the_copy(tmp_path: Path) -> None:
    source = tmp_path / "base" / "entries"
    source.mkdir(parents=True)
    (source.parent / "channels.toml").write_text("1")
    (source / "old.toml").write_text("1")
    base = BaseCopy(source, tmp_path / "kept")
    base.make()
    following = asyncio.create_task(base.follow())
    copied = base.entries.parent / "channels.toml"
    try:
        async with asyncio.timeout(20):
            while copied.read_text() == "1":  # the watch may begin after the first change
                (source.parent / "channels.toml").write_text(f"2 {os.times().elapsed}")
                await asyncio.sleep(0.3)
            (source / "new.toml").write_text("1")
            (source / "old.toml").unlink()
            while [one.name for one in base.entries.iterdir()] != ["new.toml"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        following.cancel()


async def test_a_bot_that_does_not_start_leaves_its_last_words(tmp_path: Path) -> None:
    bot = BotProcess("http://127.0.0.1:1", tmp_path / "missing.toml", tmp_path, lambda: None)
    with pytest.raises(StartError, match="остановился"):
        await bot.start()
    assert not bot.running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_command_says_where_it_is_and_ends_when_asked(number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        "--port",
        "0",
        "--no-bot",
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ},
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert line.startswith("Песочница готова: http://127.0.0.1:")
    process.send_signal(number)
    assert await process.wait() == 0


def test_a_busy_port_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--port", str(port), "--no-bot"]) == 1
    assert (
        capsys.readouterr().err
        == f"Порт {port} занят. Укажите другой: make run PORT=8090 или --port 8090 (0 — любой свободный).\n"
    )


async def test_the_page_is_served_with_its_parts(sandbox: Sandbox) -> None:
    async with ClientSession(sandbox.url) as session:
        index = await session.get("/")
        assert (index.status, index.content_type) == (200, "text/html")
        assert (await session.get("/page/app.js")).status == 200
        assert (await session.get("/page/%2e%2e/world.py")).status in {403, 404}
