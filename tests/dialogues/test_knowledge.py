"""An editor changes the knowledge base while the bot answers."""

import shutil
from pathlib import Path

import pytest

from tests.dialogues.people import Person, Resident
from tests.dialogues.stage import BASE, Stage

ASKED = "Почему не вывозят мусор?"


@pytest.fixture
async def entries(offstage: Stage, tmp_path: Path) -> Path:
    """A copy of the base, and the bot running on it."""
    shutil.copytree(BASE.parent, tmp_path / "base")
    offstage.changed["faq"] = {"path": str(tmp_path / "base" / "entries")}
    await offstage.start()
    return tmp_path / "base" / "entries"


async def test_a_changed_answer_is_given_without_a_restart(
    offstage: Stage, resident: Resident, editor: Person, entries: Path
) -> None:
    await resident.says(ASKED)
    await resident.sees("Позвоните региональному оператору")
    file = entries / "tko.toml"
    file.write_text(file.read_text().replace("Позвоните региональному оператору", "Позвоните диспетчеру"))
    await editor.sees("База знаний обновлена: записей 15")
    await resident.says(ASKED)
    await resident.sees("Позвоните диспетчеру")


async def test_a_broken_file_changes_nothing_and_administrators_learn_where_it_is_broken(
    offstage: Stage, resident: Resident, editor: Person, entries: Path
) -> None:
    file = entries / "tko.toml"
    good = file.read_text()
    file.write_text(good.replace("answer =", "anser =", 1))
    await editor.sees("Отвечаю по прежней базе", "tko.toml")
    await resident.says(ASKED)
    await resident.sees("Позвоните региональному оператору")
    file.write_text(good)
    await editor.sees("База знаний обновлена")


async def test_a_base_broken_at_the_start_leaves_people_to_answer(
    offstage: Stage, resident: Resident, editor: Person, tmp_path: Path
) -> None:
    (tmp_path / "base" / "entries").mkdir(parents=True)
    (tmp_path / "base" / "entries" / "a.toml").write_text("это не TOML")
    offstage.changed["faq"] = {"path": str(tmp_path / "base" / "entries")}
    await offstage.start()
    await editor.sees("В базе знаний ошибки", "a.toml")
    await resident.says(ASKED)
    await resident.sees("не хочу гадать")


async def test_a_button_of_an_entry_that_is_gone_says_so(
    offstage: Stage, resident: Resident, editor: Person, entries: Path
) -> None:
    await resident.says("беда с мусором во дворе")
    await resident.sees("Я не уверен")
    file = entries / "tko.toml"
    file.write_text(file.read_text().replace('id = "tko.missed"', 'id = "tko.other"'))
    await editor.sees("База знаний обновлена")
    assert "больше не действует" in await resident.presses("Почему не вывозят мусор?")


async def test_faq_tells_an_administrator_how_the_base_stands(stage: Stage, editor: Person) -> None:
    await editor.says("/faq")
    await editor.sees("записей 15, тем 11")


async def test_faq_is_not_for_residents(stage: Stage, resident: Resident) -> None:
    await resident.says("/faq")
    await resident.sees("Я не знаю такой команды")
