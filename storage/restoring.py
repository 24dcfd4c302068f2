"""A copy brought back: checked and brought up to this release aside, then put in place all at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from desk.act import Act
from desk.campaign import Course
from storage import acts
from storage.campaigns import campaigns
from storage.copies import AT_ONCE, Copy, counted, examine, keep, opened, ours, reading, workplace
from storage.database import APPLICATION, Database, DatabaseUnusable
from storage.letters import AWAITING, LetterState, in_states, letters
from storage.migrating import ONE_AT_A_TIME, explained, migrate
from storage.tables import metadata

HELD = update(letters).where(in_states(*AWAITING)).values(state=LetterState.SENDING.value)
# Some of its letters may have gone since the copy was made: how far it was told is known to nobody.
STOPPED = (
    update(campaigns).where(campaigns.c.course == Course.RUNNING.value).values(course=Course.PAUSED.value)
)
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = :name AND pid <> pg_backend_pid()"
)


async def restore(
    url: str, file: Path, *, force: bool = False, stopped: bool = False, act: Act | None = None
) -> Copy:
    """Put a copy in place of what the database holds, all of it or nothing. Raises DatabaseUnusable.

    `act`: what the register that is brought back tells of it. `force`: also when the database holds
    something. Letters that waited when the copy was made may have been sent since, so the bot will ask
    a person; not if it was `stopped` all that time.
    """
    examine(file)
    database = Database.open(url)  # its lock turns a running bot away
    try:
        if database.dialect == "sqlite":
            path = Path(database.url.database or "")
            with workplace(path.parent) as made:
                copy = await _prepared(file, made, stopped, act)
                _replace(path, made, force)
            restored = examine(path)
        else:
            with workplace(None) as made:
                copy = await _prepared(file, made, stopped, act)
                restored = Copy(await _load(database, made, force), copy.size)
        if ours(restored.rows) != ours(copy.rows):
            raise DatabaseUnusable("База не сошлась с копией: в ней другое число строк. Повторите.")
        return copy
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise DatabaseUnusable(f"Копия не возвращена, всё как было. {explained(error, database)}") from error
    finally:
        await database.close()


async def _prepared(file: Path, made: Path, stopped: bool, act: Act | None) -> Copy:
    """The copy's own copy, of this release: the file that was given stays as it is."""
    with closing(reading(file)) as source, closing(sqlite3.connect(made)) as target:
        source.backup(target)
    async with opened(made) as copy:
        await migrate(copy)
        async with copy.writing.begin() as connection:
            if not stopped:
                await connection.execute(HELD)
                await connection.execute(STOPPED)
            if act is not None:
                await acts.write(act, connection)
    return examine(made)


def _replace(path: Path, made: Path, force: bool) -> None:
    """SQLite: the file itself. The old one's log must not be taken for the new one's."""
    if path.exists():
        _close_log(path, force)
        for name in (f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
    keep(made, path)


def _close_log(path: Path, force: bool) -> None:
    try:
        with closing(sqlite3.connect(path, timeout=0)) as old:
            _is_welcome(any(ours(counted(old)).values()), force)
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise  # somebody else has it open
    except sqlite3.DatabaseError:
        _is_welcome(True, force)  # it cannot be read: that may be why the copy is wanted


async def _load(database: Database, made: Path, force: bool) -> dict[str, int]:
    """PostgreSQL: row by row, in one transaction."""
    assert isinstance(database.writing, AsyncEngine)
    async with database.writing.connect() as connection:
        await _turn_away(connection)
    await migrate(database)
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(made))
    async with database.writing.begin() as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))  # whoever starts, waits
        await _turn_away(connection)
        names = ", ".join(table.name for table in metadata.sorted_tables)
        await connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE NOWAIT"))
        _is_welcome(any((await _counted(connection)).values()), force)
        await connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        with engine.connect() as file:
            for table in metadata.sorted_tables:
                result = file.execute(select(table), execution_options={"yield_per": AT_ONCE})
                for part in result.partitions():
                    await connection.execute(insert(table), [row._asdict() for row in part])
        await _count_on(connection)
        restored = await _counted(connection)
    engine.dispose()
    return restored


async def _turn_away(connection: AsyncConnection) -> None:
    others = (await connection.execute(OTHERS, {"name": APPLICATION})).scalar() or 0
    if others:
        raise DatabaseUnusable(f"С базой работает бот (соединений: {others}). Остановите его и повторите.")


async def _counted(connection: AsyncConnection) -> dict[str, int]:
    tables = metadata.sorted_tables
    return {
        one.name: (await connection.execute(select(func.count()).select_from(one))).scalar() or 0
        for one in tables
    }


async def _count_on(connection: AsyncConnection) -> None:
    """New rows get numbers after the restored ones."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            # `false`: the number is the next one to be given.
            newest = select(func.setval(sequence, func.coalesce(func.max(column), 0) + 1, False))
            await connection.execute(newest)


def _is_welcome(holds_something: bool, force: bool) -> None:
    if holds_something and not force:
        raise DatabaseUnusable(
            "В базе уже есть данные, копия их заменит. Если так и надо: сначала contact-center backup, "
            "потом restore с ключом --force."
        )
