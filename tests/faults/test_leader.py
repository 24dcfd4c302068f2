"""The process that leads is killed: another asks Telegram for updates and makes the rounds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select

from bench.contact_center import ContactCenter
from desk.gap import KEPT
from sandbox.client import Client, connected
from sandbox.sandbox import Sandbox
from sandbox.serving import running
from storage.database import Database
from storage.gaps import gaps
from tests.faults.fleet import figures
from tests.storage.postgres import Server

RESIDENT = 1001
TAKEOVER_LIMIT = 5.0  # seconds
# What a round is to throw away.
OLD_GAP = f"""\\c migrated
INSERT INTO gaps (id, text, asked_at, reason, entries, answer, fate)
VALUES (1, 'вопрос', now() - interval '{KEPT.days + 1} days', 'unknown', '[]', '', 'open')"""
FIGURE = "the leader killed: the other leads after {:.1f} s, answers after {:.1f} s and has made a round"


async def test_when_the_leader_is_killed_another_asks_telegram_and_makes_the_rounds(
    own_postgres: Server, tmp_path: Path
) -> None:
    url = own_postgres.clean()
    async with running(data=tmp_path / "world") as sandbox, connected(sandbox.url) as client:
        await client.no_limits()
        async with polling(tmp_path, url, sandbox) as ships:
            leader = await leading(ships)
            other = next(one for one in ships if one is not leader)
            await answered(client)
            own_postgres.sql(OLD_GAP)  # after the leader's first round; its next is ten minutes away
            killed = time.monotonic()
            await leader.program.kill()
            asking = asyncio.create_task(answered(client))
            assert await leading((other,)) is other
            led = time.monotonic() - killed
            await asking
            spoke = time.monotonic() - killed
            await until_forgotten(url)
            print(FIGURE.format(led, spoke))
            assert led < TAKEOVER_LIMIT


@asynccontextmanager
async def polling(folder: Path, url: str, sandbox: Sandbox) -> AsyncIterator[tuple[ContactCenter, ...]]:
    """Two processes that ask the sandbox for updates, or would."""
    more = {"BOT_TOKEN": sandbox.token, "CONTACT_CENTER__TELEGRAM__MODE": "polling"}
    ships = tuple(ContactCenter(folder, sandbox.url, database_url=url, more=more) for _ in range(2))
    try:
        for one in ships:
            await one.start()
        yield ships
    finally:
        for one in ships:
            await one.program.stop()


async def leading(ships: Iterable[ContactCenter]) -> ContactCenter:
    """The one of them that leads, as soon as one does."""
    async with asyncio.timeout(60):
        while True:
            for one in ships:
                if (await figures(one)).get("leads") == 1:
                    return one
            await asyncio.sleep(0.05)


async def answered(client: Client) -> None:
    """A resident asks and reads the answer."""
    asked = (await client.send(RESIDENT, "хочу детские на сына куда идти"))[-1]["message_id"]
    await client.wait_for_message(RESIDENT, lambda said: "text" in said, after=asked, within=60)


async def until_forgotten(url: str) -> None:
    """Until a round has been made."""
    database = Database.beside(url)
    async with asyncio.timeout(60):
        while True:
            async with database.reader() as reader:
                if not (await reader.execute(select(func.count()).select_from(gaps))).scalar():
                    break
            await asyncio.sleep(0.1)
    await database.close()
