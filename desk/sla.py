"""Deadlines counted in working time or calendar days. Pure; the production calendar comes in as functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SEARCHED_DAYS = 400  # a department that works on no day in a year is a mistake in the settings
SHORTER = timedelta(hours=1)  # Трудовой кодекс, ст. 95: the day before a holiday
NEAR = 4  # a deadline is near when a quarter of its term is left


class LastDay(StrEnum):
    """Where the last day of a term moves when nobody works on it."""

    PREVIOUS = "previous"  # what many rules on appeals take, and never late
    NEXT = "next"  # Гражданский кодекс, ст. 193


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A term in calendar days, counted from the day after. Unlike working time it never stands still."""

    days: int
    last_day: LastDay = LastDay.PREVIOUS


Target = timedelta | CalendarDays  # a timedelta is working time


def no_such_day(_: date) -> bool:
    """A calendar in which every week is like the other."""
    return False


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a department works: weekday (0 is Monday) → (from, to) in its local time.

    A day off is not worked whatever weekday it is. On a weekend day that is worked instead, the hours are
    those of the first day of the week. A shortened day ends an hour earlier.
    """

    week: Mapping[int, tuple[time, time]]
    zone: ZoneInfo
    is_day_off: Callable[[date], bool] = field(default=no_such_day, compare=False)
    is_worked_instead: Callable[[date], bool] = field(default=no_such_day, compare=False)
    is_shortened: Callable[[date], bool] = field(default=no_such_day, compare=False)

    def on(self, day: date) -> tuple[datetime, datetime] | None:
        """The working span of a day, with time zone, or None."""
        span = self.week.get(day.weekday())
        if span is None and self.week and self.is_worked_instead(day):
            span = self.week[min(self.week)]
        if span is None or self.is_day_off(day):
            return None
        start, end = (datetime.combine(day, moment, self.zone) for moment in span)
        if self.is_shortened(day):
            end = max(end - SHORTER, start)
        return start, end

    def open_at(self, at: datetime) -> bool:
        """Whether they work at that moment."""
        span = self.on(at.astimezone(self.zone).date())
        return span is not None and span[0] <= at < span[1]

    @property
    def longest_day(self) -> timedelta:
        """How long they work on their longest day, zero when on none."""
        spans = (
            datetime.combine(date.min, end) - datetime.combine(date.min, start)
            for start, end in self.week.values()
        )
        return max(spans, default=timedelta())


def deadline(start: datetime, target: Target, hours: WorkingHours) -> datetime:
    """The moment by which a term that begins at `start` has passed, in the department's zone.

    Working time is counted by the minute; of calendar days the last one is kept until closing time.
    Raises ValueError when the hours have no working time within the next 400 days.
    """
    if isinstance(target, CalendarDays):
        return _end_of_last_day(start, target, hours)
    left = target
    for opens, closes in _spans(start, hours):
        # Spans are compared as instants: a clock change inside a day neither adds nor takes time.
        room = max(closes.timestamp() - opens.timestamp(), 0.0)
        if room > 0 and left.total_seconds() <= room:
            return datetime.fromtimestamp(opens.timestamp() + left.total_seconds(), hours.zone)
        left -= timedelta(seconds=room)
    raise ValueError("no working time within 400 days")


def worked(start: datetime, end: datetime, hours: WorkingHours) -> timedelta:
    """Working time between two moments, zero when `end` is not later."""
    seconds, day = 0.0, start.astimezone(hours.zone).date()
    last = end.astimezone(hours.zone).date()
    while day <= last:
        span = hours.on(day)
        if span is not None:
            opens, closes = max(span[0], start), min(span[1], end)
            seconds += max(closes.timestamp() - opens.timestamp(), 0.0)
        day += timedelta(days=1)
    return timedelta(seconds=seconds)


def is_near(at: datetime, due: datetime, target: Target, hours: WorkingHours) -> bool:
    """Whether three quarters of a term have passed."""
    if isinstance(target, CalendarDays):
        return due - at <= timedelta(days=target.days) / NEAR
    return worked(at, due, hours) <= target / NEAR


def _spans(start: datetime, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """What is left of the working days from a moment on."""
    day = start.astimezone(hours.zone).date()
    for _ in range(SEARCHED_DAYS):
        span = hours.on(day)
        if span is not None:
            yield max(span[0], start), span[1]
        day += timedelta(days=1)


def _end_of_last_day(start: datetime, target: CalendarDays, hours: WorkingHours) -> datetime:
    first = start.astimezone(hours.zone).date()
    last = first + timedelta(days=target.days)
    if target.last_day is LastDay.PREVIOUS:
        earlier = (hours.on(last - timedelta(days=back)) for back in range(target.days))
        found = next((span for span in earlier if span is not None), None)
        if found is not None:
            return found[1]
    # Nobody works between the two, as in the first days of January: then the first day that is worked.
    later = (hours.on(last + timedelta(days=on)) for on in range(SEARCHED_DAYS))
    found = next((span for span in later if span is not None), None)
    if found is None:
        raise ValueError("no working time within 400 days")
    return found[1]
