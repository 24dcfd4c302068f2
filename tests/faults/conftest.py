"""The real bot's process, a Bot API that remembers, and a feeder that insists; on either database."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bench.process import Process, Program
from bench.stream import Stream, streaming
from tests.dialogues.test_postgres import migrated
from tests.faults.nursery import Nursery
from tests.faults.town import Town, inhabited
from tests.storage.postgres import Server

SEED = 20261122


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What fails here by the thousand is not told a line at a time."""
    bot = logging.getLogger("bot")
    level = bot.level
    bot.setLevel(logging.CRITICAL)
    yield
    bot.setLevel(level)


@pytest.fixture(autouse=True, scope="session")
def nursery() -> Iterator[Nursery]:
    """All processes of the bot are forked."""
    nursery, patch = Nursery(), pytest.MonkeyPatch()

    async def forked(self: Program) -> Process:
        return nursery.spawn(self.words, self.log, self.environment)

    patch.setattr(Program, "begun", forked)
    yield nursery
    patch.undo()
    nursery.close()


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[Server]:
    """A PostgreSQL that no other test stops or freezes."""
    with migrated() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("own_postgres").clean())
    return f"sqlite+aiosqlite:///{tmp_path}/bench.sqlite3"


@pytest.fixture
async def stream(tmp_path: Path) -> AsyncIterator[Stream]:
    """A bot that is not yet started, with tickets open, and what speaks to it; on SQLite."""
    async with streaming(tmp_path, SEED) as stream:
        yield stream


@pytest.fixture
async def either_stream(either_url: str, tmp_path: Path) -> AsyncIterator[Stream]:
    """The same on each kind of database."""
    async with streaming(tmp_path, SEED, either_url) as stream:
        yield stream


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Ten residents with tickets; the bot has not been started; on SQLite."""
    async with inhabited(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/town.sqlite3", 10) as town:
        yield town
