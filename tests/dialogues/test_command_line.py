"""Wrong input meets one clear line, at the command line of the real program."""

import asyncio
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import locales
from sandbox import managing
from sandbox.serving import running
from storage.database import Database
from storage.migrating import migrate

ROOT = Path(__file__).parents[2]
TOKEN = "7000000001:sandbox"
CONFIG = """
[telegram]
api_url = "http://127.0.0.1:9"

[storage]
database_url = "sqlite+aiosqlite:///{folder}/data/contact-center.sqlite3"

[faq]
path = "{root}/faq/entries"

[web]
listen = "127.0.0.1:0"

[people]
admins = [3001]
"""


async def program(*words: str, token: str = TOKEN, **environment: str) -> tuple[int, str, str]:
    """Run `python -m bot` to its end: exit code, output, errors."""
    child = await started(*words, token=token, **environment)
    out, error = await asyncio.wait_for(child.communicate(), 60)
    assert child.returncode is not None
    return child.returncode, out.decode(), error.decode()


async def started(*words: str, token: str = TOKEN, **environment: str) -> asyncio.subprocess.Process:
    """The program, running."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *words),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "BOT_TOKEN": token, **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings that are right."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(folder=tmp_path, root=ROOT))
    return path


async def complains(
    config: Path, *parts: str, token: str = TOKEN, command: tuple[str, ...] = ("run",)
) -> None:
    """The program ends with 1 and one line that has all these words."""
    code, _, error = await program(*command, "--config", str(config), token=token)
    lines = [line for line in error.splitlines() if " INFO " not in line]
    assert code == 1, error
    assert len(lines) == 1, error
    for part in parts:
        assert part in lines[0]
    assert token not in error or not token


def add(config: Path, words: str, api_url: str = "http://127.0.0.1:9") -> None:
    """Write something more into the settings."""
    config.write_text(config.read_text().replace("http://127.0.0.1:9", api_url) + words)


async def test_a_wrong_setting_is_named_with_its_mend(config: Path) -> None:
    add(config, "[desk]\noperator_chat = 5")
    await complains(config, "config.toml: desk.operator_chat: нет такой", "Может быть, «operators_chat»?")


async def test_a_missing_token_says_where_to_get_one(config: Path) -> None:
    await complains(config, "BOT_TOKEN", "@BotFather", token="")


async def test_doctor_tells_a_wrong_token_from_a_missing_one(config: Path) -> None:
    for token, told in (("abc", "BOT_TOKEN записан неверно"), ("", "задайте переменную BOT_TOKEN")):
        code, said, _ = await program("doctor", "--config", str(config), token=token)
        assert code == 1
        assert f"✗ Токен: {told}" in said


async def test_a_file_of_keys_that_is_not_there_is_told_in_russian(config: Path) -> None:
    add(config, "[vault]\nkeys_file = 'keys'")
    await complains(config, "vault.keys_file", "такого файла или папки нет")


async def test_a_file_that_is_no_database_is_named(config: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "contact-center.sqlite3").write_text("not a database " * 100)
    await complains(config, "Это не файл базы")


async def test_beside_a_running_bot_a_copy_may_be_made_but_nothing_else(config: Path, tmp_path: Path) -> None:
    first = await started("run", "--config", str(config))
    try:
        assert first.stderr is not None
        async with asyncio.timeout(60):
            while b"the bot is running" not in await first.stderr.readline():
                pass
        await complains(config, "уже занята другим процессом", str(first.pid))
        copy = str(tmp_path / "copy")
        code, said, error = await program("backup", copy, "--config", str(config))
        assert (code, error) == (0, "")
        assert f"Копия сделана и проверена: {copy}" in said
        await complains(config, "уже занята другим процессом", command=("restore", copy, "--force"))
    finally:
        first.terminate()
        await first.communicate()
    assert first.returncode == 0
    code, said, _ = await program("restore", copy, "--force", "--config", str(config))
    assert code == 0
    assert f"База восстановлена из {copy}" in said
    register = tmp_path / "register"
    assert (await program("audit", "export", str(register), "--config", str(config)))[0] == 0
    assert '"deed":"RESTORE"' in register.read_text("utf-8").splitlines()[-2]


async def test_a_bot_ends_with_whoever_started_it(config: Path) -> None:
    bot = await started("run", "--config", str(config), "--end-with-input")
    assert bot.stdin is not None
    assert bot.stderr is not None
    async with asyncio.timeout(60):
        while b"the bot is running" not in await bot.stderr.readline():
            pass
        bot.stdin.close()  # as the system does when its owner was killed
        await bot.communicate()
    assert bot.returncode == 0


async def test_wrong_usage_ends_with_two() -> None:
    code, _, error = await program("dance")
    assert code == 2
    assert "Traceback" not in error


async def test_doctor_finds_the_group_where_the_bot_has_no_rights_and_a_redis_that_is_away(
    config: Path,
) -> None:
    async with running() as sandbox:
        add(config, "[desk]\noperators_chat = -1001000000999", sandbox.url)
        away = {"CONTACT_CENTER__STORAGE__REDIS_URL": "redis://127.0.0.1:1/0"}
        code, out, _ = await program("doctor", "--config", str(config), **away)
    assert code == 1
    redis, group = [line for line in out.splitlines() if line.startswith("✗")]
    assert "Redis: не отвечает" in redis
    assert "Группа -1001000000999" in group
    assert "Добавьте бота в группу" in group


async def test_doctor_is_content_with_a_sound_centre(config: Path) -> None:
    async with running() as sandbox:
        add(config, "[desk]\noperators_chat = -1001000000001\nclock_file = 'clock'", sandbox.url)
        clock = config.parent / "clock"
        clock.write_text(str((datetime(2027, 6, 1, tzinfo=UTC) - datetime.now(UTC)).total_seconds()))
        code, out, _ = await program("doctor", "--config", str(config))
        assert code == 0, out
        clock.write_text(str((datetime(2040, 12, 1, tzinfo=UTC) - datetime.now(UTC)).total_seconds()))
        now = managing.migrate(sandbox.world, {"chat": -1001000000001})
        running_bot = Database.open(f"sqlite+aiosqlite:///{config.parent}/data/contact-center.sqlite3")
        try:
            code, out, _ = await program("doctor", "--config", str(config))
        finally:
            await running_bot.close()
    assert code == 1
    assert "✓ База данных: с ней сейчас работает другой процесс" in out
    unknown, moved = [line for line in out.splitlines() if line.startswith("✗")]
    assert f"её номер теперь {now}. Впишите его" in moved
    assert "переносы выходных на 2040, 2041 год не известны" in unknown


async def test_doctor_finds_the_group_that_forbids_the_sign_of_delivery(config: Path) -> None:
    async with running() as sandbox:
        add(config, "[desk]\noperators_chat = -1001000000001", sandbox.url)
        sandbox.world.state.chats[-1001000000001].reactions = ["👍", "✍"]
        _, out, _ = await program("doctor", "--config", str(config))
        assert "разрешите в ней реакции 👌 и ✍" in out
        sandbox.world.state.chats[-1001000000001].reactions = ["👌", "✍"]
        _, out, _ = await program("doctor", "--config", str(config))
    assert "разрешите в ней реакции" not in out


async def test_doctor_names_the_languages_that_no_native_has_read(config: Path) -> None:
    async with running() as sandbox:
        add(config, "[desk]\noperators_chat = -1001000000001\nlanguages = ['ru', 'kk']", sandbox.url)
        _, out, _ = await program("doctor", "--config", str(config))
    unread = "✓ Язык kk: переведено, но носитель языка ещё не читал" in out
    assert unread == locales.needs_review("kk")
    assert "Язык ru" not in out


async def test_a_broken_base_is_named_by_file_and_line(config: Path, tmp_path: Path) -> None:
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "fam.toml").write_text('title = "Семья"\n[[entry]\n')
    code, out, error = await program("faq", "check", str(tmp_path / "entries"))
    assert code == 1
    assert "fam.toml:2" in out + error
    assert "Traceback" not in error


async def test_a_report_prints_itself(config: Path, tmp_path: Path, template: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(template, tmp_path / "data" / "contact-center.sqlite3")
    span = ("--from", "2026-11-01", "--to", "2026-11-30")
    code, out, error = await program("report", *span, "--format", "csv", "--config", str(config))
    assert (code, error) == (0, "")
    assert out.splitlines()[0] == "Таблица;Строка;Показатель;Значение"


async def test_the_register_is_verified_and_exported_by_commands(config: Path, tmp_path: Path) -> None:
    assert (await program("migrate", "--config", str(config)))[0] == 0
    file = tmp_path / "acts.jsonl"
    code, out, error = await program("audit", "export", str(file), "--config", str(config))
    assert (code, error) == (0, "")
    head = out.split()[-1].rstrip(".")
    assert head.startswith("1:")
    for words in (("verify",), ("verify", str(file)), ("verify", str(file), "--head", head)):
        code, out, error = await program("audit", *words, "--config", str(config))
        assert (code, error) == (0, "")
        assert head in out
    await complains(config, "уже есть", command=("audit", "export", str(file)))
    file.write_bytes(file.read_bytes().replace(b"export", b"exporT", 1))
    code, out, error = await program("audit", "verify", str(file))
    assert (code, len(error.splitlines())) == (1, 1)
    assert "Запись № 1" in out
    assert (await program("audit", "verify", "--head", "abc"))[0] == 2


async def test_the_vault_is_switched_on_and_filled(config: Path) -> None:
    settings, keys = ("--config", str(config)), config.parent / "keys"
    keys.write_text((await program("vault", "new-key", *settings))[1])
    add(config, "[vault]\nkeys_file = 'keys'")
    path = config.parent / "data" / "contact-center.sqlite3"
    database = Database.open(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    await database.close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "INSERT INTO notes (ticket_id, chat_id, message_id, author, words, after_id) "
            "VALUES (1, 2, 3, 'Ольга', 'звонила', 0)"
        )
    code, out, error = await program("vault", "rotate", *settings)
    assert (code, error) == (0, "")
    assert "notes: 1 из 1" in out
    assert "звонила".encode() not in path.read_bytes()
    with closing(sqlite3.connect(path)) as file:
        [(before,)] = file.execute("SELECT words FROM notes").fetchall()
    code, out, error = await program("vault", "rotate", "--redraw", *settings)
    assert (code, error) == (0, "")
    assert "notes: 1 из 1" in out and "vault_keys: 1 из 1" in out
    with closing(sqlite3.connect(path)) as file:
        assert before[2:14] not in str(file.execute("SELECT words FROM notes").fetchall()), "another key"
    keys.write_text("")
    await complains(config, "База зашифрована ключом", command=("privacy", "export", "1001"))
    await complains(config, "Шифрование выключено", command=("vault", "rotate"))
