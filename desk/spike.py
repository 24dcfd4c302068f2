"""A spike: clearly more residents ask alike within an hour than usual. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log, log1p

WINDOW = timedelta(hours=1)  # that is looked at
AROUND = timedelta(minutes=30)  # more on either side of the same hour of earlier days
DAYS = 28  # earlier days that tell what is usual
FEWEST = 5  # residents; fewer are no spike, however seldom it is asked
TIMES = 3  # as many as usual at least
# What is usual is known only so well: by what was counted, and as one day differs from another
# (Mondays, paydays), whatever was counted. Negative binomial: a Poisson rate with a gamma prior.
PRIOR_COUNT, PRIOR_HOURS = 0.5, 0.5
STEADINESS = 8.0  # the most that counts are believed: rates of days vary by a third
CHANCE = 1e-6  # that as many ask on a usual day: below it, it is a spike. Measured: decision 74


@dataclass(frozen=True, slots=True)
class Heard:
    """One question as it is counted: who asked, where they live as far as told, and the likeliest entry."""

    resident_id: int
    message_id: int
    entry: str
    home: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """An entry within some hours: residents who asked for it, and how often, by where they live."""

    entry: str
    home: str | None
    residents: int
    questions: int


@dataclass(frozen=True, slots=True)
class Usual:
    """How often it was asked in so many hours like this one."""

    count: int
    hours: float

    @property
    def rate(self) -> float:
        """Residents an hour."""
        return (self.count + PRIOR_COUNT) / (self.hours + PRIOR_HOURS)

    def on_busy_day(self, others: int, usual_others: int) -> Usual:
        """The same on a day when everything else is asked more than usual, as on a Monday."""
        times = (others + 1) * self.hours / (usual_others + 1)
        return Usual(self.count, self.hours / max(times, 1.0))


def is_spike(count: int, usual: Usual) -> bool:
    """Whether so many residents within the hour are clearly more than usual."""
    return count >= FEWEST and count >= TIMES * usual.rate and chance(count, usual) < CHANCE


def chance(count: int, usual: Usual) -> float:
    """That so many or more ask within an hour on a usual day, 0…1."""
    shape = min(usual.count + PRIOR_COUNT, STEADINESS)
    odds = shape / usual.rate
    begin = shape * (log(odds) - log1p(odds))
    below = 0.0
    for n in range(count):
        below += exp(begin + lgamma(n + shape) - lgamma(shape) - lgamma(n + 1) - n * log1p(odds))
    return max(1.0 - below, 0.0)


def earlier(at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The same hours of earlier days, with what lies around them."""
    for day in range(1, DAYS + 1):
        end = at - timedelta(days=day)
        yield end - WINDOW - AROUND, end + AROUND
