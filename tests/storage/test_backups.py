"""Copies of the database: whole, of one moment, brought back on either database, and nothing else is."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desk.act import About, Act
from desk.addressee import ToThread
from desk.campaign import Campaign, Course
from desk.deed import Deed
from desk.letters import Letter
from desk.records import Thread
from desk.roll import Audience
from desk.touches import Card
from storage.act_chain import followed
from storage.backing_up import back_up
from storage.copies import examine
from storage.database import Database, DatabaseUnusable
from storage.inbox import Inbox, Incoming
from storage.letters import LetterState, Posted
from storage.marks import sent
from storage.migrating import migrate
from storage.records import Storage
from storage.restoring import restore
from storage.tables import TABLES
from tests.storage.conftest import KINDS, opened
from tests.storage.postgres import Server
from tests.storage.samples import ANNA, AT, GROUP, NUMBER, PASSED_ON, QUESTION, SAID, TEXTS, TICKET

Rows = dict[str, list[tuple[object, ...]]]


async def fill(storage: Storage) -> None:
    """Something of every awkward kind: texts, moments, raw bytes, JSON, numbers of more than 32 bits."""
    async with storage.visit(AT) as visit:
        for number, words in enumerate(TEXTS.values()):
            visit.residents.save(replace(ANNA, id=ANNA.id + number, name=words))
        visit.tickets.add(TICKET)
        visit.questions.save(QUESTION)
        visit.threads.save(Thread(NUMBER, GROUP, 42))
        for letter in (SAID, PASSED_ON, Letter(ToThread(NUMBER), Card())):
            visit.outbox.add(letter)
        await visit.commit(sent(1, [5, 6], AT, ANNA.id, 1))
    inbox = Inbox(storage.database, storage.writer, 7)
    await inbox.keep([Incoming("1", "1:0", b'{"a": "\\ud83d \\u0000"}\xff\x00')], AT)


def left(folder: Path) -> list[str]:
    """Files there besides the bot's own database."""
    return [
        one.name for one in folder.glob("*") if not one.name.startswith(("test.", "new.")) and one.is_file()
    ]


async def kept(storage: Storage) -> Rows:
    """All that is in the database."""
    async with storage.database.reader() as reader:
        found = {one.name: [tuple(row) for row in await reader.execute(select(one))] for one in TABLES}
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


@pytest.fixture
def other(postgres: Server, tmp_path: Path) -> Callable[[str], str]:
    """Makes an empty database of a kind, to bring a copy back to."""

    def make(kind: str) -> str:
        if kind == "postgresql":
            return postgres.empty()
        return f"sqlite+aiosqlite:///{tmp_path}/other/new.sqlite3"

    return make


@pytest.mark.parametrize("there", KINDS)
async def test_all_comes_back_on_the_same_database_and_on_the_other(
    url: str, there: str, other: Callable[[str], str], tmp_path: Path
) -> None:
    async with opened(url) as storage:
        await fill(storage)
        before = await kept(storage)
        await back_up(url, tmp_path / "copy")  # the bot need not stop
    new = other(there)
    await restore(new, tmp_path / "copy", stopped=True)
    async with opened(new) as storage:
        assert await kept(storage) == before
        async with storage.visit(AT) as visit:
            visit.outbox.add(SAID)
            await visit.commit()
        async with storage.visit(AT) as visit:
            assert [one.id for one in await visit.mailbag.waiting(0)] == [2, 3, 4], "numbers go on"
    assert left(tmp_path) == ["copy"]
    assert os.stat(tmp_path / "copy").st_mode & 0o077 == 0  # noqa: PTH116


async def test_letters_that_waited_may_have_been_sent_since_so_a_person_is_asked(
    url: str, tmp_path: Path, other: Callable[[str], str]
) -> None:
    async with opened(url) as storage:
        await fill(storage)
        await back_up(url, tmp_path / "copy")
    new = other("sqlite")
    await restore(new, tmp_path / "copy")
    async with opened(new) as storage, storage.visit(AT) as visit:
        assert await visit.mailbag.waiting(0) == []
        held = [one for one in await visit.mailbag.under_way() if isinstance(one, Posted)]
        assert [(one.id, one.state) for one in held] == [(2, LetterState.SENDING), (3, LetterState.SENDING)]


