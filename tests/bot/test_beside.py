"""Commands that work on the database: what is in the way is said before anything is read or written."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot import auditing, letters, report, rights_of_residents
from bot.retaining import retain
from bot.settings import Settings, load
from bot.vaulting import rotate_keys
from desk.choices.ledger import LetterFate
from storage.database import Database, DatabaseUnusable
from storage.migrating import migrate
from storage.sealing import vault_keys
from storage.vault import Vault, masters, new_master

DAY = date(2026, 11, 18)
COMMANDS: dict[str, Callable[[Settings, Path], Awaitable[int]]] = {
    "audit export": lambda settings, folder: auditing.export(settings, folder / "acts.jsonl"),
    "letters": lambda settings, _: letters.tell(settings, tuple(LetterFate)),
    "letters --settle": lambda settings, _: letters.settle(settings, 1, again=False),
    "privacy export": lambda settings, _: rights_of_residents.export(settings, 1001, None),
    "privacy erase": lambda settings, _: rights_of_residents.erase(settings, 1001),
    "report": lambda settings, _: report.make(settings, DAY, DAY, "json", None),
    "retention": lambda settings, _: retain(settings, dry_run=False),
    "vault rotate": lambda settings, _: rotate_keys(settings),
}


def settings_of(folder: Path, key: str) -> Settings:
    """Settings that name a database in this folder."""
    config = folder / "config.toml"
    url = f"sqlite+aiosqlite:///{folder}/base.sqlite3"
    config.write_text(
        f'[storage]\ndatabase_url = "{url}"\n[vault]\nkeys = "{key}"\n[people]\nadmins = [3001]\n'
    )
    return load(config, {"BOT_TOKEN": "7000000001:test"})


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the newest schema with a resident's key in it."""
    folder = tmp_path_factory.mktemp("sealed")
    keys = Vault(masters(new_master("lost")))

    async def make() -> None:
        database = Database.open(f"sqlite+aiosqlite:///{folder}/base.sqlite3")
        await migrate(database)
        key = keys.make(1001)
        row = {"id": key.id, "owner": key.owner, "master": keys.newest, "wrapped": keys.wrap(key)}
        async with database.writing.begin() as connection:
            await connection.execute(insert(vault_keys), row)
        await database.close()

    asyncio.run(make())
    return folder / "base.sqlite3"


@pytest.mark.parametrize("command", COMMANDS)
async def test_without_the_key_nothing_sealed_is_given_out_or_touched(
    command: str, sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(sealed, tmp_path / "base.sqlite3")
    with pytest.raises(DatabaseUnusable, match="зашифрована ключом «lost»") as refusal:
        await COMMANDS[command](settings_of(tmp_path, new_master("another")), tmp_path)
    assert "\n" not in str(refusal.value)
    assert capsys.readouterr().out == ""
    assert not (tmp_path / "acts.jsonl").exists()


async def test_the_register_is_verified_without_the_key(sealed: Path, tmp_path: Path) -> None:
    shutil.copy(sealed, tmp_path / "base.sqlite3")
    assert await auditing.verify(settings_of(tmp_path, new_master("another")), None) == 0


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_database_that_is_not_there_or_of_another_release_is_named(
    command: str, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, new_master("ours"))
    with pytest.raises(DatabaseUnusable, match="ещё не создана"):
        await COMMANDS[command](settings, tmp_path)
    (tmp_path / "base.sqlite3").touch()
    with pytest.raises(DatabaseUnusable, match=r"не читается: .*contact-center migrate"):
        await COMMANDS[command](settings, tmp_path)


async def test_of_a_server_that_is_away_it_is_told_how_to_find_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTACT_CENTER__STORAGE__DATABASE_URL", "postgresql+asyncpg://a:s3cret@127.0.0.1:1/b")
    with pytest.raises(DatabaseUnusable, match="PostgreSQL запущен") as told:
        await letters.tell(settings_of(tmp_path, new_master("ours")), tuple(LetterFate))
    assert "s3cret" not in str(told.value)
    assert "migrate" not in str(told.value)
