"""Deadlines in working time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.sla import CalendarDays, LastDay, WorkingHours, deadline, is_near, worked
from tests.desk.samples import HOURS, MOSCOW, WEEK

MINUTE = timedelta(minutes=1)
BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks change by half an hour
ROUND_THE_CLOCK = {day: (time(0), time(23, 59)) for day in range(7)}


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026; the 2nd is a Monday, the 7th and 8th a weekend."""
    return datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (moscow(2, 10), 4, moscow(2, 14)),
        (moscow(2, 16), 4, moscow(3, 11)),
        (moscow(2, 6), 4, moscow(2, 13)),
        (moscow(2, 20), 4, moscow(3, 13)),
        (moscow(2, 9), 9, moscow(2, 18)),
        (moscow(2, 18), 1, moscow(3, 10)),
        (moscow(6, 17), 2, moscow(9, 10)),
        (moscow(7, 12), 4, moscow(9, 13)),
        (moscow(2, 9), 45, moscow(6, 18)),
        (moscow(2, 9), 46, moscow(9, 10)),
    ],
    ids=[
        "within a day",
        "over a night",
        "before they open",
        "after they close",
        "just the day",
        "at closing time",
        "over a weekend",
        "on a weekend",
        "just the week",
        "more than a week",
    ],
)
def test_only_working_time_counts(start: datetime, hours: int, end: datetime) -> None:
    assert deadline(start, timedelta(hours=hours), HOURS) == end


def test_a_weekend_day_worked_instead_has_the_hours_of_the_week_s_first_day() -> None:
    moved = WorkingHours(WEEK, MOSCOW, is_worked_instead=lambda day: day == date(2026, 3, 7))
    assert deadline(moscow(6, 17), timedelta(hours=2), moved) == moscow(7, 10)
    assert deadline(moscow(6, 17), timedelta(hours=11), moved) == moscow(9, 10)


def test_days_off_do_not_count() -> None:
    holiday = WorkingHours(WEEK, MOSCOW, lambda day: day in (date(2026, 3, 3), date(2026, 3, 4)))
    assert deadline(moscow(2, 17), timedelta(hours=2), holiday) == moscow(5, 10)
    assert deadline(moscow(3, 12), timedelta(hours=2), holiday) == moscow(5, 11)


def test_the_deadline_is_told_in_the_department_s_zone() -> None:
    end = deadline(moscow(2, 10).astimezone(UTC), timedelta(hours=1), HOURS)
    assert end.tzinfo is MOSCOW
    assert (end.hour, end.utcoffset()) == (11, timedelta(hours=3))


def test_a_short_day_is_short() -> None:
    hours = WorkingHours({**WEEK, 4: (time(9), time(13))}, MOSCOW)
    assert deadline(moscow(6, 12), timedelta(hours=2), hours) == moscow(9, 10)


@pytest.mark.parametrize(
    ("day", "midnights"), [(date(2026, 3, 28), 2), (date(2026, 10, 24), 1)], ids=["forward", "back"]
)
def test_a_clock_change_neither_adds_working_time_nor_takes_it(day: date, midnights: int) -> None:
    hours = WorkingHours(ROUND_THE_CLOCK, BERLIN)
    start = datetime.combine(day, time(12), BERLIN)
    end = deadline(start, timedelta(hours=36), hours)
    # The minute from 23:59 to midnight is nobody's; the day of the change has 23 hours, or 25.
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=36, minutes=midnights)


def test_no_working_time_in_a_year_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(ValueError, match="400 days"):
        deadline(moscow(2, 10), MINUTE, WorkingHours({}, MOSCOW))
    with pytest.raises(ValueError, match="400 days"):
        deadline(moscow(2, 10), MINUTE, WorkingHours(WEEK, MOSCOW, lambda _: True))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (moscow(2, 9), True),
        (moscow(2, 17, 59), True),
        (moscow(2, 18), False),
        (moscow(2, 8, 59), False),
        (moscow(7, 12), False),
        (datetime(2026, 3, 2, 6, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 5, 59, tzinfo=UTC), False),
    ],
)
def test_they_work_from_the_first_minute_up_to_closing_time(at: datetime, expected: bool) -> None:
    assert HOURS.open_at(at) is expected


def by_minutes(start: datetime, target: timedelta, hours: WorkingHours) -> datetime:
    """The oracle: step minute by minute and count those in which they work."""
    now, left = start, target
    while left > timedelta(0):
        if hours.open_at(now):
            left -= MINUTE
        now += MINUTE
    return now


SPANS = st.tuples(st.integers(0, 22), st.integers(1, 12)).map(
    lambda one: (time(one[0]), time(min(one[0] + one[1], 23), 30))
)
WEEKS = st.dictionaries(st.integers(0, 6), SPANS, min_size=1)
ZONES = st.sampled_from([MOSCOW, BERLIN, LORD_HOWE, ZoneInfo("America/St_Johns"), ZoneInfo("Asia/Kamchatka")])
# Around the clock changes of 2026 in both hemispheres, and in between.
STARTS = st.sampled_from([date(2026, 3, 27), date(2026, 4, 3), date(2026, 10, 2), date(2026, 10, 23)])


@given(
    week=WEEKS,
    zone=ZONES,
    day=STARTS,
    minute=st.integers(0, 3 * 24 * 60),
    target=st.integers(1, 20 * 60),
    off=st.sets(st.integers(0, 6), max_size=3),
)
@settings(max_examples=150, deadline=None)
def test_it_is_what_counting_minutes_gives(
    week: dict[int, tuple[time, time]], zone: ZoneInfo, day: date, minute: int, target: int, off: set[int]
) -> None:
    hours = WorkingHours(week, zone, lambda one: (one - day).days in off)
    start = datetime.combine(day, time(0), UTC) + minute * MINUTE
    counted = by_minutes(start, target * MINUTE, hours)
    assert deadline(start, target * MINUTE, hours).astimezone(UTC) == counted


