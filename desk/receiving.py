"""Whether an office receives now, and when it will."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from desk.sla import WorkingHours
from faq.office import Opening

SEARCHED_DAYS = 30  # longer than any holidays


@dataclass(frozen=True, slots=True)
class Receiving:
    """`until`: it is open till then. Otherwise it opens at `opens`; `break_`: as it is midday."""

    until: datetime | None = None
    opens: datetime | None = None
    break_: bool = False


def receiving(opening: Opening, calendar: WorkingHours, at: datetime) -> Receiving:
    """How it is at that moment. `calendar` gives the time zone, days off and shortened days."""
    hours = replace(calendar, week=opening.week)
    local = at.astimezone(hours.zone)
    today = hours.on(local.date())
    if today is not None and today[0] <= local < today[1]:
        start, end = (_on(local, one) for one in opening.break_ or (time.min, time.min))
        if start <= local < end < today[1]:
            return Receiving(opens=end, break_=True)
        return Receiving(until=today[1])
    days = (local.date() + timedelta(days=later) for later in range(SEARCHED_DAYS))
    spans = (hours.on(day) for day in days)
    return Receiving(opens=next((one[0] for one in spans if one and local < one[0] < one[1]), None))


def _on(local: datetime, moment: time) -> datetime:
    return datetime.combine(local.date(), moment, local.tzinfo)
