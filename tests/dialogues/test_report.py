"""The ministry's figures, from the command line, while the bot runs."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import report
from bot.report_file import OUTCOMES, packed
from bot.settings import Settings
from desk.question import Outcome
from desk.report import Report, TicketTotals
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Stage

MISSED = "Почему не вывозят мусор?"
DAY = "2026-11-18"


@pytest.fixture
async def settings(offstage: Stage, resident: Resident, operator: Operator, tmp_path: Path) -> Settings:
    """Those of a bot that has had a day's work and still runs."""
    await offstage.client.clock(now=f"{DAY}T19:59:00+00:00")  # the last minute of the day in Astrakhan
    await offstage.start()
    await resident.says(MISSED)
    await resident.sees("Позвоните региональному оператору")
    await resident.presses("Не помогло")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Вопрос передан специалисту")
    await operator.says("Приедут завтра.", ticket=1)
    await resident.sees("Приедут завтра")
    await offstage.quiet()
    return offstage.settings()


async def test_json_has_everything(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    assert await report.make(settings, *days(DAY, DAY), "json", file) == 0
    told = json.loads(file.read_text("utf-8"))
    assert set(OUTCOMES) == set(Outcome) - {Outcome.SPAM}  # each has its words in the tables
    assert told == {
        "from": DAY,
        "to": DAY,
        "questions": {**dict.fromkeys([one.value for one in OUTCOMES], 0), "sure": 1},
        "tickets": [
            {
                "department": "Дом и двор",
                "opened": 1,
                "closed": 0,
                "in_time": 1,
                "late": 0,
                "rated": 0,
                "rating": None,
            }
        ],
        "entries": [
            {
                "id": "tko.missed",
                "question": MISSED,
                "owner": None,
                "shown": 1,
                "helped": 0,
                "not_helped": 1,
                "tickets": 1,
            }
        ],
    }


async def test_another_day_has_nothing_of_it(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    assert await report.make(settings, *days("2026-11-19", "2026-12-31"), "json", file) == 0
    told = json.loads(file.read_text("utf-8"))
    assert (sum(told["questions"].values()), told["tickets"], told["entries"]) == (0, [], [])


async def test_a_workbook_has_a_sheet_a_table_and_no_formula(settings: Settings, tmp_path: Path) -> None:
    evil = settings.model_copy(
        update={
            "departments": tuple(one.model_copy(update={"title": "=1+1"}) for one in settings.departments)
        }
    )
    file = tmp_path / "report.xlsx"
    assert await report.make(evil, *days(DAY, DAY), "xlsx", file) == 0
    book = load_workbook(file)
    assert book.sheetnames == ["Вопросы", "Обращения", "Ответы"]
    assert [cell.value for cell in book["Ответы"][2]] == ["tko.missed", MISSED, None, 1, 0, 1, 1]
    assert [cell.value for cell in book["Вопросы"]["B"]] == [
        f"{DAY} — {DAY}",
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
    ]
    title = book["Обращения"]["A2"]
    assert (title.value, title.data_type) == ("=1+1", "s")
    assert await report.make(evil, *days(DAY, DAY), "csv", tmp_path / "report.csv") == 0
    lines = (tmp_path / "report.csv").read_text("utf-8-sig").splitlines()
    assert "Обращения;'=1+1;Обращений;1" in lines
    assert "Ответы;tko.missed;Не помогла;1" in lines


def test_excel_takes_no_rating_for_a_day() -> None:
    month = date(2026, 11, 1), date(2026, 11, 30)
    told = Report(*month, {}, (TicketTotals("x", opened=2, rated=2, stars=9),), ())
    assert "Обращения;x;Средняя оценка;4,5" in packed(told, {}, {}, "csv").decode("utf-8-sig").splitlines()


def days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)
