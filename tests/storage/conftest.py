"""Databases for tests: a fresh one for each, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrating import migrate
from storage.records import Storage
from storage.vault import Vault
from tests.desk.fakes import FakeStorage
from tests.storage.postgres import Server

KINDS = ("sqlite", "postgresql")
VAULT = Vault({"old": bytes(32), "new": bytes(range(32))})


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server that all tests of a run share."""
    server = Server()
    asyncio.run(_migrated(server.url("migrated")))
    yield server
    server.remove()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file: copying it is quicker than taking the steps."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    asyncio.run(_migrated(f"sqlite+aiosqlite:///{path}"))
    return path


async def _migrated(url: str) -> None:
    database = Database.open(url)
    await migrate(database)
    await database.close()


@pytest.fixture
def fresh(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Callable[[str], str]:
    """Makes a migrated database of a kind; gives its address."""

    def make(kind: str) -> str:
        if kind == "postgresql":
            return str(request.getfixturevalue("postgres").clean())
        path = tmp_path / "test.sqlite3"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    return make


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, fresh: Callable[[str], str]) -> str:
    """The address of a fresh database of each kind."""
    return fresh(request.param)


@pytest.fixture(params=["memory", "sqlite plain", "sqlite sealed", "postgresql sealed"])
def place(request: pytest.FixtureRequest, fresh: Callable[[str], str]) -> tuple[str, Vault | None] | None:
    """The same with the vault on or off, or None for memory."""
    if request.param == "memory":
        return None
    kind, how = request.param.split()
    return fresh(kind), VAULT if how == "sealed" else None


@asynccontextmanager
async def opened(url: str, vault: Vault | None = None) -> AsyncIterator[Storage]:
    """A storage whose writer serves."""
    async with serving(Storage(Database.open(url, vault))) as storage:
        yield storage


@asynccontextmanager
async def opened_beside(url: str, vault: Vault | None = None) -> AsyncIterator[Storage]:
    """The same as a command has it while the bot runs."""
    async with serving(Storage(Database.beside(url, vault))) as storage:
        yield storage


@asynccontextmanager
async def serving(storage: Storage) -> AsyncIterator[Storage]:
    """The storage while its writer serves; then it is closed."""
    serving = asyncio.create_task(storage.writer.serve())
    try:
        yield storage
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        await storage.database.close()


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    """A fresh storage on each kind of database, sealed: that does all that a plain one does, and more."""
    async with opened(url, VAULT) as one:
        yield one


@pytest.fixture
async def records(place: tuple[str, Vault | None] | None) -> AsyncIterator[Storage | FakeStorage]:
    """What the desk writes down: in memory as the desk's own tests have it, and on each database."""
    if place is None:
        yield FakeStorage()
        return
    async with opened(*place) as one:
        yield one
