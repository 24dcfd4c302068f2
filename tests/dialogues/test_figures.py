"""The figures, as staff ask for them in the group and in private."""

from __future__ import annotations

from tests.dialogues.people import Operator, Person, Resident, labels, words_of
from tests.dialogues.stage import Stage

KNOWN, UNKNOWN = "Мусор не вывозят", "Какая завтра погода в Париже?"


async def test_staff_see_what_was_asked_and_how_it_was_answered(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator, editor: Person
) -> None:
    await stage.client.clock(now="2026-11-22T10:00:00+04:00")
    await resident.says(KNOWN)
    await resident.sees("региональному оператору")
    await neighbour.says(UNKNOWN)
    await neighbour.sees("не знаю")
    await resident.asks_a_person("Когда придут?")
    await operator.says("Завтра", ticket=1)
    await resident.sees("Завтра")
    await operator.says("/stats")
    week = await operator.sees("Показатели с 16 ноября 2026 по 22 ноября 2026 года")
    told = words_of(week)
    for line in (
        "Вопросы жителей: 3",
        "Бот ответил: 1 (33 %)",
        "Не знал ответа, или сразу спросили человека: 2 (67 %)",
        "Обращения к специалистам: 1",
        "Первый ответ в срок: 1 (100 %)",
        "Открыто сейчас: 1",
        "Из них просрочено: 0",
        "Оценка жителей: —",
    ):
        assert line in told.splitlines(), told
    assert labels(week) == ["Сегодня", "30 дней"]
    await operator.presses("Сегодня")
    day = await operator.sees("Показатели за 22 ноября 2026 года", "Вопросы жителей: 3")
    assert day["message_id"] == week["message_id"]
    await editor.says("/stats")
    await editor.sees("Показатели с 16 ноября 2026", "Вопросы жителей: 3")
    await editor.presses("30 дней")
    await editor.sees("Показатели с 24 октября 2026 по 22 ноября 2026")
    await resident.says("/stats")
    await resident.never_sees("Показатели")
