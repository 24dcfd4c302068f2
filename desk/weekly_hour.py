"""An hour of the week: when something that comes once a week is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class WeeklyHour:
    """A weekday (0 is Monday) and a time of day, in the centre's time zone."""

    weekday: int
    hour: time

    def last(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The latest such hour that is not after `at`."""
        local = at.astimezone(zone)
        day = local.date() - timedelta(days=(local.weekday() - self.weekday) % 7)
        due = datetime.combine(day, self.hour, zone)
        return due if due <= at else datetime.combine(day - timedelta(days=7), self.hour, zone)
