"""`contact-center vault`: a new master key; what lies open, or under an older key, sealed anew."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from datetime import date
from secrets import token_hex

from sqlalchemy.exc import DBAPIError

from bot.beside import beside, cause
from bot.exits import WELL, complain
from bot.settings import Settings
from bot.vault_keys import vault
from storage.redrawing import redraw
from storage.rotating import Step, rotate
from storage.vault import Broken, new_master
from storage.writer import Unavailable

TRACES = {
    "sqlite": "Прежние копии базы (backup) всё ещё открыты: удалите их.",
    "postgresql": "В файлах PostgreSQL прежние слова остаются, пока не выполнить VACUUM FULL. "
    "Прежние копии базы тоже открыты: удалите их.",
}


def new_key() -> int:
    """Print a line for the file of keys, or for the environment."""
    print(new_master(f"{date.today():%Y%m%d}-{token_hex(2)}"))  # noqa: DTZ011, T201
    return WELL


async def rotate_keys(settings: Settings, anew: bool = False) -> int:
    """Seal everything under the newest master key and say how far it is. Raises DatabaseUnusable.

    `anew`: with other keys of the residents, too.
    """
    keys = vault(settings)
    if not keys.is_on:
        return complain(
            "Шифрование выключено: сначала впишите ключ, его делает contact-center vault new-key."
        )
    async with beside(settings) as storage:
        try:
            await _tell(rotate(storage))
            last = await _tell(redraw(storage)) if anew else None
        except (Unavailable, DBAPIError) as error:
            return complain(f"Прервано: {cause(error)}. Что сделано, то сделано: запустите ещё раз.")
        except Broken as error:
            return complain(f"Прервано: {error} не открывается. Строку изменили не мы; верните её из копии.")
    if last is not None and last.done < last.of:
        return complain(
            f"Прежних ключей осталось {last.of - last.done}: что-то из зашифрованного ими не открывается. "
            "Остальное зашифровано заново. Какие строки, скажут contact-center doctor и журнал бота."
        )
    print(f"Готово, пишет ключ «{keys.newest}». {TRACES[storage.database.dialect]}")  # noqa: T201
    return WELL


async def _tell(steps: AsyncIterator[Step]) -> Step | None:
    """A line for each table: rewritten on a terminal, else said once in a thousand rows. The last step."""
    live, table, last = sys.stdout.isatty(), "", None
    async for step in steps:
        last = step
        if live and step.table != table and table:
            print()  # noqa: T201
        table = step.table
        if live:
            print(f"\r{table}: {step.done} из {step.of}", end="", flush=True)  # noqa: T201
        elif step.done == step.of or step.done % 1000 == 0:
            print(f"{table}: {step.done} из {step.of}", flush=True)  # noqa: T201
    if live and table:
        print()  # noqa: T201
    return last
