"""The production calendar: a country's holidays and moved days, and what the settings change about them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from holidays import country_holidays
from holidays.registry import EntityLoader

# Трудовой кодекс, ст. 95: in Russia the day before a holiday is an hour shorter. Elsewhere: name the days.
SHORTENING = ("RU",)
MOVED_FROM = re.compile(r"\d\d\.\d\d\.\d{4}")  # «Выходной (перенесено с 02.11.2024)»


def is_country(code: str) -> bool:
    """Whether there is a calendar of that country (ISO 3166-1, two letters)."""
    # `list_supported_countries` would load the calendars of them all: 11 MB.
    return code in EntityLoader.get_country_codes(include_aliases=False)


class ProductionCalendar:
    """Which days are off, and which weekend days are worked instead. An empty `country`: no holidays.

    Days named in the settings stand above the country's: a decree may be newer than the library.
    """

    def __init__(
        self,
        country: str,
        days_off: Collection[date],
        working_days: Collection[date],
        shortened_days: Collection[date] = (),
    ) -> None:
        language = "ru" if country in SHORTENING else None
        self._country = country_holidays(country, language=language) if country else None
        self._shortens = country in SHORTENING
        self._days_off = frozenset(days_off)
        self._working_days = frozenset(working_days)
        self._shortened_days = frozenset(shortened_days)

    def is_day_off(self, day: date) -> bool:
        """Whether nobody works, whatever weekday it is."""
        if day in self._working_days:
            return False
        return day in self._days_off or (self._country is not None and day in self._country)

    def is_worked_instead(self, day: date) -> bool:
        """Whether it is worked although it is a weekend day."""
        if day in self._working_days:
            return True
        # Asking for a day fills in its year.
        return (
            self._country is not None and day not in self._country and day in self._country.weekend_workdays
        )

    def is_shortened(self, day: date) -> bool:
        """Whether work ends an hour earlier: the day is named, or comes right before a holiday.

        A weekend day that is worked instead has the length of the day it was exchanged for (Минтруд,
        разъяснение № 4 of 25.02.1994): 2 November 2024 was short because 30 April would have been.
        """
        if day in self._shortened_days:
            return True
        if not self._shortens:
            return False
        exchanged = self._exchanged_for(day) if self.is_worked_instead(day) else day
        return exchanged is not None and self._is_holiday(exchanged + timedelta(days=1))

    def is_confirmed(self, year: int) -> bool:
        """Whether it is known which days that year moves; always so where no days are moved by decree.

        A decree comes each autumn for the next year. Naming a day of that year in the settings confirms it.
        """
        if self._country is None or not (decreed := getattr(self._country, "special_public_holidays", None)):
            return True
        named = self._days_off | self._working_days | self._shortened_days
        return year in decreed or any(day.year == year for day in named)

    def _is_holiday(self, day: date) -> bool:
        """A holiday of its own, not a day off that was moved from elsewhere."""
        return self._country is not None and day in self._country and _moved_from(self._country[day]) is None

    def _exchanged_for(self, worked: date) -> date | None:
        """The day off that a worked weekend day made room for."""
        known = list(self._country.items()) if self._country is not None else []
        return next((day for day, name in known if _moved_from(name) == worked), None)


def _moved_from(name: str) -> date | None:
    found = MOVED_FROM.search(name)
    return datetime.strptime(found[0], "%d.%m.%Y").date() if found else None  # noqa: DTZ007  a day, no moment
