"""Times as an administrator writes them: «пн–пт 09:00–18:00», «4 ч», «пн 09:00»."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from desk.weekly_hour import WeeklyHour

DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
SPAN = re.compile(r"(\w\w)(?:[-–—](\w\w))?\s+(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)")
WEEKLY = re.compile(r"(\w\w)\s+(\d{1,2}:\d\d)")
PERIOD = re.compile(r"(\d+)\s*(мин|ч|д)")
UNITS = {"мин": timedelta(minutes=1), "ч": timedelta(hours=1), "д": timedelta(days=1)}


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


def _period(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = PERIOD.findall(value)
    if not parts or PERIOD.sub("", value).strip():
        raise ValueError("пишите срок так: «4 ч», «30 мин», «2 д»")
    return sum((int(count) * UNITS[unit] for count, unit in parts), timedelta())


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
Period = Annotated[timedelta, BeforeValidator(_period)]
Weekly = Annotated[str, AfterValidator(_weekly)]
