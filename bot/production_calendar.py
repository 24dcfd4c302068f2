"""The production calendar: a country's holidays and moved days, and what the settings change about them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from holidays import country_holidays, list_supported_countries


def is_country(code: str) -> bool:
    """Whether there is a calendar of that country (ISO 3166-1, two letters)."""
    return code in list_supported_countries(include_aliases=False)


class ProductionCalendar:
    """Which days are off, and which weekend days are worked instead. An empty `country`: no holidays.

    Days named in the settings stand above the country's: a decree may be newer than the library.
    """

    def __init__(self, country: str, days_off: Collection[date], working_days: Collection[date]) -> None:
        self._country = country_holidays(country) if country else None
        self._days_off = frozenset(days_off)
        self._working_days = frozenset(working_days)

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
