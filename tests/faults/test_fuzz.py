"""Updates with anything wrong about them: `make fuzz`; SEED=… as printed brings the same again."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.sink import Sink
from storage.database import Database
from tests.faults import seeds
from tests.faults.mutants import ADMIN, GROUP, OPERATORS, RESIDENTS, Mutants
from tests.faults.refusals import fault
from tests.figures import TRIED
from tests.house.sources import ROOT

COUNT = int(os.environ.get("FUZZ", "1500"))
PATIENCE = 1.0 + COUNT / 20  # seconds
# What is wrong with an update itself, and is told as such; whatever else failed is our mistake.
EXPECTED = ("Malformed",)


class FuzzSink(Sink):
    """Knows who is in the operators' group, and makes topics."""

    _topics = 0

    def _result(self, method: str, body: bytes) -> bytes:
        member = re.search(rb'"user_id": ?"?(\d+)', body) if method == "getChatMember" else None
        if member and int(member[1]) in (*OPERATORS, ADMIN):
            person = b'{"id":%s,"is_bot":false,"first_name":"O"}' % member[1]
            return b'{"ok":true,"result":{"status":"member","user":%s}}' % person
        if method == "createForumTopic":
            self._topics += 1
            topic = b'{"message_thread_id":%d,"name":"T","icon_color":7322096}' % (2000 + self._topics)
            return b'{"ok":true,"result":%s}' % topic
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
    sink: tuple[FuzzSink, str], tmp_path: Path, record_property: Any
) -> None:
    seed = seeds.drawn()
    api, url = sink
    centre = ContactCenter(tmp_path, url, more=_settings(tmp_path))
    await centre.open_tickets(RESIDENTS)
    mutants = Mutants(seed)
    await centre.start()
    try:
        async with Feeder(centre.webhook_url) as feeder:
            await feeder.bring_all(mutants.bodies(COUNT))
        await _settled(centre)
        assert centre.program.process is not None and centre.program.process.returncode is None
    finally:
        await centre.program.stop()
    states, failed = await _kept(centre)
    wrong = [wrong_here for call in api.calls if (wrong_here := fault(call))]
    print(f"fuzz: {COUNT} updates: {states}; {len(api.calls)} calls, {len(wrong)} of them wrong", flush=True)
    record_property(TRIED, COUNT)
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


def _settings(folder: Path) -> dict[str, str]:
    # A base of its own: what is published goes there.
    shutil.copytree(ROOT / "faq" / "entries", folder / "faq" / "entries")
    for one in (ROOT / "faq").glob("*.toml"):
        shutil.copy(one, folder / "faq")
    departments = [{"id": "main", "title": "Отдел", "chat_id": GROUP}, {"id": "other", "title": "Другой"}]
    everything = str([ADMIN])
    return {
        "CONTACT_CENTER__PEOPLE__OPERATORS": str([*OPERATORS]),
        "CONTACT_CENTER__PEOPLE__ADMINS": everything,
        "CONTACT_CENTER__PEOPLE__SUPERVISORS": everything,
        "CONTACT_CENTER__PEOPLE__EDITORS": everything,
        "CONTACT_CENTER__DESK__OPERATORS_CHAT": str(GROUP),
        "CONTACT_CENTER__DEPARTMENTS": json.dumps(departments),
        "CONTACT_CENTER__FAQ__PATH": str(folder / "faq" / "entries"),
    }
