"""Holidays and moved days, as the settings name them."""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.production_calendar import ProductionCalendar
from bot.settings import SettingsWrong, load
from desk.sla import CalendarDays, LastDay, WorkingHours, deadline, worked

MOSCOW = ZoneInfo("Europe/Moscow")


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


# The official calendars of the five-day week, day by day: weekdays off, Saturdays worked, short days.
OFF = {
    2024: "01-01 01-02 01-03 01-04 01-05 01-08 02-23 03-08 04-29 04-30 05-01 05-09 05-10 06-12 11-04 "
    "12-30 12-31",
    2025: "01-01 01-02 01-03 01-06 01-07 01-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31",
    2026: "01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31",
    2027: "01-01 01-04 01-05 01-06 01-07 01-08 02-22 02-23 03-08 05-03 05-10 06-14 11-04 11-05 12-31",
}
WORKED = {2024: "04-27 11-02 12-28", 2025: "11-01", 2026: "", 2027: "02-20"}
SHORT = {
    2024: "02-22 03-07 05-08 06-11 11-02",
    2025: "03-07 04-30 06-11 11-01",
    2026: "04-30 05-08 06-11 11-03",
    2027: "02-20 04-30 06-11 11-03",
}


def named(days: dict[int, str]) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for year, part in days.items() for day in part.split()}


OFF_DAYS, WORKED_DAYS, SHORT_DAYS = named(OFF), named(WORKED), named(SHORT)
EVERY_DAY = [date(2024, 1, 1) + timedelta(days=one) for one in range(4 * 365 + 1)]
OFFICE = {day: (time(9), time(18)) for day in range(5)}


def officially(day: date) -> tuple[time, time] | None:
    """The hours of a day as the official calendars have them: the oracle, which knows no library."""
    if (day.weekday() >= 5 or day in OFF_DAYS) and day not in WORKED_DAYS:
        return None
    return time(9), time(17) if day in SHORT_DAYS else time(18)


@cache
def at_work(zone: ZoneInfo) -> WorkingHours:
    calendar = ProductionCalendar("RU", (), ())
    return WorkingHours(OFFICE, zone, calendar.is_day_off, calendar.is_worked_instead, calendar.is_shortened)


def test_each_day_of_four_years_is_worked_as_the_official_calendars_say() -> None:
    hours = at_work(MOSCOW)
    for day in EVERY_DAY:
        span, official = hours.on(day), officially(day)
        assert (span and (span[0].time(), span[1].time())) == official, day


@given(
    day=st.sampled_from(EVERY_DAY[:-30]), minute=st.integers(0, 24 * 60 - 1), target=st.integers(1, 60 * 60)
)
@settings(max_examples=200, deadline=None)
def test_a_deadline_is_what_counting_the_official_hours_gives(day: date, minute: int, target: int) -> None:
    """Counted day by day over the oracle; no clock changes in Russia in these years."""
    start = datetime.combine(day, time(0), MOSCOW) + timedelta(minutes=minute)
    left, expected = timedelta(minutes=target), None
    while expected is None:
        if (span := officially(day)) is not None:
            opens = max(datetime.combine(day, span[0], MOSCOW), start)
            room = datetime.combine(day, span[1], MOSCOW) - opens
            if room > timedelta(0) and left <= room:
                expected = opens + left
            left -= max(room, timedelta(0))
        day += timedelta(days=1)
    assert deadline(start, timedelta(minutes=target), at_work(MOSCOW)) == expected
    assert worked(start, expected, at_work(MOSCOW)) == timedelta(minutes=target)


@given(day=st.sampled_from(EVERY_DAY[:-60]), days=st.sampled_from([3, 7, 30]), rule=st.sampled_from(LastDay))
@settings(max_examples=200, deadline=None)
def test_a_last_day_moves_as_the_official_calendars_say(day: date, days: int, rule: LastDay) -> None:
    start = datetime.combine(day, time(12), MOSCOW)
    back = [day + timedelta(days=one) for one in range(days, 0, -1)] if rule is LastDay.PREVIOUS else []
    on = [day + timedelta(days=days + one) for one in range(30)]
    last = next(one for one in (*back, *on) if officially(one) is not None)
    span = officially(last)
    assert span is not None
    assert deadline(start, CalendarDays(days, rule), at_work(MOSCOW)) == datetime.combine(
        last, span[1], MOSCOW
    )


