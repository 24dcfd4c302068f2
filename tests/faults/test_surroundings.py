"""The machine under the bot: its disk, its clock, the addresses it was given."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.process import Program
from storage.database import Database
from storage.migrating import migrate
from tests.faults.mortal import MOMENTS
from tests.faults.town import Town, inhabited

DAY = 86_400
DISK = "6m"
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def mounted(*words: str) -> None:
    """Only who may mount can have a disk of their own."""
    if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount")


def unmounted(place: Path) -> None:
    """Even while something there is still open."""
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk: tmpfs answers ENOSPC as any file system does."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted("-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place))
    yield place
    unmounted(place)


@pytest.fixture
async def town_on_disk(disk: Path, tmp_path: Path) -> AsyncIterator[Town]:
    """Ten residents whose bot keeps everything on the small disk."""
    async with inhabited(tmp_path, f"sqlite+aiosqlite:///{disk}/town.sqlite3", 10) as town:
        yield town


def fill(disk: Path) -> Path:
    """No byte is left; removing the file frees them."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC
    return ballast


def is_plain(line: str) -> None:
    """A line for an administrator: in Russian, without anything a programmer would say."""
    assert any(letter in line.lower() for letter in RUSSIAN), line
    assert "Traceback" not in line
    assert "  File " not in line


async def test_a_full_disk_stops_the_bot_until_there_is_room_and_loses_nothing(
    town_on_disk: Town, disk: Path
) -> None:
    town = town_on_disk
    await town.acquainted()
    ballast = fill(disk)
    await town.all_say(2)
    await asyncio.sleep(3)
    assert town.updates.waiting, "Telegram keeps what the bot cannot store"
    assert town.program.runs
    assert "the database cannot be written" in await town.is_ready()
    told = {line.partition(": ")[2] for line in town.log.read_text().splitlines() if " full" in line}
    ballast.unlink()
    await town.all_say(1)
    await town.quiet()
    ballast = fill(disk)
    await town.all_say(3)
    await town.program.kill()
    await town.start()
    ballast.unlink()
    await town.quiet()
    assert "cannot be written" not in await town.is_ready()
    await town.stop()
    verdict = await town.verdict()
    print(f"disk of {DISK} full twice (tmpfs): {verdict}; {told}")
    assert verdict.holds, verdict
    assert verdict.arrived == verdict.messages


async def test_a_first_start_on_a_full_disk_is_told_in_one_line(town: Town, disk: Path) -> None:
    ballast = fill(disk)
    town.settings["storage__database_url"] = f"sqlite+aiosqlite:///{disk}/new.sqlite3"
    line = await town.refused()
    is_plain(line)
    assert "кончилось место" in line
    assert not (disk / "new.sqlite3").exists() or not (disk / "new.sqlite3").stat().st_size
    ballast.unlink()
    await town.start()
    await town.stop()
    print(f"first start on a full disk: «{line}»")


async def test_a_database_that_may_only_be_read_is_told_in_one_line(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "town.sqlite3"
    before = file.read_bytes()
    mounted("--bind", str(file), str(file))
    try:
        mounted("-o", "remount,ro,bind", str(file))
        line = await town.refused()
    finally:
        unmounted(file)
    is_plain(line)
    assert "право писать" in line
    assert file.read_bytes() == before
    await town.acquainted()
    await town.stop()
    print(f"read-only file: «{line}»; {await town.verdict()}")


@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("postgresql+asyncpg://bot:s3cret@127.0.0.1:1/centre", "PostgreSQL запущен"),
        ("postgresql+asyncpg://bot:s3cret@nowhere.invalid/centre", "PostgreSQL запущен"),
        ("postgresql://bot:s3cret@127.0.0.1/centre", "storage.database_url"),
        ("sqlite+aiosqlite:////proc/nothing/town.sqlite3", "storage.database_url"),
        ("nonsense", "storage.database_url"),
    ],
)
async def test_a_database_address_that_cannot_work_is_told_in_one_line(
    town: Town, url: str, mend: str
) -> None:
    town.settings["storage__database_url"] = url
    line = await town.refused()
    is_plain(line)
    assert mend in line
    assert "s3cret" not in line
    print(f"{url.replace('s3cret', '…')}: «{line}»")


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1", "redis://nowhere.invalid", "unix:///nowhere"])
async def test_a_redis_that_cannot_be_reached_is_told_in_one_line_and_missed_by_nobody(
    town: Town, url: str
) -> None:
    town.settings["storage__redis_url"] = url
    await town.acquainted()
    await town.stop()
    told = [line for line in town.log.read_text().splitlines() if "edis" in line]
    verdict = await town.verdict()
    print(f"{url}: «{told[0]}»; {verdict}")
    assert len(told) == 1
    assert verdict.holds, verdict
    assert verdict.arrived == verdict.messages


