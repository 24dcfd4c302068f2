"""A moment to come as people say it: «до 18:00», «завтра 10:00», «25 ноября, 12:00», «через 2 часа»."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.said_day import MONTHS, real_day

END_OF_DAY = time(23, 59)
AHEAD = {"сегодня": 0, "завтра": 1, "послезавтра": 2}
_LATER = re.compile(
    r"(?:ещё |еще )?(?:на|через) (\d{1,3}|час|полчаса) ?(ч|час|часа|часов|мин|минуту|минуты|минут)?"
)
_MOMENT = re.compile(
    r"(?P<until>до |к )?"
    r"(?:(?P<near>сегодня|завтра|послезавтра)"
    r"|(?P<day>\d{1,2})(?:\.(?P<number>0?[1-9]|1[0-2])(?!\d)| (?P<month>(?!час)[а-я]{3,}))"
    r"(?:[. ](?P<year>\d{4}))?)?"
    r"(?P<joint>,? ?(?:в |до |к )?)"
    r"(?:(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d)| ?(?:ч|час|часа|часов))?)?"
)
_OPEN = ("без срока", "бессрочно", "срок неизвестен", "пока неизвестно", "неизвестно")


def is_open_end(text: str) -> bool:
    """Whether it says that nobody knows."""
    return _folded(text) in _OPEN


def understood(text: str, at: datetime, zone: ZoneInfo, unsaid: time = END_OF_DAY) -> datetime | None:
    """The moment that is meant, None when the text says anything else, too.

    A time without a day is the next such time, a day without a time means `unsaid` of it, the end of the
    day unless told otherwise; a day with a year may be over.
    """
    said = _folded(text)
    now = at.astimezone(zone)
    if (later := _later(said)) is not None:
        return now + later
    found = _MOMENT.fullmatch(said)
    if found is None or not _tells(found):
        return None
    day = _day(found, now.date())
    if day is None and (found["near"] or found["day"]):
        return None
    moment = datetime.combine(day or now.date(), _time(found, unsaid), zone)
    if found["hour"] == "24":
        moment += timedelta(days=1)
    return moment + timedelta(days=1) if day is None and moment <= now else moment


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!")


def _later(said: str) -> timedelta | None:
    found = _LATER.fullmatch(said)
    if found is None:
        return None
    if not found[1].isdigit():
        return timedelta(hours=1) if found[1] == "час" else timedelta(minutes=30)
    if found[2] is None:
        return None
    number = int(found[1])
    return timedelta(minutes=number) if found[2].startswith("м") else timedelta(hours=number)


def _tells(found: re.Match[str]) -> bool:
    """A bare number is no time: «до 18», «18:00», «18 часов» are."""
    has_day = bool(found["near"] or found["day"])
    if found["hour"] is None:
        return has_day and not found["joint"].strip(" ,")
    return has_day or bool(found["until"]) or bool(found["minute"]) or "ч" in found[0]


def _time(found: re.Match[str], unsaid: time) -> time:
    if found["hour"] is None:
        return unsaid
    return time(int(found["hour"]) % 24, int(found["minute"] or 0))


def _day(found: re.Match[str], today: date) -> date | None:
    if found["near"]:
        return today + timedelta(days=AHEAD[found["near"]])
    if not found["day"]:
        return None
    month = int(found["number"]) if found["number"] else MONTHS.get(found["month"][:3], 0)
    years = (int(found["year"]),) if found["year"] else (today.year, today.year + 1)
    days = [one for year in years if (one := real_day(year, month, int(found["day"]))) is not None]
    return next((one for one in days if found["year"] or one >= today), None)
