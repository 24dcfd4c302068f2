"""What most bots do without is not loaded by all of them."""

import subprocess
import sys
from pathlib import Path

SELDOM = (
    "alembic",  # where no step is left to take
    "cryptography",  # where nothing is sealed
    "holidays.countries.germany",  # calendars of other countries
    "openpyxl",
    "PIL",
    "redis",
    "vosk",
)
STARTED = """
import asyncio, sys
from pathlib import Path
from bot import types_on_demand
from bot.settings import load
settings = load(Path("config.toml"), {"BOT_TOKEN": "1:a"})
types_on_demand.load()
from bot.running import run_bot
from storage.database import Database
from storage.migrating import migrate
async def migrated():
    database = Database.open(sys.argv[1])
    print(len(await migrate(database)))
    await database.close()
asyncio.run(migrated())
print(*sys.modules)
"""


def test_seldom_used_packages_wait_until_somebody_needs_them(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/one.sqlite3"
    said = [
        subprocess.run(
            [sys.executable, "-c", STARTED, url], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    steps, _, loaded = said[1].partition("\n")
    assert steps == "0", "the first start has made the tables"
    assert set(loaded.split()).isdisjoint(SELDOM)
    assert "alembic" in said[0].split()