async def test_a_redis_address_that_is_none_is_told_in_one_line(town: Town) -> None:
    town.settings["storage__redis_url"] = "localhost"
    line = await town.refused()
    is_plain(line)
    assert "redis" in line.lower()
    print(f"localhost as Redis: «{line}»")


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_bot_killed_while_it_brings_the_database_up_to_date_begins_again(
    town: Town, tmp_path: Path, moment: str
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new.sqlite3"
    environment = town.program.environment | {"MORTAL_FROM_THE_START": "1"}
    environment["CONTACT_CENTER__STORAGE__DATABASE_URL"] = url
    program = Program(("tests.faults.mortal", moment, "1", "0.001", "migrate"), town.log, environment)
    program.process = await program.begun()
    assert await program.ended(60) == -9
    database = Database.open(url)
    steps = await migrate(database)
    again = await migrate(database)
    await database.close()
    with closing(sqlite3.connect(tmp_path / "new.sqlite3")) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        [(revision,)] = file.execute("SELECT version_num FROM alembic_version").fetchall()
    print(
        f"killed {moment} the commit of the migration: {len(steps)} steps were left to take, now {revision}"
    )
    assert again == []


async def test_a_migration_done_by_half_is_told_in_one_line_and_undone(town: Town, tmp_path: Path) -> None:
    """Somebody has run the newest step by hand, and not to its end."""
    with closing(sqlite3.connect(tmp_path / "town.sqlite3")) as file, file:
        [(last,)] = file.execute("SELECT version_num FROM alembic_version").fetchall()
        file.execute("UPDATE alembic_version SET version_num = '0001'")
    before = _schema(tmp_path / "town.sqlite3")
    line = await town.refused()
    is_plain(line)
    assert "прервано на полпути" in line
    assert _schema(tmp_path / "town.sqlite3") == before, "nothing of the step stays"
    with closing(sqlite3.connect(tmp_path / "town.sqlite3")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = ?", (last,))
    await town.acquainted()
    await town.stop()
    print(f"a migration done by half: «{line}»; {await town.verdict()}")


def _schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()


@pytest.mark.parametrize("jump", [DAY, -DAY])
async def test_a_clock_that_jumps_a_day_delays_nothing(town: Town, jump: int) -> None:
    await town.acquainted()
    for method in ("sendMessage", "copyMessage"):
        await town.client.fault("429", method=method, times=4, retry_after=2)
    talk = asyncio.gather(town.all_say(2), town.answers(2))
    await asyncio.sleep(0.3)
    await town.client.clock(advance=jump)  # letters wait for their next try, by the clock of before
    await talk
    await town.all_say(1)
    await town.quiet(30)
    await town.program.kill()
    await town.client.clock(advance=-jump)
    await town.start()
    await town.all_say(1)
    await town.quiet(30)
    await town.stop()
    verdict = await town.verdict()
    print(f"the clock jumps by {jump} s and back: {verdict}")
    assert verdict.holds, verdict
    assert verdict.arrived + verdict.visible == verdict.messages
