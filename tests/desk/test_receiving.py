"""Whether an office receives now, and when it will."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from desk.receiving import receiving
from desk.sla import WorkingHours
from faq.office import opening

ZONE = ZoneInfo("Europe/Astrakhan")
HOURS = opening("пн–пт 08:00–17:00, сб 09:00–13:00; обед 12:00–13:00")
# Monday 2 November 2026 is short, Wednesday the 4th a holiday.
CALENDAR = WorkingHours(
    {}, ZONE, is_day_off=lambda day: day == date(2026, 11, 4), is_shortened=lambda day: day.day == 2
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "until"),
    [(at(3, 8), at(3, 17)), (at(3, 13), at(3, 17)), (at(2, 15, 59), at(2, 16)), (at(7, 12, 30), at(7, 13))],
)
def test_it_is_open_until_its_own_end_of_the_day(now: datetime, until: datetime) -> None:
    assert receiving(HOURS, CALENDAR, now).until == until


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(3, 7, 59), at(3, 8)),
        (at(3, 12), at(3, 13)),
        (at(2, 16), at(3, 8)),
        (at(3, 17), at(5, 8)),
        (at(7, 13), at(9, 8)),
        (at(8, 12), at(9, 8)),
    ],
)
def test_it_is_shut_until_it_opens_next(now: datetime, opens: datetime) -> None:
    found = receiving(HOURS, CALENDAR, now)
    assert found.until is None
    assert found.opens == opens
    assert found.break_ == (now.hour == 12 and now.day == 3)


def test_one_that_never_opens_says_no_day() -> None:
    always_off = WorkingHours({}, ZONE, is_day_off=lambda _: True)
    assert receiving(HOURS, always_off, at(3, 10)).opens is None