# The yearly norms of the production calendars: working days, and hours of the 40-hour week.
@pytest.mark.parametrize(
    ("year", "days", "hours", "shortened"),
    [
        (2023, 247, 1973, ["02-22", "03-07", "11-03"]),
        (2024, 248, 1979, ["02-22", "03-07", "05-08", "06-11", "11-02"]),
        (2025, 247, 1972, ["03-07", "04-30", "06-11", "11-01"]),
        (2026, 247, 1972, ["04-30", "05-08", "06-11", "11-03"]),
        (2027, 247, 1972, ["02-20", "04-30", "06-11", "11-03"]),
    ],
    ids=lambda one: str(one) if isinstance(one, int) and one > 2000 else "",
)
def test_a_year_has_the_working_time_of_the_official_calendar(
    year: int, days: int, hours: int, shortened: list[str]
) -> None:
    calendar = ProductionCalendar("RU", (), ())
    week = {day: (time(9), time(17)) for day in range(5)}
    eight = WorkingHours(week, MOSCOW, calendar.is_day_off, calendar.is_worked_instead, calendar.is_shortened)
    every = [date(year, 1, 1) + timedelta(days=one) for one in range(366)]
    working = [day for day in every if day.year == year and eight.on(day) is not None]
    assert len(working) == days
    assert [f"{day:%m-%d}" for day in working if calendar.is_shortened(day)] == shortened
    start, end = datetime(year, 1, 1, tzinfo=MOSCOW), datetime(year + 1, 1, 1, tzinfo=MOSCOW)
    assert worked(start, end, eight) == timedelta(hours=hours)


def test_days_named_in_the_settings_are_shortened_whatever_the_country() -> None:
    assert ProductionCalendar("KZ", (), (), [date(2026, 3, 20)]).is_shortened(date(2026, 3, 20))
    assert not ProductionCalendar("KZ", (), ()).is_shortened(date(2026, 4, 30)), "a rule of Russia's"


def test_a_year_without_a_decree_is_not_confirmed_until_a_day_of_it_is_named() -> None:
    assert ProductionCalendar("RU", (), ()).is_confirmed(2027)
    assert not ProductionCalendar("RU", (), ()).is_confirmed(2031)
    assert ProductionCalendar("RU", [date(2031, 5, 2)], ()).is_confirmed(2031)
    assert ProductionCalendar("", (), ()).is_confirmed(2031), "nothing is moved where there is no calendar"


@pytest.mark.parametrize(("rule", "end"), [(LastDay.PREVIOUS, "2025-12-30"), (LastDay.NEXT, "2026-01-12")])
def test_a_term_that_ends_in_the_new_year_holidays_moves_out_of_them(rule: LastDay, end: str) -> None:
    asked = datetime(2025, 12, 8, 12, tzinfo=MOSCOW)
    assert f"{deadline(asked, CalendarDays(30, rule), at_work(MOSCOW)):%Y-%m-%d}" == end


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
        ("shortened_days = [2026-12-30]", "2027-01-11T13:00:00+04:00"),
        ('first_reply = "1 д"', "2027-01-11T17:00:00+04:00"),
        ('first_reply = "13 кд"', "2027-01-12T18:00:00+04:00"),
        ('first_reply = "10 кд"\nlast_day = "next"', "2027-01-11T18:00:00+04:00"),
    ],
    ids=[
        "holidays",
        "no calendar",
        "worked all the same",
        "more days off",
        "a worked Saturday",
        "a short day",
        "a working day",
        "calendar days",
        "calendar days to the next working day",
    ],
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
