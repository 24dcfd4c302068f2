"""Times as an administrator writes them: «пн–пт 09:00–18:00», «4 ч», «пн 09:00»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from desk.sla import CalendarDays, LastDay, Target, WorkingHours
from desk.weekly_hour import WeeklyHour

DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
SPAN = re.compile(r"(\w\w)(?:[-–—](\w\w))?\s+(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)")
WEEKLY = re.compile(r"(\w\w)\s+(\d{1,2}:\d\d)")
TERM = re.compile(r"(\d{1,4})\s*(мин|ч|кд|д)\b")


def _week(text: str) -> str:
    parse_week(text)
    return text


def parse_week(text: str) -> dict[int, tuple[time, time]]:
    """«пн–пт 09:00–18:00; сб 10:00–14:00» → weekday → (from, to). Raises ValueError."""
    week: dict[int, tuple[time, time]] = {}
    for part in text.split(";"):
        match = SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError("пишите часы так: «пн–пт 09:00–18:00; сб 10:00–14:00»")
        first, last, start, end = match.groups()
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"дни недели: {', '.join(DAYS)}")
        opens, closes = (time.fromisoformat(one.zfill(5)) for one in (start, end))
        if opens >= closes:
            raise ValueError(f"«{part.strip()}»: конец раньше начала")
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            week[day] = (opens, closes)
    if not week:
        raise ValueError("нет ни одного рабочего дня")
    return week


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is written: working time, working days, or calendar days. All zero: there is none."""

    time: timedelta = timedelta()
    days: int = 0
    calendar_days: int = 0

    def target(self, hours: WorkingHours, last_day: LastDay) -> Target | None:
        """What a deadline is counted from. A working day is as long as the longest of the week."""
        if self.calendar_days:
            return CalendarDays(self.calendar_days, last_day)
        return self.time + self.days * hours.longest_day or None


NO_TERM = Term()


def parse_term(text: str) -> Term:
    """«4 ч», «1 ч 30 мин», «5 д», «30 кд» → a term; an empty text → none. Raises ValueError."""
    count: dict[str, int] = {unit: int(number) for number, unit in TERM.findall(text)}
    if TERM.sub("", text).strip() or (text and not any(count.values())):
        raise ValueError("пишите срок так: «4 ч», «30 мин», «5 д» (рабочих дней), «30 кд» (календарных дней)")
    if "кд" in count and len(count) > 1:
        raise ValueError("календарные дни пишите отдельно: «30 кд»")
    time = timedelta(hours=count.get("ч", 0), minutes=count.get("мин", 0))
    return Term(time, count.get("д", 0), count.get("кд", 0))


def _term(value: Any) -> Any:
    return parse_term(value) if isinstance(value, str) else value


def _needed(term: Term) -> Term:
    if term == NO_TERM:
        raise ValueError("без этого срока нельзя: «4 ч», «30 мин», «5 д», «30 кд»")
    return term


def _weekly(text: str) -> str:
    if text:
        parse_weekly(text)
    return text


def parse_weekly(text: str) -> WeeklyHour:
    """«пн 09:00» → an hour of the week. Raises ValueError."""
    match = WEEKLY.fullmatch(text.strip())
    if match is None or match[1] not in DAYS:
        raise ValueError("пишите день недели и час так: «пн 09:00»; пустая строка — не присылать")
    return WeeklyHour(DAYS.index(match[1]), time.fromisoformat(match[2].zfill(5)))


Hours = Annotated[str, AfterValidator(_week)]
AnyTerm = Annotated[Term, BeforeValidator(_term)]  # may be none
NeededTerm = Annotated[Term, BeforeValidator(_term), AfterValidator(_needed)]
Weekly = Annotated[str, AfterValidator(_weekly)]
