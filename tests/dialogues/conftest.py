"""Who takes part in a dialogue."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.addressing import Place
from bot.rendering import Renderer
from desk.letters import Content, Say
from sandbox.client import connected
from sandbox.serving import running
from storage.database import Database
from storage.migrating import migrate
from tests.dialogues.people import Operator, Person, Resident
from tests.dialogues.stage import Stage
from tests.house.staff import is_staffs


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    asyncio.run(_make(path))
    return path


async def _make(path: Path) -> None:
    database = Database.open(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    await database.close()


@pytest.fixture
def overheard(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, str]]:
    """Every phrase told in a private chat, and to whom."""
    told: set[tuple[int, str]] = set()
    call = Renderer.call

    async def listening(self: Renderer, content: Content, place: Place, *more: Any) -> Any:
        if isinstance(content, Say) and place.chat_id > 0:
            buttons = {button.phrase for row in content.choices for button in row}
            told.update((place.chat_id, one) for one in {content.phrase, *buttons})
        return await call(self, content, place, *more)

    monkeypatch.setattr(Renderer, "call", listening)
    return told


@pytest.fixture
async def offstage(
    request: pytest.FixtureRequest, tmp_path: Path, template: Path, overheard: set[tuple[int, str]]
) -> AsyncIterator[Stage]:
    """A world without Telegram's limits whose bot the test starts itself."""
    async with running(data=tmp_path / "world") as sandbox, connected(sandbox.url) as client:
        await client.no_limits()
        stage = Stage(sandbox, client, tmp_path, template)
        stage.plain = request.node.get_closest_marker("plain") is not None
        try:
            yield stage
            await stage.holds()
            people = stage.settings().people
            staff = {*people.admins, *people.supervisors, *people.operators}
            read = {phrase for person, phrase in overheard if person not in staff and is_staffs(phrase)}
            assert not read, f"residents read these, whatever their language: {read}"
        finally:
            await stage.stop()


@pytest.fixture
async def stage(offstage: Stage) -> Stage:
    """The same with the bot running."""
    await offstage.start()
    return offstage


@pytest.fixture
def resident(offstage: Stage) -> Resident:
    """Мария."""
    return Resident(offstage, 1001)


@pytest.fixture
def neighbour(offstage: Stage) -> Resident:
    """Борис Петрович."""
    return Resident(offstage, 1003)


@pytest.fixture
def operator(offstage: Stage) -> Operator:
    """Анна."""
    return Operator(offstage, 2001)


@pytest.fixture
def colleague(offstage: Stage) -> Operator:
    """Тимур."""
    return Operator(offstage, 2002)


@pytest.fixture
def supervisor(offstage: Stage) -> Operator:
    """Светлана."""
    return Operator(offstage, 2003)


@pytest.fixture
def editor(offstage: Stage) -> Person:
    """Елена, in her private chat with the bot."""
    return Person(offstage, 3001)
