"""`contact-center vault`: a new master key; what lies open, or under an older key, sealed anew."""

from __future__ import annotations

import sys
from datetime import date
from secrets import token_hex

from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from bot.tasks import Tasks
from bot.vault_keys import vault
from storage.database import Database, DatabaseUnusable, fits
from storage.records import Storage
from storage.rotating import rotate
from storage.vault import Broken, new_master
from storage.writer import Unavailable

WELL, WRONG = 0, 1
TRACES = {
    "sqlite": "Прежние копии базы (backup) всё ещё открыты: удалите их.",
    "postgresql": "В файлах PostgreSQL прежние слова остаются, пока не выполнить VACUUM FULL. "
    "Прежние копии базы тоже открыты: удалите их.",
}


def new_key() -> int:
    """Print a line for the file of keys, or for the environment."""
    print(new_master(f"{date.today():%Y%m%d}-{token_hex(2)}"))  # noqa: DTZ011, T201
    return WELL


async def rotate_keys(settings: Settings) -> int:
    """Seal everything under the newest master key and say how far it is. A running bot goes on."""
    try:
        keys = vault(settings)
        if not keys.is_on:
            return _complain(
                "Шифрование выключено: сначала впишите ключ, его делает contact-center vault new-key."
            )
        database = Database.beside(settings.storage.database_url, keys)
    except DatabaseUnusable as error:
        return _complain(str(error))
    storage, tasks = Storage(database), Tasks()
    tasks.start(storage.writer.serve(), "writer")
    try:
        await fits(database)
        await _rotate(storage)
    except (DatabaseUnusable, Unavailable, DBAPIError) as error:
        why = str(getattr(error, "orig", None) or error).partition("\n")[0]
        return _complain(f"Прервано: {why} Что сделано, то сделано: запустите ещё раз.")
    except Broken as error:
        return _complain(f"Прервано: {error} не открывается. Строку изменили не мы; верните её из копии.")
    finally:
        await tasks.stop()
        await database.close()
    print(f"Готово, пишет ключ «{keys.newest}». {TRACES[database.dialect]}")  # noqa: T201
    return WELL


async def _rotate(storage: Storage) -> None:
    """A line for each table: rewritten on a terminal, else said once in a thousand rows."""
    live, table = sys.stdout.isatty(), ""
    async for step in rotate(storage):
        if live and step.table != table and table:
            print()  # noqa: T201
        table = step.table
        if live:
            print(f"\r{table}: {step.done} из {step.of}", end="", flush=True)  # noqa: T201
        elif step.done == step.of or step.done % 1000 == 0:
            print(f"{table}: {step.done} из {step.of}", flush=True)  # noqa: T201
    if live and table:
        print()  # noqa: T201


def _complain(words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201
    return WRONG
