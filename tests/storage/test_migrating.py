"""Migrations: they make the tables the code has, once, in one go, or say why not."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage import database as database_file
from storage.act_chain import followed, is_guarded
from storage.database import Database, DatabaseUnusable
from storage.migrating import STEPS, _config, migrate
from storage.tables import TABLES, metadata
from tests.storage.conftest import KINDS
from tests.storage.postgres import Server

ALL = [step.revision for step in reversed(list(ScriptDirectory(str(STEPS)).walk_revisions()))]


@pytest.fixture(params=KINDS)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres").empty())
    return f"sqlite+aiosqlite:///{tmp_path}/bare.sqlite3"


async def refusal(url: str) -> str:
    database = Database.open(url)
    try:
        with pytest.raises(DatabaseUnusable) as refused:
            await migrate(database)
    finally:
        await database.close()
        # Nobody waits for the thread of a SQLite connection that failed; it must not outlive the loop.
        for thread in threading.enumerate():
            if "_connection_worker" in thread.name:
                thread.join(10)
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def test_every_step_is_taken_once(bare: str) -> None:
    database = Database.open(bare)
    assert await migrate(database) == ALL
    assert await migrate(database) == []
    await database.close()


async def test_the_tables_are_those_the_code_has(bare: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    database = Database.open(bare)
    await migrate(database)
    async with database.writing.begin() as connection:
        found = await connection.run_sync(differences)
    await database.close()
    assert found == []


async def test_acts_of_before_are_chained(bare: str) -> None:
    written = "(1, '2026-11-01 12:00:00.000001', 'ban', 7, 'Анна «А»', 3, 9, 'Спам'), " + ", ".join(
        f"({number}, '2026-11-02 12:00:00.000000', 'close', NULL, '', {number}, 9, '')"
        for number in range(2, 1500)
    )
    database = Database.open(bare)
    async with database.writing.begin() as connection:
        await connection.run_sync(lambda one: command.upgrade(_config(one, []), "0031"))
        await connection.execute(text(f"INSERT INTO acts VALUES {written}"))
    await migrate(database)
    chain = await followed(database)
    assert (chain.count, chain.flaws) == (1499, [])
    assert await is_guarded(database)
    await database.close()


def test_every_table_is_known_to_the_migrations() -> None:
    assert set(TABLES) == set(metadata.tables.values())


def test_steps_stand_in_one_line() -> None:
    steps = ScriptDirectory(str(STEPS))
    assert len(steps.get_heads()) == 1
    names = [Path(step.path).name for step in steps.walk_revisions()]
    assert [name.partition("_")[0] for name in reversed(names)] == ALL, "a file is named after its step"
    assert sorted(names) == names[::-1]


async def test_processes_that_start_together_take_turns(postgres: Server) -> None:
    url = postgres.empty()
    databases = [Database.open(url) for _ in range(5)]
    taken = await asyncio.gather(*(migrate(one) for one in databases))
    for one in databases:
        await one.close()
    assert sorted(taken) == [[]] * 4 + [ALL]


async def test_a_step_that_fails_leaves_nothing_behind(bare: str) -> None:
    database = Database.open(bare)
    async with database.writing.begin() as connection:
        await connection.execute(text("CREATE TABLE tickets (id INTEGER)"))  # the last table of step 1
    with pytest.raises(DatabaseUnusable):
        await migrate(database)
    async with database.writing.begin() as connection:
        await connection.execute(text("DROP TABLE tickets"))
    assert await migrate(database) == ALL, "the other tables are not in the way"
    await database.close()


async def test_a_database_from_a_newer_release_is_refused(url: str) -> None:
    database = Database.open(url)
    async with database.writing.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    said = await refusal(url)
    assert "9999" in said
    assert "новее" in said
    if "postgresql" in url:  # the other tests share it
        database = Database.open(url)
        async with database.writing.begin() as connection:
            await connection.execute(text(f"UPDATE alembic_version SET version_num = '{ALL[-1]}'"))
        await database.close()


async def test_logging_is_left_as_it_was(bare: str) -> None:
    before = (logging.root.level, list(logging.root.handlers))
    witness = logging.getLogger("bot.witness")
    database = Database.open(bare)
    await migrate(database)
    await database.close()
    assert (logging.root.level, list(logging.root.handlers)) == before
    assert not witness.disabled


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "db").write_bytes(b"no database at all" * 500)
    said = await refusal(f"sqlite+aiosqlite:///{tmp_path}/db")
    assert str(tmp_path) in said
    assert "не файл базы" in said


async def test_a_damaged_file_is_told_from_a_foreign_one(fresh: Callable[[str], str], tmp_path: Path) -> None:
    url = fresh("sqlite")
    path = tmp_path / "test.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xa5" * 4000 + whole[4100:])
    assert "повреждён" in await refusal(url)


async def test_a_folder_in_the_file_s_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    assert "а не папка" in await refusal(f"sqlite+aiosqlite:///{tmp_path}/db")


async def test_a_locked_file_is_told(fresh: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    url = fresh("sqlite")
    monkeypatch.setattr(database_file, "_lock", lambda _: None)
    monkeypatch.setattr(database_file, "LOCKED_SECONDS", 0.1)
    holder = Database.open(url)
    async with holder.writing.begin():
        said = await refusal(url)
    await holder.close()
    assert "Закройте её" in said


async def test_an_absent_postgresql_is_told_without_the_password() -> None:
    said = await refusal("postgresql+asyncpg://bot:s3cret@127.0.0.1:1/centre")
    assert "PostgreSQL запущен" in said
    assert "s3cret" not in said


async def test_a_wrong_user_and_a_missing_base_are_told_apart(postgres: Server) -> None:
    assert "имя пользователя" in await refusal(postgres.url("migrated").replace("postgres@", "nobody@"))
    assert "Создайте базу" in await refusal(postgres.url("no_such_base"))


async def test_a_user_without_rights_is_told(postgres: Server) -> None:
    url = postgres.empty()
    postgres.sql("CREATE ROLE weak LOGIN")
    assert "право создавать таблицы" in await refusal(url.replace("postgres@", "weak@"))


async def test_a_wrong_password_is_told(postgres: Server) -> None:
    postgres.sql("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    with postgres.asking_passwords():
        said = await refusal(postgres.url("migrated").replace("postgres@", "guarded:wrong@"))
    assert "имя и пароль" in said
    assert "wrong" not in said.replace("wrong password", "")
