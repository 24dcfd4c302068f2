"""A trend: what the dashboard tells of a span of days, and how shares are compared."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from desk.gap import Reason
from desk.incident import IncidentState
from desk.question import Outcome
from desk.report import TicketTotals

RANKED = 20  # first replies given or overdue: a share of fewer says little about a department
CERTAINTY = 1.96  # standard deviations: an interval that holds the true share 95 times in 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions of one hour that ended alike. `came_back`: not helped, or a ticket after all."""

    hour: datetime  # its beginning, in UTC
    outcome: Outcome
    came_back: bool
    count: int


@dataclass(frozen=True, slots=True)
class Terms:
    """How long something took, by the clock on the wall; `late` of `due` were past what was promised.

    What has not come yet is `due` and `late` once the promise has passed.
    `median` and `most`: half of them, and nine of ten, took no longer.
    """

    count: int = 0
    median: timedelta = timedelta()
    most: timedelta = timedelta()
    due: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Tickets that are open at a moment, and those of them that are past their deadline."""

    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Lack:
    """What the base could not answer: why, the entry that came nearest, and how often."""

    reason: Reason
    entry_id: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was out of order, or seemed to be, as many asked alike at once: where, and what came of it."""

    since: datetime  # when it was noticed, drafted, announced or last changed
    state: IncidentState
    subject: str | None  # an id of the base
    municipality: str | None  # None: everywhere


@dataclass(frozen=True, slots=True)
class Rank:
    """A department in the league: its share of first replies in time, 0…1, and the bounds of that share.

    `share` is None when there are too few to tell.
    """

    totals: TicketTotals
    share: float | None
    low: float
    high: float


class Trends(Protocol):
    """Counts of what is committed, from `since` until `before`; nothing in them tells who it was."""

    async def asked(self, since: datetime, before: datetime) -> Sequence[Asked]: ...
    async def subjects(self, since: datetime, before: datetime) -> Sequence[tuple[str, int]]: ...
    async def lacks(self, since: datetime, before: datetime) -> Sequence[Lack]: ...
    async def tickets(self, since: datetime, before: datetime, at: datetime) -> Sequence[TicketTotals]: ...
    async def replies(self, since: datetime, before: datetime, at: datetime) -> Terms: ...
    async def resolutions(self, since: datetime, before: datetime, at: datetime) -> Terms: ...
    async def standing(self, at: datetime) -> Standing: ...
    async def troubles(self, since: datetime, before: datetime) -> Sequence[Trouble]: ...


def interval(part: int, whole: int) -> tuple[float, float]:
    """The bounds, 0…1, between which the true share lies 95 times in 100: Wilson's, good for few, too."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, CERTAINTY**2
    middle = share + square / (2 * whole)
    spread = CERTAINTY * math.sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    base = 1 + square / whole
    return max(0.0, (middle - spread) / base), min(1.0, (middle + spread) / base)


def league(totals: Iterable[TicketTotals]) -> tuple[Rank, ...]:
    """Departments by what their share is at least; those with too few first replies stand last, unranked."""
    ranks = [_rank(one) for one in totals]
    return tuple(sorted(ranks, key=lambda one: (one.share is None, -one.low, one.totals.department_id)))


def _rank(totals: TicketTotals) -> Rank:
    replied = totals.in_time + totals.late
    share = totals.in_time / replied if replied >= RANKED else None
    return Rank(totals, share, *interval(totals.in_time, replied))
