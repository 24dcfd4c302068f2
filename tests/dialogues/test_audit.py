"""Who did what: the register as supervisors and administrators read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import auditing
from bot.exits import WELL, WRONG
from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import Stage
from tests.dialogues.test_publishing import downloaded

ASKED = "Почему не вывозят мусор?"


async def test_a_supervisor_reads_what_became_of_a_ticket(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Здравствуйте", ticket=1)
    await resident.sees("Здравствуйте")
    await operator.says("/transfer Семья и образование: это про двор", ticket=1)
    await resident.sees("передано")
    await supervisor.says("/close", ticket=1)
    await resident.presses("Открыть снова")
    await resident.sees("снова открыто")
    await supervisor.says("/audit", ticket=1)
    shown = words_of(await supervisor.sees("Журнал действий", ticket=1))
    deeds = [line.split(" · ")[1:3] for line in shown.splitlines() if " · " in line]
    assert deeds == [
        ["житель", "открыто снова"],
        ["Светлана", "закрыто"],
        ["Анна", "передано в отдел"],
        ["Анна", "взято"],
    ]
    assert "→ Семья и образование: это про двор" in shown


async def test_the_register_is_asked_by_number_by_name_and_by_id(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/close", ticket=1)
    await resident.sees("Специалист закрыл")
    await supervisor.says("/appoint 900000001")
    await supervisor.sees("теперь специалист")
    await supervisor.says("/audit 1")
    assert "назначен" not in words_of(await supervisor.sees("ЕКЦ-", "Анна · закрыто"))
    await supervisor.says("/audit анна")
    assert "назначен" not in words_of(await supervisor.sees("id 2001", "Анна · закрыто"))
    await supervisor.says("/audit 900000001")
    await supervisor.sees("Светлана · назначен специалист")
    await supervisor.says("/audit Никто")
    await supervisor.sees("Такого имени в журнале нет")
    await supervisor.says("/audit 77")
    await supervisor.sees("ничего нет")


async def test_the_register_has_pages(stage: Stage, resident: Resident, supervisor: Operator) -> None:
    for number in range(12):
        await supervisor.says(f"/appoint {900000001 + number}")
        await supervisor.sees("теперь специалист")
    await supervisor.says("/audit")
    first = await supervisor.sees("Журнал действий", "страница 1")
    assert labels(first) == ["Дальше ▸"]
    await supervisor.presses("Дальше")
    second = await supervisor.sees("страница 2", "id 900000001")
    assert labels(second) == ["◂ Назад"]


@pytest.mark.parametrize("in_private", [True, False])
async def test_an_administrator_reads_what_was_published_and_exported(
    stage: Stage, editor: Person, in_private: bool
) -> None:
    if not in_private:
        editor = Operator(stage, 3001)
        await stage.client.member(3001, "member")
    else:
        await editor.says("/faq export")
        await stage.quiet()
    await editor.says("/audit")
    shown = words_of(await editor.sees("автоматически · опубликована база знаний", "№ 1"))
    assert ("выгружена" in shown) is in_private


async def test_changed_settings_stand_in_the_register_once_and_without_their_words(
    stage: Stage, supervisor: Operator
) -> None:
    await stage.restart()
    await stage.restart(people={"operators": [2001, 2002, 2003, 2004]}, desk={"appeal": "Сюда: тайна"})
    await stage.restart()
    await supervisor.says("/audit")
    shown = words_of(await supervisor.sees("автоматически · изменены настройки · desk, people"))
    assert shown.count("изменены настройки") == 2  # the first start, and the change
    assert "тайна" not in shown
    assert "|" not in shown


async def test_an_operator_reads_no_register(stage: Stage, operator: Operator, resident: Resident) -> None:
    await operator.says("/audit")
    await operator.sees("только руководитель")
    await resident.says("/audit")
    await resident.sees("не знаю такой команды")


async def test_the_register_is_taken_away_and_verified_apart(
    stage: Stage, editor: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await editor.says("/audit export")
    told = await editor.sees("Журнал действий: записей 3")
    assert told["document"]["file_name"].endswith(".jsonl")
    file = tmp_path / "acts.jsonl"
    file.write_bytes(await downloaded(stage, told))
    head = words_of(told).split("отпечаток: ")[1].split()[0]
    number, _, hash_ = head.partition(":")
    assert auditing.verify_file(file, (int(number), hash_)) == WELL
    assert head in capsys.readouterr().out
    file.write_bytes(file.read_bytes().replace("settings".upper().encode(), b"SETTINGZ"))
    assert auditing.verify_file(file, None) == WRONG
    assert "Запись № 1: запись или её отпечаток изменили" in capsys.readouterr().out
    await editor.says("/audit")
    await editor.sees("Елена · выгружен журнал действий", "Последний отпечаток: 3:")


async def test_a_register_that_was_changed_says_so(stage: Stage, editor: Person) -> None:
    await stage.stop()
    stage.write("DROP TRIGGER acts_stay_update")
    stage.write("UPDATE acts SET note = 'ничего' WHERE number = 1")
    await stage.start()
    await editor.says("/audit")
    await editor.sees("Цепочка не сходится у записи № 1")
    assert stage.app is not None
    await stage.stop()
    assert await auditing.verify(stage.settings(), None) == WRONG


async def test_an_exported_register_is_for_its_owner_s_eyes(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "acts.jsonl"
    assert await auditing.export(stage.settings(), file) == WELL
    assert file.stat().st_mode & 0o077 == 0
    assert await auditing.export(stage.settings(), file) == WRONG, "nothing is written over"
