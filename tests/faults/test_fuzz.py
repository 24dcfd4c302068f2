"""Updates with anything wrong about them: `make fuzz`; SEED=… as printed brings the same again."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.sink import Call, Sink
from storage.database import Database
from tests.faults.mutants import ADMIN, GROUP, OPERATORS, RESIDENTS, Mutants

COUNT = int(os.environ.get("FUZZ", "1500"))
PATIENCE = 1.0 + COUNT / 20  # seconds
# What is wrong with an update itself, and is told as such; whatever else failed is our mistake.
EXPECTED = ("Malformed",)
NAME = re.compile(r"Жилец(\d+)")


class FuzzSink(Sink):
    """Knows who is in the operators' group."""

    def _result(self, method: str, body: bytes) -> bytes:
        member = re.search(rb'"user_id": ?"?(\d+)', body) if method == "getChatMember" else None
        if member and int(member[1]) in OPERATORS:
            person = b'{"id":%s,"is_bot":false,"first_name":"O"}' % member[1]
            return b'{"ok":true,"result":{"status":"member","user":%s}}' % person
        return super()._result(method, body)


@pytest.fixture
async def sink() -> AsyncIterator[tuple[FuzzSink, str]]:
    """A Bot API that says yes, and where it is."""
    one = FuzzSink()
    port = await one.start()
    yield one, f"http://127.0.0.1:{port}"
    await one.stop()


@pytest.mark.timeout(3600)
async def test_nothing_that_an_update_may_hold_breaks_anything(
    sink: tuple[FuzzSink, str], tmp_path: Path
) -> None:
    seed = int(os.environ.get("SEED") or secrets.randbelow(10**9))
    api, url = sink
    centre = ContactCenter(tmp_path, url, more=_people())
    await centre.open_tickets(RESIDENTS[:10])
    mutants = Mutants(seed)
    print(f"\nfuzz: SEED={seed}", flush=True)
    await centre.start()
    try:
        async with Feeder(centre.webhook_url) as feeder:
            await feeder.bring_all(mutants.bodies(COUNT))
        await _settled(centre)
        assert centre.program.process is not None and centre.program.process.returncode is None
    finally:
        await centre.program.stop()
    states, failed = await _kept(centre)
    wrong = [fault for call in api.calls if (fault := _fault(call))]
    print(f"fuzz: {COUNT} updates: {states}; {len(api.calls)} calls, {len(wrong)} of them wrong", flush=True)
    kinds = dict(reversed(failed))  # the first of each kind of failure
    assert not kinds, f"SEED={seed}: {len(failed)} updates broke a room: {kinds}"
    assert not wrong, f"SEED={seed}: {wrong[:3]}"
    assert not re.search(r"Traceback|Task exception", centre.log.read_text("utf-8")), (
        f"SEED={seed}: see the log"
    )
    assert states["done"] > COUNT / 4


async def _settled(centre: ContactCenter) -> None:
    """Until every update has had its visits."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
        while True:
            async with session.get(centre.metrics_url) as response:
                told = await response.text()
            found = re.search(r"^\w*visits_waiting (\d+)", told, re.MULTILINE)
            if found is not None and found[1] == "0":
                return
            await asyncio.sleep(0.5)


async def _kept(centre: ContactCenter) -> tuple[Counter[str], list[tuple[str, bytes]]]:
    """How many updates are in each state; those that failed by our mistake."""
    database = Database.open(centre.url)
    try:
        async with database.reader() as reader:
            rows = list(await reader.execute(text("SELECT state, problem, raw FROM inbox")))
    finally:
        await database.close()
    failed = [
        (str(row.problem), bytes(row.raw))
        for row in rows
        if row.problem is not None and not str(row.problem).startswith(EXPECTED)
    ]
    return Counter(str(row.state) for row in rows), failed


def _fault(call: Call) -> str:
    """What Telegram would refuse about a call, or a resident should never see; "" when it is right."""
    try:
        asked: dict[str, Any] = call.asked
    except ValueError:
        return ""  # a form with a file
    said = asked.get("text") or asked.get("caption") or ""
    if call.method == "sendMessage" and not said.strip():
        return f"nothing is said: {call.body[:200]!r}"
    if len(said.encode("utf-16-le", "surrogatepass")) // 2 > 4096:
        return f"too long: {call.body[:200]!r}"
    buttons = [one for row in (asked.get("reply_markup") or {}).get("inline_keyboard", ()) for one in row]
    if any(not 1 <= len(one.get("callback_data", "x").encode()) <= 64 for one in buttons):
        return f"a button that Telegram refuses: {call.body[:300]!r}"
    chat = asked.get("chat_id")
    if isinstance(chat, int) and chat in RESIDENTS and call.method == "sendMessage":
        others = {int(one) for one in NAME.findall(said)} - {chat}
        if others:
            return f"a resident reads of others: {call.body[:300]!r}"
    return ""


def _people() -> dict[str, str]:
    return {
        "CONTACT_CENTER__PEOPLE__OPERATORS": str([*OPERATORS]),
        "CONTACT_CENTER__PEOPLE__ADMINS": str([ADMIN]),
        "CONTACT_CENTER__DESK__OPERATORS_CHAT": str(GROUP),
    }
