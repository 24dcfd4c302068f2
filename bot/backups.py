"""`contact-center backup` and `restore`: a line about what was copied, or about what is in the way."""

from __future__ import annotations

from pathlib import Path

from bot.clock import Clock
from bot.exits import WELL
from bot.settings import Settings
from desk.act import NOTE, Act
from desk.deed import Deed
from storage.backing_up import back_up
from storage.copies import Copy
from storage.restoring import restore

MEGABYTE = 1_000_000


async def back_up_database(settings: Settings, file: Path) -> int:
    """Copy everything into a new file, beside a running bot. Raises DatabaseUnusable."""
    copy = await back_up(settings.storage.database_url, file)
    print(f"Копия сделана и проверена: {file}, {_told(copy)}.")  # noqa: T201
    return WELL


async def restore_database(settings: Settings, file: Path, *, force: bool, stopped: bool) -> int:
    """Put a copy in place of what the database holds; the register tells of it. Raises DatabaseUnusable."""
    at = Clock(settings.desk.clock_file).now()
    act = Act(at, Deed.RESTORE, note=f"contact-center restore {file.name}"[:NOTE])
    copy = await restore(settings.storage.database_url, file, force=force, stopped=stopped, act=act)
    print(f"База восстановлена из {file} и проверена: {_told(copy)}.")  # noqa: T201
    return WELL


def _told(copy: Copy) -> str:
    rows = copy.rows
    size = f"{copy.size / MEGABYTE:.1f}".replace(".", ",")
    return f"{size} МБ, строк {sum(rows.values())}, обращений {rows['tickets']}, писем {rows['letters']}"
