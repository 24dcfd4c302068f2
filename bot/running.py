"""The bot as a process: start, wait for a signal, drain."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from bot.app import App, CannotStart
from bot.exits import WELL, WRONG, complain
from bot.settings import Settings
from bot.vault_keys import vault
from storage.database import Database, DatabaseUnusable, fits
from storage.migrating import migrate

log = logging.getLogger(__name__)


async def run_bot(settings: Settings, end_with_input: bool = False) -> int:
    """Run until SIGTERM, Ctrl+C or, if asked, the end of standard input.

    1 when it could not start, or something vital has failed.
    """
    stop = asyncio.Event()
    if end_with_input:
        _at_end_of_input(stop)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    app = App(settings)
    try:
        await app.start()
    except (CannotStart, DatabaseUnusable) as error:
        await app.abandon()
        return complain(str(error))
    log.info("the bot is running")
    app.tasks.failed.add_done_callback(lambda _: stop.set())
    await stop.wait()
    failed = app.tasks.failed.done()
    await app.stop()
    log.info("the bot has stopped")
    return WRONG if failed else WELL


async def migrate_database(settings: Settings) -> int:
    """Bring the database to the newest schema and say what was done. Raises DatabaseUnusable."""
    database = Database.open(settings.storage.database_url, vault(settings))
    try:
        steps = await migrate(database)
        await fits(database)
    finally:
        await database.close()
    print(f"Сделано шагов: {len(steps)}." if steps else "База уже новой версии.")  # noqa: T201
    return WELL


def _at_end_of_input(stop: asyncio.Event) -> None:
    """Whoever started the bot writes nothing: input can be read when they are gone, even by SIGKILL."""
    loop, source = asyncio.get_running_loop(), sys.stdin.fileno()

    def gone() -> None:
        loop.remove_reader(source)
        stop.set()

    loop.add_reader(source, gone)
