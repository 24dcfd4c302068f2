"""Holidays and moved days, as the settings name them."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.production_calendar import ProductionCalendar
from bot.settings import SettingsWrong, load
from desk.sla import deadline


@pytest.mark.parametrize(
    "day",
    [*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)],
    ids=lambda day: f"{day[1]:02}.{day[0]:02}",
)
@pytest.mark.parametrize("year", [2026, 2027, 2031])
def test_nobody_works_on_a_russian_holiday(year: int, day: tuple[int, int]) -> None:
    assert ProductionCalendar("RU", (), ()).is_day_off(date(year, *day))


def test_moved_days_are_known() -> None:
    calendar = ProductionCalendar("RU", (), ())
    assert calendar.is_day_off(date(2026, 1, 9)), "moved from Saturday the 3rd"
    assert calendar.is_day_off(date(2026, 5, 11)), "Victory Day falls on a Saturday"
    assert calendar.is_worked_instead(date(2025, 11, 1)), "worked for Monday the 3rd"
    assert not calendar.is_worked_instead(date(2026, 11, 7))


def test_days_of_the_settings_stand_above_the_country_s() -> None:
    calendar = ProductionCalendar("RU", [date(2026, 11, 3)], [date(2026, 11, 4), date(2026, 11, 7)])
    assert calendar.is_day_off(date(2026, 11, 3))
    assert not calendar.is_day_off(date(2026, 11, 4))
    assert calendar.is_worked_instead(date(2026, 11, 7))


def test_without_a_country_there_are_no_holidays() -> None:
    assert not ProductionCalendar("", (), ()).is_day_off(date(2026, 1, 1))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of settings."""
    return tmp_path / "config.toml"


@pytest.mark.parametrize(
    ("desk", "promised"),
    [
        ("", "2027-01-11T12:00:00+04:00"),
        ('calendar = ""', "2026-12-31T12:00:00+04:00"),
        ("working_days = [2026-12-31]", "2026-12-31T12:00:00+04:00"),
        ("days_off = [2027-01-11, 2027-01-12]", "2027-01-13T12:00:00+04:00"),
        ("working_days = [2027-01-09]", "2027-01-09T12:00:00+04:00"),
    ],
    ids=["holidays", "no calendar", "worked all the same", "more days off", "a worked Saturday"],
)
def test_no_answer_is_promised_for_a_day_off(file: Path, desk: str, promised: str) -> None:
    file.write_text(f"[desk]\n{desk}")
    (department,) = load(file, {}).desk_departments().all
    asked = datetime.fromisoformat("2026-12-30T17:00:00+04:00")
    assert deadline(asked, department.first_reply, department.hours).isoformat() == promised


@pytest.mark.parametrize(
    ("desk", "said"),
    [
        ('calendar = "RUS"', "desk: нет календаря «RUS»"),
        ("days_off = [2026-05-08]\nworking_days = [2026-05-08]", "2026-05-08 стоит и в days_off, и в"),
        ('days_off = ["8 мая"]', "desk.days_off.0: нужна дата"),
    ],
)
def test_a_wrong_calendar_is_named(file: Path, desk: str, said: str) -> None:
    file.write_text(f"[desk]\n{desk}")
    with pytest.raises(SettingsWrong) as raised:
        load(file, {})
    (line,) = str(raised.value).splitlines()
    assert said in line
