"""Replicas on one database: what one publishes all answer from, and nobody loses a file."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from bot import publishing
from bot.clock import Clock
from bot.knowledge import LiveKnowledge
from bot.publishing import Publishing
from bot.tutor import Tutor
from bot.workshop import Workshop
from desk.revision import Origin, Revision
from faq import revision
from faq.revision import Files
from storage.database import Database
from storage.migrating import migrate
from storage.records import Storage
from storage.signals import Signals
from storage.writer import Unavailable
from tests.storage.redis_server import RedisServer
from tests.storage.samples import AT

ENTRY = '[[entry]]\nid = "{}"\nquestion = "{}"\nanswer = "{}"\n'
FIRST: Files = {"entries/a.toml": ENTRY.format("a.one", "Вопрос?", "Один").encode()}
SECOND: Files = {
    "entries/a.toml": ENTRY.format("a.one", "Вопрос?", "Два").encode(),
    "entries/b.toml": ENTRY.format("b.two", "Ещё вопрос?", "Да").encode(),
}


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A database that all replicas share."""
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path}/shared.sqlite3")
    await migrate(database)
    one = Storage(database)
    serving = asyncio.create_task(one.writer.serve())
    yield one
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    await database.close()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis that all replicas share."""
    server = RedisServer()
    yield server
    server.remove()


class Replica:
    """One process: its folder, its base in use, what it told administrators."""

    def __init__(
        self,
        storage: Storage,
        folder: Path,
        files: Files = FIRST,
        announce: Callable[[], None] = lambda: None,
    ) -> None:
        folder.mkdir()
        revision.lay_out(files, folder)
        self.entries = folder / "entries"
        self.told: list[str] = []
        self.knowledge = LiveKnowledge()
        workshop = Workshop(
            cast(Any, None),
            folder / "checks",
            0.8,
            ZoneInfo("Europe/Astrakhan"),
            Tutor("none", Path("vectors")),
        )
        self.publishing = Publishing(
            storage, self.knowledge, workshop, self.entries, Clock(), (), self._tell, lambda: None, announce
        )

    async def _tell(self, phrase: str, args: dict[str, str | int]) -> None:
        self.told.append(phrase)

    @property
    def answer(self) -> str:
        entry = self.knowledge.entry("a.one")
        return "" if entry is None else entry.answer

    async def until(self, answer: str) -> None:
        async with asyncio.timeout(5):
            while self.answer != answer:  # noqa: ASYNC110  a base rings no bell
                await asyncio.sleep(0.01)


async def ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def publish(storage: Storage, number: int, files: Files) -> None:
    """As a visit does when an administrator presses the button."""
    async with storage.visit(AT) as records:
        records.revisions.add(
            Revision(number, AT, Origin.CHAT, revision.digest(files), 3001, "Елена", "a.toml"), files
        )
        await records.commit()


async def numbers(storage: Storage) -> list[int]:
    async with storage.visit(AT) as records:
        return [one.id for one in await records.revisions.latest(10)]


async def test_what_one_replica_publishes_the_others_use_at_once_by_a_signal(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis: RedisServer
) -> None:
    monkeypatch.setattr(publishing, "LOOK_EVERY", 1000.0)
    mine, other = Signals(redis.url, 7), Signals(redis.url, 7)
    sending: list[asyncio.Task[None]] = []
    one = Replica(storage, tmp_path / "a", announce=lambda: sending.append(asyncio.create_task(mine.send())))
    two = Replica(storage, tmp_path / "b")
    await one.publishing.open()
    await two.publishing.open()
    tasks = [
        asyncio.create_task(work)
        for work in (
            one.publishing.serve(),
            one.publishing.watch(),
            two.publishing.serve(),
            other.follow(two.publishing.look_now),
        )
    ]
    await asyncio.sleep(0.3)  # until the folder is watched and the channel followed
    (one.entries / "a.toml").write_bytes(SECOND["entries/a.toml"])
    await two.until("Два")
    await ended(*tasks)
    await asyncio.gather(*sending)
    await mine.close()
    await other.close()


async def test_replicas_that_start_together_publish_the_same_files_once(
    storage: Storage, tmp_path: Path
) -> None:
    replicas = [Replica(storage, tmp_path / name) for name in "abc"]
    await asyncio.gather(*(one.publishing.open() for one in replicas))
    assert await numbers(storage) == [1]
    assert [one.answer for one in replicas] == ["Один"] * 3


async def test_what_is_published_elsewhere_is_noticed_by_itself_and_written_down(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "LOOK_EVERY", 0.05)
    replica = Replica(storage, tmp_path / "a")
    await replica.publishing.open()
    serving = asyncio.create_task(replica.publishing.serve())
    await publish(storage, 2, SECOND)
    await replica.until("Два")
    async with asyncio.timeout(5):
        while revision.on_disk(replica.entries) != SECOND:  # noqa: ASYNC110  nor does a file
            await asyncio.sleep(0.01)
    await ended(serving)
    assert replica.told == []


async def test_a_file_edited_while_another_is_published_elsewhere_undoes_nothing(
    storage: Storage, tmp_path: Path
) -> None:
    replica = Replica(storage, tmp_path / "a")
    await replica.publishing.open()
    await publish(storage, 2, {**FIRST, "entries/b.toml": SECOND["entries/b.toml"]})
    (replica.entries / "a.toml").write_bytes(SECOND["entries/a.toml"])
    await replica.publishing._reread()
    async with storage.visit(AT) as records:
        assert await records.revisions.files(3) == SECOND
    assert await numbers(storage) == [3, 2, 1]
    assert revision.on_disk(replica.entries) == SECOND


async def test_a_replica_that_was_away_follows_and_does_not_publish_its_old_files(
    storage: Storage, tmp_path: Path
) -> None:
    await Replica(storage, tmp_path / "a").publishing.open()
    await publish(storage, 2, SECOND)
    late = Replica(storage, tmp_path / "b")
    await late.publishing.open()
    assert late.answer == "Два"
    assert await numbers(storage) == [2, 1]
    assert late.told == ["faq-files-old"]


async def test_files_brought_after_by_half_are_not_published(storage: Storage, tmp_path: Path) -> None:
    await Replica(storage, tmp_path / "a").publishing.open()
    await publish(storage, 2, SECOND)
    killed = Replica(storage, tmp_path / "b", {**SECOND, "entries/a.toml": FIRST["entries/a.toml"]})
    await killed.publishing.open()
    assert killed.answer == "Два"
    assert await numbers(storage) == [2, 1]
    assert killed.told == ["faq-files-old"]


async def test_new_files_at_a_start_are_published(storage: Storage, tmp_path: Path) -> None:
    await Replica(storage, tmp_path / "a").publishing.open()
    upgraded = Replica(storage, tmp_path / "b", SECOND)
    await upgraded.publishing.open()
    assert upgraded.answer == "Два"
    assert await numbers(storage) == [2, 1]


async def test_a_revision_this_release_cannot_read_leaves_the_files_to_answer(
    storage: Storage, tmp_path: Path
) -> None:
    await publish(storage, 1, {"entries/a.toml": b"[[entry]]\nnew_field = 1\n"})
    replica = Replica(storage, tmp_path / "a")
    await replica.publishing.open()
    assert replica.answer == "Один"
    assert replica.told[0] == "faq-broken"


async def test_a_database_that_is_away_delays_what_was_edited_and_loses_nothing(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "LOOK_EVERY", 0.05)
    replica = Replica(storage, tmp_path / "a")
    await replica.publishing.open()
    commit, away = storage.writer.commit, [True, True]

    async def flaky(changes: Any) -> None:
        if away:
            away.pop()
            raise Unavailable()
        await commit(changes)

    monkeypatch.setattr(storage.writer, "commit", flaky)
    tasks = [asyncio.create_task(one) for one in (replica.publishing.serve(), replica.publishing.watch())]
    await asyncio.sleep(0.2)  # until the folder is watched
    (replica.entries / "a.toml").write_bytes(SECOND["entries/a.toml"])
    await replica.until("Два")
    await ended(*tasks)
    assert away == []
    assert await numbers(storage) == [2, 1]