@pytest.mark.parametrize("there", KINDS)
async def test_the_register_that_is_brought_back_tells_of_it_and_its_chain_holds(
    url: str, there: str, tmp_path: Path, other: Callable[[str], str]
) -> None:
    async with opened(url) as storage:
        async with storage.visit(AT) as visit:
            visit.acts.add(Act(AT, Deed.CONSENT, 5, person_id=5))
            await visit.commit()
        await back_up(url, tmp_path / "copy")
    new = other(there)
    await restore(new, tmp_path / "copy", act=Act(AT, Deed.RESTORE, note="contact-center restore copy"))
    async with opened(new) as storage:
        async with storage.visit(AT) as visit:
            told = await visit.acts.latest(About(), 0, 5)
        chain = await followed(storage.database)
    assert [(one.number, one.deed) for one in told] == [(2, Deed.RESTORE), (1, Deed.CONSENT)]
    assert (chain.count, chain.flaws) == (2, [])


@pytest.mark.parametrize(("stopped", "course"), [(False, Course.PAUSED), (True, Course.RUNNING)])
async def test_a_campaign_may_have_been_told_further_since_so_a_person_lets_it_go_on(
    url: str, tmp_path: Path, other: Callable[[str], str], stopped: bool, course: Course
) -> None:
    async with opened(url) as storage:
        async with storage.visit(AT) as visit:
            visit.campaigns.save(Campaign("b-1", SAID.content, Audience("news"), AT).fed([5]))
            await visit.commit()
        await back_up(url, tmp_path / "copy")
    new = other("sqlite")
    await restore(new, tmp_path / "copy", stopped=stopped)
    async with opened(new) as storage, storage.visit(AT) as visit:
        assert [one.course for one in await visit.campaigns.open()] == [course]


async def test_a_copy_is_of_one_moment_while_the_bot_writes(url: str, tmp_path: Path) -> None:
    async with opened(url) as storage:
        going, written = True, 0

        async def write() -> None:
            nonlocal written
            while going:
                async with storage.visit(AT) as visit:  # a resident and a letter in one transaction
                    visit.residents.save(replace(ANNA, id=written + 1, name="Ж" * 3000))
                    visit.outbox.add(SAID)
                    await visit.commit()
                written += 1

        writing = asyncio.create_task(write())
        while written < 300:  # noqa: ASYNC110  a database rings no bell
            await asyncio.sleep(0.01)
        first, before = written, written
        copy = await asyncio.to_thread(asyncio.run, back_up(url, tmp_path / "copy"))
        after, going = written, False
        await writing
    assert first <= copy.rows["residents"] == copy.rows["letters"] <= after
    assert after > before or "sqlite" not in url, "the bot went on writing meanwhile"
    with closing(sqlite3.connect(tmp_path / "copy")) as file:
        numbers = [number for (number,) in file.execute("SELECT id FROM residents ORDER BY id")]
    assert numbers == list(range(1, len(numbers) + 1)), "all there was, and nothing of what came later"


async def refusal(url: str, file: Path, *, force: bool = False) -> str:
    with pytest.raises(DatabaseUnusable) as refused:
        await restore(url, file, force=force)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
