"""The storage for a command, beside a running bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from bot.tasks import Tasks
from bot.vault_keys import vault
from storage.database import Database, DatabaseUnusable, fits
from storage.migrating import explained
from storage.records import Storage
from storage.writer import Conflict, Unavailable

NO_TABLE = "no such"  # what SQLite says of a table or a column: an older release has made the file


@asynccontextmanager
async def beside(settings: Settings, *, is_sealed: bool = True) -> AsyncIterator[Storage]:
    """Open it with a writer of its own, close it in the end. Raises DatabaseUnusable.

    Refuses when a key is missing: what is sealed must neither be given out nor be overwritten as it lies.
    `is_sealed`: whether what is wanted may be sealed; if not, no key is asked for.
    """
    database = Database.beside(settings.storage.database_url, vault(settings) if is_sealed else None)
    storage, tasks = Storage(database), Tasks()
    tasks.start(storage.writer.serve(), "writer")
    try:
        if is_sealed:
            await fits(database)
        yield storage
    except Conflict as error:
        raise DatabaseUnusable("Данные только что изменились. Повторите команду.") from error
    except (Unavailable, DBAPIError) as error:
        if isinstance(error, Unavailable) and NO_TABLE not in str(error):
            raise DatabaseUnusable(explained(error, database)) from error
        raise DatabaseUnusable(
            f"База данных не читается: {cause(error)}. Обновили бота? Тогда: contact-center migrate"
        ) from error
    finally:
        await tasks.stop()
        await database.close()


def cause(error: Exception) -> str:
    """The database's own words, in one line: no statement, nothing that was to be written."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0]