HOUSES = st.builds(
    lambda week, zone, off, short: WorkingHours(
        week, zone, lambda day: day.day % 7 in off, is_shortened=lambda day: day.day % 5 in short
    ),
    WEEKS,
    ZONES,
    st.sets(st.integers(0, 6), max_size=3),
    st.sets(st.integers(0, 4), max_size=2),
)
MOMENTS = st.builds(
    lambda day, minute: datetime.combine(day, time(0), UTC) + minute * MINUTE,
    STARTS,
    st.integers(0, 9 * 24 * 60),
)


@given(hours=HOUSES, start=MOMENTS, minutes=st.integers(0, 30 * 60))
@settings(max_examples=150, deadline=None)
def test_up_to_a_deadline_just_its_term_is_worked(hours: WorkingHours, start: datetime, minutes: int) -> None:
    end = deadline(start, minutes * MINUTE, hours)
    assert end >= start
    assert worked(start, end, hours) == minutes * MINUTE


@given(hours=HOUSES, moments=st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
@settings(max_examples=150, deadline=None)
def test_working_time_adds_up(hours: WorkingHours, moments: list[datetime]) -> None:
    first, second, third = moments
    assert worked(first, second, hours) + worked(second, third, hours) == worked(first, third, hours)
    assert worked(third, first, hours) == timedelta(0) or first == third


@given(hours=HOUSES, start=MOMENTS, later=st.integers(0, 5 * 24 * 60), minutes=st.integers(1, 30 * 60))
@settings(max_examples=150, deadline=None)
def test_who_asks_later_is_promised_no_earlier(
    hours: WorkingHours, start: datetime, later: int, minutes: int
) -> None:
    target = minutes * MINUTE
    assert deadline(start, target, hours) <= deadline(start + later * MINUTE, target, hours)
    assert is_near(deadline(start, target, hours), deadline(start, target, hours), target, hours)


def test_a_shortened_day_ends_an_hour_earlier() -> None:
    eve = WorkingHours(WEEK, MOSCOW, is_shortened=lambda day: day == date(2026, 3, 6))
    assert deadline(moscow(6, 16), timedelta(hours=2), eve) == moscow(9, 10)
    assert not eve.open_at(moscow(6, 17))
    an_hour = WorkingHours(
        {4: (time(9), time(9, 30)), 0: (time(9), time(18))}, MOSCOW, is_shortened=lambda _: True
    )
    assert deadline(moscow(6, 8), MINUTE, an_hour) == moscow(9, 9, 1), "a day of half an hour is gone"


@pytest.mark.parametrize(
    ("start", "days", "rule", "end"),
    [
        (moscow(2, 10), 3, LastDay.PREVIOUS, moscow(5, 18)),
        (moscow(2, 23), 3, LastDay.PREVIOUS, moscow(5, 18)),
        (moscow(4, 10), 3, LastDay.PREVIOUS, moscow(6, 18)),
        (moscow(4, 10), 3, LastDay.NEXT, moscow(9, 18)),
        (moscow(2, 10), 7, LastDay.PREVIOUS, moscow(9, 18)),
        (moscow(6, 10), 1, LastDay.PREVIOUS, moscow(9, 18)),
        (moscow(7, 10), 1, LastDay.PREVIOUS, moscow(9, 18)),
        (moscow(1, 10), 30, LastDay.PREVIOUS, moscow(31, 18)),
    ],
    ids=[
        "the hour does not matter",
        "nor does the night",
        "a day off: the working day before",
        "or the one after",
        "a week",
        "no working day between: the next",
        "nor one before",
        "a month",
    ],
)
def test_calendar_days_count_from_the_day_after_to_closing_time(
    start: datetime, days: int, rule: LastDay, end: datetime
) -> None:
    assert deadline(start, CalendarDays(days, rule), HOURS) == end


@given(hours=HOUSES, start=MOMENTS, days=st.sampled_from([3, 7, 30]), rule=st.sampled_from(LastDay))
@settings(max_examples=150, deadline=None)
def test_a_last_day_is_a_working_day_on_its_side_of_the_term(
    hours: WorkingHours, start: datetime, days: int, rule: LastDay
) -> None:
    end = deadline(start, CalendarDays(days, rule), hours)
    first, last = (
        start.astimezone(hours.zone).date(),
        start.astimezone(hours.zone).date() + timedelta(days=days),
    )
    span = hours.on(end.date())
    assert span is not None and end == span[1]
    between = [first + timedelta(days=one) for one in range(1, days + 1)]
    works = [day for day in between if hours.on(day) is not None]
    if hours.on(last) is not None:
        assert end.date() == last
    elif rule is LastDay.PREVIOUS and works:
        assert end.date() == works[-1]
    else:
        assert end.date() > last
        assert all(hours.on(last + timedelta(days=one)) is None for one in range(1, (end.date() - last).days))


def test_a_deadline_is_near_when_three_quarters_have_passed() -> None:
    due, target = moscow(2, 14), timedelta(hours=4)
    assert not is_near(moscow(2, 12, 59), due, target, HOURS)
    assert is_near(moscow(2, 13), due, target, HOURS)
    overnight = moscow(3, 10)
    assert is_near(moscow(2, 20), overnight, target, HOURS), "the night is not worked"
    month = CalendarDays(30)
    assert not is_near(moscow(2, 10), moscow(31, 18), month, HOURS)
    assert is_near(moscow(24, 18), moscow(31, 18), month, HOURS)
