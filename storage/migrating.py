"""The database brought up to this release's tables."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, DatabaseUnusable

if TYPE_CHECKING:
    from alembic.config import Config

STEPS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 0x454B43  # PostgreSQL's advisory lock: processes that start together take turns


async def migrate(database: Database) -> list[str]:
    """Bring the tables up to this release; returns the steps taken, oldest first.

    All steps are one transaction. Raises DatabaseUnusable.
    """
    try:
        async with database.writing.begin() as connection:
            return [] if await connection.run_sync(_is_newest) else await connection.run_sync(_upgrade)
    except (DBAPIError, OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(explained(error, database)) from error


def _is_newest(connection: Connection) -> bool:
    """Whether no step is left to take; told without Alembic, which is loaded for those who have some."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    here = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    newest = max(path.name for path in (STEPS / "versions").glob("[0-9]*.py"))
    return list(here) == [newest.partition("_")[0]]


def _upgrade(connection: Connection) -> list[str]:
    from alembic import command  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    applied: list[str] = []
    config = _config(connection, applied)
    steps = ScriptDirectory.from_config(config)
    here = set(MigrationContext.configure(connection).get_current_heads())
    unknown = here - {step.revision for step in steps.walk_revisions()}
    if unknown:
        raise DatabaseUnusable(
            f"База новее программы (шаг {', '.join(sorted(unknown))}). Поставьте новую версию программы "
            "или верните базу из копии, сделанной до обновления."
        )
    if here != set(steps.get_heads()):
        command.upgrade(config, "head")
    return applied


def _config(connection: Connection, applied: list[str]) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection, "applied": applied})
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def explained(error: Exception, database: Database) -> str:
    """One line: what is wrong with the database, how to mend it."""
    words = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    cause = words.rpartition(">: ")[2].split("\n", 1)[0] or type(error).__name__
    signs = _SQLITE if database.dialect == "sqlite" else _POSTGRESQL
    cure = next((cure for sign, cure in signs if sign in cause.lower()), "Проверьте storage.database_url.")
    return f"База {database.url.render_as_string()} не открывается: {cause}. {cure}"


_BY_HALF = (
    ("already exists", "Обновление базы прервано на полпути: верните базу из копии, сделанной до него."),
    ("duplicate column", "Обновление базы прервано на полпути: верните базу из копии, сделанной до него."),
)
_SQLITE = (
    *_BY_HALF,
    ("unable to open", "Проверьте, что это файл, а не папка, и что его можно читать и писать."),
    ("readonly", "Дайте программе право писать в файл базы и в его папку."),
    ("locked", "Файл держит другая программа. Закройте её и запустите бота снова."),
    ("not a database", "Это не файл базы. Верните базу из копии или назовите другой файл."),
    ("malformed", "Файл базы повреждён. Верните базу из копии."),
    ("full", "На диске кончилось место. Освободите его и запустите бота снова."),
)
_POSTGRESQL = (
    *_BY_HALF,
    ("password", "Проверьте имя и пароль в storage.database_url."),
    ("permission denied", "Дайте пользователю базы право создавать таблицы в схеме public."),
    ("role", "Проверьте имя пользователя в storage.database_url."),
    ("database", "Создайте базу или исправьте её имя в storage.database_url."),
    ("", "Проверьте, что PostgreSQL запущен и что адрес в storage.database_url верен."),
)


async def write_step(message: str) -> None:
    """Write the step from the newest one to the tables as the code has them, for a person to read."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite+aiosqlite:///{folder}/empty.sqlite3")
        await migrate(database)
        async with database.writing.begin() as connection:
            await connection.run_sync(_write_step, message)
        await database.close()


def _write_step(connection: Connection, message: str) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = _config(connection, [])
    serial = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
    command.revision(config, message, autogenerate=True, rev_id=f"{serial:04d}")


if __name__ == "__main__":
    asyncio.run(write_step(" ".join(sys.argv[1:])))
