"""Opening a database: what is refused, and in which words."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database, DatabaseUnusable, Writing, parse_url
from storage.migrating import migrate
from storage.records import Storage
from tests.storage.conftest import serving

ROOT = Path(__file__).parents[2]
SECRET = "мой паспорт"
HOLDER = """
import sys
from storage.database import Database
database = Database.open(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def one_line(refusal: pytest.ExceptionInfo[DatabaseUnusable]) -> str:
    said = str(refusal.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite:///a.db",
        "postgresql://a@b/c",
        "postgresql+psycopg://a@b/c",
        "mysql+aiomysql://a@b/c",
        "oracle://x",
        "nosuch+driver://x",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:////",
        "postgresql+asyncpg://a:b@host:notaport/c",
        "postgresql+asyncpg://a:b@host:99999/c",
        "postgresql+asyncpg://a@host/c?sslmode=require",
        "postgresql+asyncpg://a@host/c?host=one,two&port=1",
    ],
)
def test_an_address_we_cannot_use_is_refused_by_the_setting_s_name(url: str) -> None:
    with pytest.raises(DatabaseUnusable) as refusal:
        parse_url(url)
    assert "storage.database_url" in one_line(refusal)


@pytest.mark.parametrize("url", ["postgres://a:b@host/c", "mysql://a@b/c", "postgresql://a@b/c"])
def test_an_address_of_another_form_is_told_the_right_ones(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match=r"postgresql\+asyncpg://имя"):
        parse_url(url)


async def test_the_folder_is_made(tmp_path: Path) -> None:
    database = Database.open(f"sqlite+aiosqlite:///{tmp_path}/new/folder/db.sqlite3")
    await database.close()
    assert (tmp_path / "new/folder").is_dir()


async def test_nobody_else_on_the_machine_reads_the_file_or_its_log(tmp_path: Path) -> None:
    async with serving(Storage(Database.open(f"sqlite+aiosqlite:///{tmp_path}/db.sqlite3"))) as storage:
        await migrate(storage.database)
        assert modes(tmp_path) == {"db.sqlite3": 0o600, "db.sqlite3-wal": 0o600, "db.sqlite3-shm": 0o600}


def modes(folder: Path) -> dict[str, int]:
    files = [one for one in folder.iterdir() if one.suffix != ".lock"]
    return {one.name: one.stat().st_mode & 0o777 for one in files}


def test_a_second_process_is_refused_and_told_who_holds_the_file(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/db.sqlite3"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DatabaseUnusable) as refusal:
            Database.open(url)
        assert str(holder.pid) in one_line(refusal)
    finally:
        holder.stdin.close()
        holder.stdout.close()
        holder.wait(10)


@pytest.mark.parametrize("end", ["close", "kill"])
async def test_the_lock_ends_with_its_holder(tmp_path: Path, end: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/db.sqlite3"
    if end == "close":
        await Database.open(url).close()
    else:
        (tmp_path / "db.sqlite3.lock").write_text("99999")  # what a killed process leaves behind
    await Database.open(url).close()


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseUnusable) as refusal:
        Database.open(f"sqlite+aiosqlite:///{tmp_path}/file/db.sqlite3")
    assert str(tmp_path) in one_line(refusal)


async def test_sqlite_is_set_to_lose_nothing(fresh: Callable[[str], str]) -> None:
    database = Database.open(fresh("sqlite"))
    async with database.writing.begin() as writer:
        pragmas = [
            await writer.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    await database.close()
    assert pragmas == ["wal", 2, 1]


async def test_a_reader_cannot_write_on_sqlite(fresh: Callable[[str], str]) -> None:
    database = Database.open(fresh("sqlite"))
    async with database.reader() as reader:
        with pytest.raises(Exception, match="readonly"):
            await reader.execute(text("DELETE FROM residents"))
    await database.close()


async def test_readers_do_not_wait_for_each_other_nor_for_the_writer(url: str) -> None:
    database = Database.open(url)
    async with database.writing.begin() as writer:
        await writer.execute(text("DELETE FROM residents"))
        async with database.reader() as one, database.reader() as other:
            counts = await asyncio.wait_for(
                asyncio.gather(
                    *(each.execute(text("SELECT count(*) FROM residents")) for each in (one, other))
                ),
                timeout=5,
            )
            assert [one.scalar() for one in counts] == [0, 0]
    await database.close()


async def test_an_error_does_not_quote_what_was_written_or_asked_for(storage: Storage) -> None:
    """What people wrote must not get into logs by way of a traceback."""

    async def fail(connection: Writing) -> None:
        await connection.execute(text("select :said from nowhere"), {"said": SECRET})

    with pytest.raises(Exception, match="nowhere") as failed:
        await storage.writer.run(fail)
    assert SECRET not in "".join(traceback.format_exception(failed.value))
    with pytest.raises(Exception, match="nowhere") as failed:
        async with storage.database.reader() as reader:
            await reader.execute(text("select :said from nowhere"), {"said": SECRET})
    assert SECRET not in "".join(traceback.format_exception(failed.value))
