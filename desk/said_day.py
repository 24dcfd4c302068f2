"""A day as people say it: «3 ноября», «вчера», «неделю назад»; and one to come: «завтра», «через неделю»."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import get_close_matches

LONGEST = 200  # characters; whoever writes more is telling a story
OLDEST = timedelta(days=3 * 365)  # nobody waits longer; such a day is a slip
ALIKE = 0.75  # of a misspelled word and the one that was meant
MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "мае": 5, "июн": 6, "июл": 7, "авг": 8,
    "сен": 9, "окт": 10, "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12, "yan": 1, "fev": 2, "avg": 8, "sen": 9,
    "okt": 10, "noy": 11, "noi": 11, "dek": 12,
}  # fmt: skip
AGO = {
    "сегодня": 0, "вчера": 1, "позавчера": 2, "today": 0, "yesterday": 1, "segodnya": 0, "vchera": 1,
    "pozavchera": 2,
}  # fmt: skip
WEEKDAYS = {
    "понедельник": 0, "вторник": 1, "среду": 2, "среда": 2, "четверг": 3, "пятницу": 4, "пятница": 4,
    "субботу": 5, "суббота": 5, "воскресенье": 6, "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3,
    "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
TO_COME = {"сегодня": 0, "завтра": 1, "послезавтра": 2, "today": 0, "tomorrow": 1, "zavtra": 1}
NUMBERS = {
    "один": 1, "одну": 1, "два": 2, "две": 2, "пару": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip

MONTH_NAMES = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
    "ноября", "декабря", "january", "february", "march", "april", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# What else somebody says who tells when they filed something: «подала заявление 3-го числа прошлого месяца».
_AROUND_DAY = re.compile(
    r"я|мы|это|было|был[аи]?|в|во|на|от|с|со|г|го|е|ого|числ[оа]|назад|прошл\w+|утром|дн[ея]м|вечером|примерно|"
    r"ден[ью]|дня|дней|сутки|суток|недел\w|месяц\w*|год\w?|лет|"
    r"под(?:ал|ав|ан)\w*|(?:от|на)прав\w+|(?:на)?писал\w*|зарегистр\w+|обра(?:ти|ща|щени)\w+|заявл\w+|жалоб\w+|"
    r"th|st|nd|rd|of|on|the|i|we|it|was|ago|last|before|day|days?|weeks?|months?|years?|filed|sent|applied"
)
# What is asked beside a day that was asked for: «а если 3 ноября, какой тогда срок?»
_AROUND_TERM = re.compile(
    r"а|и|да|если|то|тогда|как\w{1,3}|срок\w*|когда|будет|ответ\w*|отвеч\w+|жд[ауё]\w*|ли|правильно|верно|"
    r"so|and|if|when|what|is|the|deadline|due|answer|term"
)
_FILED = re.compile(
    r"под(?:ал|ав|ан)|отправ|напра|писал|зарегистр|обра(?:ти|ща|щен)|заявл|жалоб|filed|sent|appl"
)
FEW = 3  # words that tell neither: so many are a question of their own

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d?)-(\d\d?)(?!\d)")
_DIGITS = re.compile(r"(?<![\d.])(\d{1,2})\s?[./\-]\s?(\d{1,2})(?:\s?[./\-]\s?(\d{4}|\d\d))?(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:-?го|-?е|-?ого|th|st|nd|rd)?\s+(?:of\s+)?([а-яa-z]{3,})\.?,?(?:\s+(\d{4})(?!\d))?"
)
_MONTH_DAY = re.compile(r"\b([a-z]{3,9})\.?\s+(\d{1,2})(?:th|st|nd|rd)?\b(?:,?\s+(\d{4})(?!\d))?")
_OF_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:\s+числа|-?го\b)")
_BACK = re.compile(
    r"(?:(\d{1,3}|[а-яa-z]+)\s+)?"
    r"(день|дня|дней|сутки|суток|недел[юиь]|месяц(?:а|ев)?|год(?:а)?|лет|days?|weeks?|months?|years?)\s+(?:назад|ago)"
)
_AHEAD = re.compile(
    r"(?:через|на|in|for)\s+(?:(\d{1,3}|[а-яa-z]+)\s+)?"
    r"(день|дня|дней|сутки|суток|недел[юиь]|месяц(?:а|ев)?|days?|weeks?|months?)\b"
)
_END_OF = re.compile(r"(?:до )?кон(?:ца|це|ец) (недел|месяц)|end of (?:the |this )?(week|month)")
_NEXT_WEEK = re.compile(r"следующ|через неделю|\bnext\b")
_WORD = re.compile(r"[а-яa-z]+")
_LAST_WEEK = re.compile(r"прошлой неделе|week before|\blast week")


def understood(text: str, today: date) -> date | None:
    """The day that is meant, None when none is. Without a year it is the last such day until `today`.

    A day that is written with its year may be any, also one to come.
    """
    said = text.casefold().replace("ё", "е")
    if len(said) > LONGEST:
        return None
    for way in (_written, _worded, _so_long_ago, _near, _weekday, _of_month):
        if (day := way(said, today)) is not None:
            return day
    return None


def filed(text: str, today: date) -> date | str | None:
    """A day that is over or today, not long ago; a str is the phrase that says what is wrong with it."""
    day = understood(text, today)
    if day is None:
        return None
    if day > today:
        return "deadline-day-to-come"
    return day if today - day <= OLDEST else "deadline-day-too-old"


def is_alone(text: str) -> bool:
    """Whether a day that is in the words is all they tell: «подал 3 ноября», not «лифт стоит с 3 ноября»."""
    said = text.casefold().replace("ё", "е")
    return "?" not in said and all(map(_is_of_day, re.findall(r"[^\W\d_]+", said)))


def asks_other(text: str) -> bool:
    """Whether it is a question that names a day of something else: «с понедельника нет воды, что делать?»."""
    said = text.casefold().replace("ё", "е")
    if "?" not in said or _FILED.search(said):
        return False
    words = re.findall(r"[^\W\d_]+", said)
    other = [one for one in words if not _is_of_day(one) and not _AROUND_TERM.fullmatch(one)]
    return len(other) >= FEW


def to_come(text: str, today: date, last: date) -> date | None:
    """The day to come that is meant, None when none is. Without a year it is the last one until `last`."""
    said = text.casefold().replace("ё", "е")
    if len(said) > LONGEST:
        return None
    dated = _written(said, last) or _worded(said, last)
    if dated is not None:
        return dated
    return (
        _nearing(said, today)
        or _next_weekday(said, today)
        or _in_so_long(said, today)
        or _next_of(said, today)
    )


def _nearing(said: str, today: date) -> date | None:
    known = _known(said, TO_COME)
    if known:
        return today + timedelta(days=TO_COME[known[0]])
    if (found := _END_OF.search(said)) is None:
        return None
    if "week" in found[0] or "недел" in found[0]:
        return today + timedelta(days=6 - today.weekday())
    return _months_after(today.replace(day=1), 1) - timedelta(days=1)


def _next_weekday(said: str, today: date) -> date | None:
    """«В пятницу» is the next one, «в следующую пятницу» that of the next week."""
    wanted = next((WEEKDAYS[word] for word in _known(said, WEEKDAYS)), None)
    if wanted is None:
        return None
    if _NEXT_WEEK.search(said):
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _in_so_long(said: str, today: date) -> date | None:
    found = _AHEAD.search(said)
    if found is None:
        return None
    number = found[1] or "1"
    count = int(number) if number.isdigit() else NUMBERS.get(number, 1)
    if found[2].startswith(("м", "month")):
        return _months_after(today, count)
    return today + timedelta(days=count * (7 if found[2].startswith(("н", "w")) else 1))


def _next_of(said: str, today: date) -> date | None:
    """«15 числа»: the next one."""
    found = _OF_MONTH.search(said)
    if found is None:
        return None
    months = (_months_after(today.replace(day=1), ahead) for ahead in range(3))
    days = (real_day(one.year, one.month, int(found[1])) for one in months)
    return next((day for day in days if day is not None and day > today), None)


def _written(said: str, today: date) -> date | None:
    if found := _ISO.search(said):
        return real_day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DIGITS.search(said):
        return _dated(int(found[1]), int(found[2]), found[3], today)
    return None


def _worded(said: str, today: date) -> date | None:
    for found in _DAY_MONTH.finditer(said):
        if (month := _month(found[2])) is not None:
            return _dated(int(found[1]), month, found[3], today)
    for found in _MONTH_DAY.finditer(said):
        if (month := _month(found[1])) is not None:
            return _dated(int(found[2]), month, found[3], today)
    return None


def _so_long_ago(said: str, today: date) -> date | None:
    found = _BACK.search(said)
    if found is None:
        return None
    number = found[1] or "1"
    count = int(number) if number.isdigit() else NUMBERS.get(number, 1)
    unit = found[2]
    if unit.startswith(("д", "с", "day")):
        return today - timedelta(days=count)
    if unit.startswith(("н", "w")):
        return today - timedelta(weeks=count)
    return _months_before(today, count * (12 if unit.startswith(("г", "л", "y")) else 1))


def _near(said: str, today: date) -> date | None:
    if "day before yesterday" in said:
        return today - timedelta(days=2)
    return next((today - timedelta(days=AGO[word]) for word in _known(said, AGO)), None)


def _weekday(said: str, today: date) -> date | None:
    wanted = next((WEEKDAYS[word] for word in _known(said, WEEKDAYS)), None)
    if wanted is None:
        return None
    if _LAST_WEEK.search(said):
        return today - timedelta(days=today.weekday() + 7 - wanted)
    return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)


def _of_month(said: str, today: date) -> date | None:
    found = _OF_MONTH.search(said)
    if found is None:
        return None
    months = (_months_before(today.replace(day=1), back) for back in range(12))
    days = (real_day(one.year, one.month, int(found[1])) for one in months)
    return next((day for day in days if day is not None and day <= today), None)


def _known(said: str, words: dict[str, int]) -> list[str]:
    """Those of the words that are said, one slip in each forgiven."""
    found = (get_close_matches(one, words, 1, ALIKE) for one in _WORD.findall(said) if len(one) > 4)
    return [one[0] for one in found if one]


def _is_of_day(word: str) -> bool:
    if _AROUND_DAY.fullmatch(word) or word in NUMBERS or _known(word, AGO | WEEKDAYS):
        return True
    is_short = len(word) >= 3 and any(name.startswith(word) for name in MONTH_NAMES)
    return is_short or word in MONTHS or bool(get_close_matches(word, MONTH_NAMES, 1, ALIKE))


def _month(word: str) -> int | None:
    return MONTHS.get(word[:3])


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return real_day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    # 29 February: the last leap year is at most eight years back.
    tried = (real_day(today.year - back, month, day) for back in range(9))
    return next((one for one in tried if one is not None and one <= today), None)


def real_day(year: int, month: int, day: int) -> date | None:
    """That day; None: there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months_before(day: date, months: int) -> date:
    """The same day so many months before, the last of the month when there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return next(one for back in range(4) if (one := real_day(year, month + 1, day.day - back)) is not None)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, the last of the month when there is no such day."""
    return _months_before(day, -months)