async def copy(fresh: Callable[[str], str], tmp_path: Path) -> Path:
    """A copy with something in it."""
    url = fresh("sqlite")
    async with opened(url) as storage:
        await fill(storage)
    await back_up(url, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.parametrize("kind", KINDS)
async def test_what_the_database_holds_is_not_replaced_unasked(
    kind: str, copy: Path, other: Callable[[str], str]
) -> None:
    url = other(kind)
    await restore(url, copy)
    async with opened(url) as storage:
        async with storage.visit(AT) as visit:
            visit.residents.save(replace(ANNA, id=99))
            await visit.commit()
        newer = await kept(storage)
    assert "--force" in await refusal(url, copy)
    async with opened(url) as storage:
        assert await kept(storage) == newer
    await restore(url, copy, force=True)
    async with opened(url) as storage:
        assert len(await kept(storage)) == len(TABLES)
        assert (await kept(storage))["residents"] != newer["residents"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_running_bot_is_not_disturbed(kind: str, copy: Path, other: Callable[[str], str]) -> None:
    url = other(kind)
    database = Database.open(url)
    await migrate(database)
    assert "становите его" in await refusal(url, copy, force=True)
    await database.close()
    await restore(url, copy, force=True)


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
async def test_half_a_copy_is_refused(part: float, copy: Path, other: Callable[[str], str]) -> None:
    os.truncate(copy, int(os.stat(copy).st_size * part))  # noqa: PTH116
    url = other("sqlite")
    assert "повреждена или неполна" in await refusal(url, copy)
    assert left(copy.parent / "other") == [], "nothing was begun"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a spreadsheet" * 100, b'{"letters": []}'])
async def test_another_file_is_refused(content: bytes, tmp_path: Path, other: Callable[[str], str]) -> None:
    (tmp_path / "file").write_bytes(content)
    assert "не копия контакт-центра" in await refusal(other("sqlite"), tmp_path / "file")


async def test_another_program_s_database_is_refused(tmp_path: Path, other: Callable[[str], str]) -> None:
    with closing(sqlite3.connect(tmp_path / "file")) as file:
        file.execute("CREATE TABLE letters (id INTEGER)")
    assert "не копия контакт-центра" in await refusal(other("sqlite"), tmp_path / "file")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_copy_of_a_newer_release_is_refused_and_harms_nothing(
    kind: str, copy: Path, other: Callable[[str], str]
) -> None:
    with closing(sqlite3.connect(copy)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "новее" in await refusal(other(kind), copy)


def damage(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 500)
    path.with_name(path.name + "-wal").write_bytes(b"nor its log")


async def test_a_damaged_database_is_replaced_by_the_copy(
    copy: Path, other: Callable[[str], str], tmp_path: Path
) -> None:
    url = other("sqlite")
    path = Path(url.partition(":///")[2])
    damage(path)
    assert "--force" in await refusal(url, copy)
    await restore(url, copy, force=True)
    assert examine(path).rows == examine(copy).rows


async def test_a_failure_in_the_middle_leaves_postgresql_as_it_was(copy: Path, postgres: Server) -> None:
    url = postgres.empty()
    await restore(url, copy)
    async with opened(url) as storage:
        before = await kept(storage)
    with closing(sqlite3.connect(copy)) as file, file:
        file.execute("UPDATE residents SET name = char(0)")  # PostgreSQL's texts hold no NUL
    assert "всё как было" in await refusal(url, copy, force=True)
    async with opened(url) as storage:
        assert await kept(storage) == before


async def test_a_copy_replaces_no_file_and_leaves_no_half_of_one(url: str, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("older")
    with pytest.raises(DatabaseUnusable, match="уже есть"):
        await back_up(url, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "older"
    with pytest.raises(DatabaseUnusable, match="папки нет"):
        await back_up(url, tmp_path / "nowhere" / "copy")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatabaseUnusable, match="ещё не создана"):
        await back_up(f"sqlite+aiosqlite:///{tmp_path}/none.sqlite3", tmp_path / "empty" / "copy")
    with pytest.raises(DatabaseUnusable, match=r"не сделана.*Это не файл базы"):
        await back_up(f"sqlite+aiosqlite:///{tmp_path}/copy", tmp_path / "empty" / "copy")
    assert left(tmp_path / "empty") == []


async def test_postgresql_of_another_release_is_not_copied(postgres: Server, tmp_path: Path) -> None:
    url = postgres.empty()
    database = Database.open(url)
    await migrate(database)
    async with database.writing.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(DatabaseUnusable, match="другой версии"):
        await back_up(url, tmp_path / "copy")
