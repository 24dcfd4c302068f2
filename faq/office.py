"""An office that residents go to, and when it is open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

FILE = "offices.toml"
DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
FAR = 50_000  # metres; nobody calls that near
EARTH = 6_371_000  # metres: its mean radius (IUGG)

_TIMES = r"(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)"
_DAYS = re.compile(rf"(\w\w)(?:\s*[-–—]\s*(\w\w))?\s+{_TIMES}")
_BREAK = re.compile(rf"обед\s+{_TIMES}")

Span = tuple[time, time]  # from, to: on the same day


@dataclass(frozen=True, slots=True)
class Opening:
    """`week`: weekday (0 is Monday) → when it is open; `break_`: at midday nobody is received."""

    week: Mapping[int, Span]
    break_: Span | None = None


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """A kind of office as residents call it. `titles` are by language; `words` name it in a question."""

    id: str
    title: str
    words: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def name(self, lang: str) -> str:
        """The title in `lang` (two letters), or in Russian."""
        return self.titles.get(lang, self.title)


@dataclass(frozen=True, slots=True)
class Office:
    """`hours` as they are written, `opening` as they are understood; `lat` and `lon` in degrees (WGS 84)."""

    id: str
    kind: str
    title: str
    address: str
    municipality: str
    hours: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str | None = None
    url: str | None = None
    note: str | None = None
    verified: date | None = None

    @property
    def opening(self) -> Opening | None:
        """When it is open; None: that is not known."""
        return opening(self.hours) if self.hours else None

    def metres_from(self, lat: float, lon: float) -> float | None:
        """The way as the crow flies; None: it is not known where the office stands."""
        if self.lat is None or self.lon is None:
            return None
        one, other = radians(self.lat), radians(lat)
        half = sin((one - other) / 2) ** 2
        half += cos(one) * cos(other) * sin(radians(self.lon - lon) / 2) ** 2
        return 2 * EARTH * asin(sqrt(min(half, 1.0)))


def opening(text: str) -> Opening:
    """«пн–пт 08:00–18:00, сб 09:00–13:00; обед 12:00–13:00». Raises ValueError, in an editor's words."""
    week: dict[int, Span] = {}
    break_: Span | None = None
    for part in (one.strip() for one in re.split("[,;]", text)):
        if (found := _BREAK.fullmatch(part)) is not None:
            break_ = _span(part, *found.groups())
            continue
        found = _DAYS.fullmatch(part)
        if found is None:
            raise ValueError("пишите часы так: «пн–пт 08:00–18:00, сб 09:00–13:00; обед 12:00–13:00»")
        first, last, *times = found.groups()
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"«{part}»: дни недели пишутся так: {', '.join(DAYS)}")
        days = range(DAYS.index(first), DAYS.index(last or first) + 1)
        if not days or not week.keys().isdisjoint(days):
            raise ValueError(f"«{part}»: дни идут от пн к вс, каждый один раз")
        week |= dict.fromkeys(days, _span(part, *times))
    if not week:
        raise ValueError("нет ни одного дня. Впишите дни и часы")
    return Opening(MappingProxyType(week), break_)


def _span(part: str, *times: str) -> Span:
    try:
        start, end = (time.fromisoformat(one.zfill(5)) for one in times)
    except ValueError:
        raise ValueError(f"«{part}»: такого времени не бывает") from None
    if start >= end:
        raise ValueError(f"«{part}»: конец раньше начала")
    return start, end
