"""The database copied into a file while the bot goes on working."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.copies import AT_ONCE, Copy, counted, examine, keep, opened, ours, workplace
from storage.database import Database, DatabaseUnusable
from storage.migrating import explained, migrate
from storage.tables import metadata

PAGES = 4096  # SQLite: pages copied at a time
STEP = text("SELECT version_num FROM alembic_version")


async def back_up(url: str, file: Path) -> Copy:
    """Copy all of it, as it is at one moment, into a new file. Raises DatabaseUnusable.

    The file appears when it is whole and has been looked through, or not at all.
    """
    _is_free(file)
    database = Database.beside(url)
    try:
        with workplace(file.parent) as made:
            if database.dialect == "sqlite":
                rows = _copy_pages(Path(database.url.database or ""), made)
            else:
                rows = await _copy_rows(database, made)
            copy = examine(made)
            if ours(copy.rows) != ours(rows):
                raise DatabaseUnusable("Копия не сошлась с базой: в ней другое число строк. Повторите.")
            keep(made, file)
            return copy
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise DatabaseUnusable(f"Копия {file} не сделана. {_cause(error, database)}") from error
    finally:
        await database.close()


def _is_free(file: Path) -> None:
    if file.exists():
        raise DatabaseUnusable(f"{file}: такой файл уже есть. Назовите другой.")
    if not file.parent.is_dir():
        raise DatabaseUnusable(f"{file.parent}: такой папки нет. Создайте её.")


def _copy_pages(path: Path, made: Path) -> dict[str, int]:
    """SQLite's own way. One read transaction around it all: else every commit of the bot begins it anew."""
    source_uri = f"{path.resolve().as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(source_uri, uri=True, isolation_level=None)) as source,
        closing(sqlite3.connect(made)) as target,
    ):
        source.execute("PRAGMA query_only=ON")
        source.execute("BEGIN")
        rows = counted(source)
        source.backup(target, pages=PAGES)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, not three
        return rows


async def _copy_rows(database: Database, made: Path) -> dict[str, int]:
    """PostgreSQL: row by row out of one snapshot, into the same tables in SQLite."""
    async with opened(made) as copy:
        await migrate(copy)
    assert isinstance(database.writing, AsyncEngine)
    rows = {}
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(made), hide_parameters=True)
    async with database.writing.connect() as reading:
        await reading.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with engine.begin() as file:
            if (await reading.execute(STEP)).scalar() != file.execute(STEP).scalar():
                raise DatabaseUnusable("База другой версии, чем программа: сначала contact-center migrate.")
            for table in metadata.sorted_tables:
                rows[table.name] = 0
                result = await reading.stream(select(table))
                async for part in result.partitions(AT_ONCE):
                    file.execute(insert(table), [row._asdict() for row in part])
                    rows[table.name] += len(part)
    engine.dispose()
    with closing(sqlite3.connect(made)) as file:
        file.execute("PRAGMA journal_mode=DELETE")
    return rows


def _cause(error: Exception, database: Database) -> str:
    words = str(getattr(error, "orig", None) or error)
    if "disk is full" in words or "No space" in words:
        return "На диске кончилось место."
    return explained(error, database)
