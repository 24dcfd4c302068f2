"""A legal term in days: its last day, and how far it has run. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desk.sla import CalendarDays, LastDay, WorkingHours, deadline
from faq.deadline import Deadline

WEEK = {day: (time(9), time(18)) for day in range(5)}  # of working days only the days count


@dataclass(frozen=True, slots=True)
class Count:
    """A term as it stands on a day. `day` is the running day of `of`, 0 on the day it was set off.

    `unmoved` is where the last day would be if somebody worked on it.
    """

    begun: date
    due: date
    unmoved: date
    day: int
    of: int
    today: date

    @property
    def has_passed(self) -> bool:
        """Whether its last day is over."""
        return self.today > self.due

    @property
    def late(self) -> int:
        """Days since its last day."""
        return max((self.today - self.due).days, 0)


def counted(begun: date, term: Deadline, hours: WorkingHours, last_day: LastDay, today: date) -> Count:
    """The term that an event on the day `begun` has set off; it runs from the next day (ГК, ст. 191).

    Working days are Monday to Friday on the production calendar, whatever hours a department keeps. Of
    calendar days, the last one moves as `last_day` says when nobody works on it.
    """
    week = replace(hours, week=WEEK)
    if term.working:
        due = _working_day(begun, term.days, week)
        return Count(begun, due, due, _worked_days(begun, today, week), term.days, today)
    noon = datetime.combine(begun, time(12), week.zone)
    due = deadline(noon, CalendarDays(term.days, last_day), week).date()
    unmoved = begun + timedelta(days=term.days)
    return Count(begun, due, unmoved, (today - begun).days, term.days, today)


def _working_day(begun: date, number: int, week: WorkingHours) -> date:
    day = begun
    while number:
        day += timedelta(days=1)
        number -= week.on(day) is not None
    return day


def _worked_days(begun: date, until: date, week: WorkingHours) -> int:
    span = (until - begun).days
    return sum(week.on(begun + timedelta(days=one)) is not None for one in range(1, span + 1))
