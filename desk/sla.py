"""Deadlines counted in working time. Pure; the production calendar comes in as days off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEARCHED_DAYS = 400  # a department that works on no day in a year is a mistake in the settings


def no_such_day(_: date) -> bool:
    """A calendar in which every week is like the other."""
    return False


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a department works: weekday (0 is Monday) → (from, to) in its local time.

    A day off is not worked whatever weekday it is. On a weekend day that is worked instead, the hours are
    those of the first day of the week.
    """

    week: Mapping[int, tuple[time, time]]
    zone: ZoneInfo
    is_day_off: Callable[[date], bool] = field(default=no_such_day, compare=False)
    is_worked_instead: Callable[[date], bool] = field(default=no_such_day, compare=False)

    def on(self, day: date) -> tuple[datetime, datetime] | None:
        """The working span of a day, with time zone, or None."""
        span = self.week.get(day.weekday())
        if span is None and self.week and self.is_worked_instead(day):
            span = self.week[min(self.week)]
        if span is None or self.is_day_off(day):
            return None
        start, end = (datetime.combine(day, moment, self.zone) for moment in span)
        return start, end

    def open_at(self, at: datetime) -> bool:
        """Whether they work at that moment."""
        span = self.on(at.astimezone(self.zone).date())
        return span is not None and span[0] <= at < span[1]


def deadline(start: datetime, target: timedelta, hours: WorkingHours) -> datetime:
    """The moment when `target` of working time has passed since `start`, in the department's zone.

    Raises ValueError when the hours have no working time within the next 400 days.
    """
    left = target
    day = start.astimezone(hours.zone).date()
    for _ in range(SEARCHED_DAYS):
        span = hours.on(day)
        if span is not None:
            begins = max(span[0], start)
            # Spans are compared as instants: a clock change inside a day neither adds nor takes time.
            room = max(span[1].timestamp() - begins.timestamp(), 0.0)
            if room > 0 and left.total_seconds() <= room:
                return datetime.fromtimestamp(begins.timestamp() + left.total_seconds(), hours.zone)
            left -= timedelta(seconds=room)
        day += timedelta(days=1)
    raise ValueError("no working time within 400 days")
