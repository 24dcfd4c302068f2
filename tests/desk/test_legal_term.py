"""Legal terms: the last day, and how far a term has run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.legal_term import counted
from desk.sla import LastDay
from faq.deadline import Deadline
from tests.desk.samples import HOURS

MONTH = Deadline("answer", "Ответ", 30, "закон", "напишите")
FAST = Deadline("pos", "ПОС", 10, "порядок", "напишите", working=True)
# 3 and 4 November 2026 as the production calendar has them; the 2nd is a Monday.
CALENDAR = replace(HOURS, is_day_off=lambda day: day == date(2026, 11, 4))
EVERY_DAY = replace(CALENDAR, week={day: HOURS.week[0] for day in range(7)})


@pytest.mark.parametrize(
    ("begun", "last_day", "due", "unmoved"),
    [
        (date(2026, 11, 3), LastDay.PREVIOUS, date(2026, 12, 3), date(2026, 12, 3)),
        (date(2026, 11, 6), LastDay.PREVIOUS, date(2026, 12, 4), date(2026, 12, 6)),  # a Sunday
        (date(2026, 11, 6), LastDay.NEXT, date(2026, 12, 7), date(2026, 12, 6)),
        (date(2026, 10, 5), LastDay.PREVIOUS, date(2026, 11, 3), date(2026, 11, 4)),  # a holiday
        (date(2026, 10, 5), LastDay.NEXT, date(2026, 11, 5), date(2026, 11, 4)),
    ],
)
def test_the_last_day_moves_off_a_day_off_as_the_department_says(
    begun: date, last_day: LastDay, due: date, unmoved: date
) -> None:
    told = counted(begun, MONTH, CALENDAR, last_day, begun)
    assert (told.due, told.unmoved) == (due, unmoved)


@pytest.mark.parametrize("hours", [CALENDAR, EVERY_DAY])
def test_working_days_skip_weekends_and_holidays_whatever_hours_a_department_keeps(hours: object) -> None:
    told = counted(date(2026, 10, 30), FAST, hours, LastDay.PREVIOUS, date(2026, 11, 9))  # type: ignore[arg-type]
    assert told.due == date(2026, 11, 16)
    assert told.day == 5  # 2, 3, 5, 6, 9 November


def test_the_first_day_is_the_one_after() -> None:
    begun = date(2026, 11, 3)
    told = [counted(begun, MONTH, CALENDAR, LastDay.PREVIOUS, date(2026, 11, one)).day for one in (3, 4, 15)]
    assert told == [0, 1, 12]


def test_a_term_has_passed_when_its_last_day_is_over() -> None:
    begun = date(2026, 11, 3)
    last = counted(begun, MONTH, CALENDAR, LastDay.PREVIOUS, date(2026, 12, 3))
    after = counted(begun, MONTH, CALENDAR, LastDay.PREVIOUS, date(2026, 12, 5))
    assert (last.has_passed, last.late) == (False, 0)
    assert (after.has_passed, after.late) == (True, 2)
