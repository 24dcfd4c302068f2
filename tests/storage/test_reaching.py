"""While PostgreSQL is away, one connection of a process tries it at a time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from storage import reaching
from storage.reaching import Reaching
from tests.storage.postgres import Server


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "TRIAL_PAUSE", 0.0)
    monkeypatch.setattr(reaching, "TRIAL_SECONDS", 0.3)


async def test_one_tries_a_server_that_hangs_and_all_go_on_when_it_is_back(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = 0

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal came
        came += 1
        await reader.read()
        writer.close()

    hung = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = hung.sockets[0].getsockname()[1]
    one = Reaching()

    async def at_once(**where: Any) -> list[Any]:
        asked = (one.connect(user="postgres", **where) for _ in range(20))
        return await asyncio.gather(*asked, return_exceptions=True)

    where = {"host": "127.0.0.1", "port": port, "ssl": False, "timeout": 0.3}
    with pytest.raises(TimeoutError):
        await one.connect(user="postgres", **where)
    assert came == 1
    assert all(isinstance(outcome, OSError) for outcome in await at_once(**where))
    assert came == 2, "the others were told what the one has found"
    hung.close()

    known = make_url(postgres.clean())
    there = {"host": known.query["host"], "database": known.database, "timeout": 20}
    monkeypatch.setattr(reaching, "TRIAL_SECONDS", 20.0)
    monkeypatch.setattr(reaching, "TRIAL_SECONDS", 20.0)
    connections = await at_once(**there)
    assert not [one for one in connections if isinstance(one, Exception)]
    for connection in connections:
        await connection.close()


async def test_what_is_no_outage_stops_nobody(postgres: Server) -> None:
    there = make_url(postgres.clean())
    one = Reaching()
    for _ in range(2):
        with pytest.raises(Exception, match="does not exist"):
            await one.connect(user="postgres", host=there.query["host"], database="nowhere", timeout=20)
