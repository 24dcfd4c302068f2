"""The figures, as staff ask for them in the group and in private."""

from __future__ import annotations

import io
import json

from openpyxl import load_workbook
from PIL import Image

from bot.poll_chart import WIDTH
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
        "Бот ответил: 1 (33\u00a0%)",
        "Не знал ответа, или сразу спросили человека: 2 (67\u00a0%)",
        "Обращения к специалистам: 1",
        "Первый ответ в срок: 1 (100\u00a0%)",
        "Открыто сейчас: 1",
        "Из них просрочено: 0",
        "Оценка жителей: —",
    ):
        assert line in told.splitlines(), told
    assert labels(week) == ["Сегодня", "30 дней", "🖼 Картинкой", "📄 Таблицей (XLSX)"]
    await operator.presses("Сегодня")
    day = await operator.sees("Показатели за 22 ноября 2026 года", "Вопросы жителей: 3")
    assert day["message_id"] == week["message_id"]
    await editor.says("/stats")
    await editor.sees("Показатели с 16 ноября 2026", "Вопросы жителей: 3")
    await editor.presses("30 дней")
    await editor.sees("Показатели с 24 октября 2026 по 22 ноября 2026")
    await resident.says("/stats")
    await resident.never_sees("Показатели")


async def test_the_figures_are_sent_as_a_table(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator, editor: Person
) -> None:
    await stage.client.clock(now="2026-11-22T10:00:00+04:00")
    await resident.says(KNOWN)
    await resident.sees("региональному оператору")
    await supervisor.says("/report")
    week = await supervisor.sees("Показатели с 16 ноября 2026 по 22 ноября 2026 года", "/report 30")
    assert week["document"]["file_name"] == "показатели-2026-11-16-2026-11-22.xlsx"
    book = load_workbook(io.BytesIO(await stage.client.file(week["document"]["file_id"])))
    assert [cell.value for cell in book["Вопросы"][2]] == ["Бот ответил", 1]
    await editor.says("/report JSON 30")
    month = await editor.sees("Показатели с 24 октября 2026")
    told = json.loads(await stage.client.file(month["document"]["file_id"]))
    assert (told["from"], told["to"], told["questions"]["sure"]) == ("2026-10-24", "2026-11-22", 1)
    await supervisor.says("/stats")
    await supervisor.sees("Вопросы жителей: 1")
    await supervisor.presses("📄 Таблицей (XLSX)")
    await stage.quiet()
    assert len(await stage.client.calls("sendDocument")) == 3
    for odd in ("/report 0", "/report 367", "/report 03660000", "/report 30 31 pdf", "/report ²"):
        await editor.says(odd)
        await editor.sees("Дней — от 1 до 366")


async def test_the_figures_are_drawn(
    stage: Stage, resident: Resident, operator: Operator, supervisor: Operator, editor: Person
) -> None:
    await stage.client.clock(now="2026-11-22T10:00:00+04:00")
    await resident.says(KNOWN)
    await resident.sees("региональному оператору")
    await supervisor.says("/stats")
    await supervisor.sees("Вопросы жителей: 1")
    await operator.presses("🖼 Картинкой")
    await supervisor.presses("🖼 Картинкой")
    week = await supervisor.sees("🖼 Показатели с 16 ноября 2026 по 22 ноября 2026 года")
    picture = Image.open(io.BytesIO(await stage.client.file(week["photo"][-1]["file_id"])))
    assert picture.format == "PNG" and picture.width == WIDTH
    await editor.says("/stats")
    await editor.presses("Сегодня")
    await editor.sees("Показатели за 22 ноября 2026 года", "Вопросы жителей: 1")
    await editor.presses("🖼 Картинкой")
    await editor.sees("🖼 Показатели за 22 ноября 2026 года")
    assert len(await stage.client.calls("sendPhoto")) == 2, "of operators only supervisors"


async def test_of_operators_only_supervisors_take_the_figures_with_them(
    stage: Stage, operator: Operator
) -> None:
    await operator.says("/report")
    await operator.sees("может только руководитель")
