"""Danger goes before everything: the number at once, and a person called."""

from pathlib import Path

import pytest

from faq import safety
from tests.dialogues.people import Operator, Person, Resident, labels
from tests.dialogues.stage import Stage

SHIPPED = safety.SAFETY.read_text("utf-8")
METEOR = """
[[rule]]
id = "meteor"
title = "Метеорит"
ru = "Уйдите от окон."
when = ["метеорит"]

"""


def written(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of rules, to be edited."""
    path = tmp_path / "safety" / "safety.toml"
    path.parent.mkdir()
    written(path, SHIPPED)
    monkeypatch.setattr(safety, "SAFETY", path)
    return path


async def test_changed_rules_count_at_once_and_wrong_ones_change_nothing(
    rules: Path, stage: Stage, resident: Resident, editor: Person
) -> None:
    written(rules, "[[rule]]\nid = 'meteor'\n")
    await editor.sees("В правилах безопасности ошибка", "safety.toml:1: meteor: нужны id и title")
    await resident.says("ты дурак?")
    await resident.sees("Понимаю, что вы сердитесь")
    written(rules, METEOR + SHIPPED)
    await editor.sees("Правила безопасности обновлены")
    await resident.says("над домом метеорит")
    await resident.sees("Уйдите от окон")


async def test_a_danger_gets_its_number_and_a_person_without_being_asked_for_consent(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("плохо с сердцем и где взять справку")
    said = await resident.sees("Позвоните 103 или 112 прямо сейчас")
    assert "112" in said["text"].splitlines()[0]
    assert labels(said) == []
    await resident.sees("Ваши слова переданы специалисту")
    await resident.never_sees("Выберите тему")
    await operator.finds("плохо с сердцем и где взять справку", ticket=1)
    await operator.finds("Житель уже получил номера", ticket=1)
    await operator.sees_title("🆘 Плохо со здоровьем", ticket=1)
    await operator.finds("Откройте тему и ответьте прямо сейчас")
    await operator.says("Скорая едет?", ticket=1)
    await resident.sees("Скорая едет?")


async def test_in_a_conversation_the_words_go_to_the_person_and_the_number_comes_besides(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("где найти клад на луне")
    await resident.says("В подъезде пахнет газом!")
    await resident.sees("звоните 104 или 112")
    await operator.finds("В подъезде пахнет газом!", ticket=1)
    await operator.sees_title("🆘 Запах газа", ticket=1)
    await resident.says("ещё сильнее воняет газом")
    await operator.finds("ещё сильнее воняет газом", ticket=1)
    await resident.says("ты дурак?")
    await operator.finds("ты дурак?", ticket=1)
    await resident.never_sees("Понимаю, что вы сердитесь")


async def test_a_correction_is_looked_at_and_answered_in_the_residents_language(
    stage: Stage, neighbour: Resident, operator: Operator
) -> None:
    await neighbour.says("/language")
    await neighbour.presses("English")
    await neighbour.says("как дела бот")
    await neighbour.edits("не хочу больше жить")
    said = await neighbour.sees("If you are in danger right now, call 112")
    assert "112" in said["text"].splitlines()[0]
    await operator.finds("не хочу больше жить", ticket=1)


async def test_what_is_no_danger_is_answered_and_offers_a_person(stage: Stage, resident: Resident) -> None:
    await resident.says("какие таблетки лучше от давления")
    said = await resident.sees("Я не врач")
    assert labels(said) == ["👤 Спросить специалиста"]
