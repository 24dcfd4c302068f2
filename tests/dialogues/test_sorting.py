"""How urgent a ticket is and what it is about, said in its thread."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, labels
from tests.dialogues.stage import Stage

ASKED = "Почему не вывозят мусор?"


async def test_a_priority_by_command_and_by_button(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await neighbour.asks_a_person("А у нас почему?")
    await operator.says("/priority высокий", ticket=2)
    await operator.sees("❗ Приоритет теперь высокий (Анна)", ticket=2)
    await operator.sees_title("❗🆕 000002", ticket=2)
    await operator.finds("новое · ❗ высокий приоритет", ticket=2)
    await operator.says("/queue")
    shown = await operator.sees("Очередь: 2")
    assert shown["text"].index("000002") < shown["text"].index("000001")
    await operator.presses("❗ Приоритет", ticket=1)
    asked = await operator.finds("Какой приоритет?", ticket=1)
    assert labels(asked) == ["❗ Высокий", "‼️ Срочный"]
    await operator.presses("‼️ Срочный", ticket=1)
    await operator.finds("‼️ Приоритет теперь срочный (Анна)", ticket=1)
    await operator.sees_title("‼️🆕 000001", ticket=1)
    await operator.says("/queue срочные")
    shown = await operator.sees("Срочные: 2")
    assert shown["text"].index("000001") < shown["text"].index("000002")
    await operator.says("/priority обычный", ticket=1)
    await operator.sees("Приоритет теперь обычный", ticket=1)
    await operator.sees_title("🆕 000001", ticket=1)


async def test_a_wrong_priority_is_explained(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/priority вчера", ticket=1)
    await operator.sees("/priority обычный, /priority высокий, /priority срочный", ticket=1)
    await operator.says("/priority normal", ticket=1)
    await operator.sees("уже такой приоритет", ticket=1)
    await operator.says("/close", ticket=1)
    await operator.says("/priority срочный", ticket=1)
    await operator.sees("Обращение закрыто", ticket=1)
    await resident.never_sees("приоритет")


async def test_a_subject_by_button_and_by_command(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person("Не знаю, куда обратиться")
    await operator.presses("🏷 Тема", ticket=1)
    await operator.finds("О чём это обращение?", ticket=1)
    await operator.presses("Дальше", ticket=1)
    await operator.presses("Назад", ticket=1)
    await operator.presses("Семья и дети", ticket=1)
    await operator.finds("Тема теперь «Семья и дети» (Анна). За неё отвечает отдел «Семья и", ticket=1)
    await operator.sees_title("000001 · Семья и дети", ticket=1)
    await operator.presses("➡️ Передать туда", ticket=1)
    await operator.finds("в отдел «Семья и образование»", ticket=1)
    await operator.says("/subject семья", ticket=1)
    await operator.sees("уже эта тема", ticket=1)
    await operator.says("/subject мусор", ticket=1)
    await operator.sees("Тема теперь «Вывоз мусора»", "отдел «Дом и двор»", ticket=1)
    await operator.says("/find Мария мусор")
    await operator.sees("найдено: 1", "Вывоз мусора")
    await operator.says("/subject")
    await operator.sees("Напишите команду в теме обращения")
    rows = await stage.rows("select subject from gaps where ticket_id is not null")
    assert [row[0] for row in rows] == ["tko"]
