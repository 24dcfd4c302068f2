"""A report: what was asked, answered and left over in a span of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk.question import Outcome
from desk.usage import Usage


@dataclass(frozen=True, slots=True)
class TicketTotals:
    """A department's tickets that were opened in the span, as they stand now; all are numbers of tickets.

    `in_time` and `late`: first replies, before and after the promised time; one that has not come is late
    when that has passed. `stars`: the sum of the ratings.
    """

    department_id: str
    opened: int = 0
    closed: int = 0
    in_time: int = 0
    late: int = 0
    rated: int = 0
    stars: int = 0

    def __add__(self, other: TicketTotals) -> TicketTotals:
        return TicketTotals(
            self.department_id,
            self.opened + other.opened,
            self.closed + other.closed,
            self.in_time + other.in_time,
            self.late + other.late,
            self.rated + other.rated,
            self.stars + other.stars,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """From the beginning of the first day to the end of the last, where the centre works.

    `questions`: by what the knowledge base made of them; those a resident has asked to forget are not there.
    """

    first: date
    last: date
    questions: Mapping[Outcome, int]
    tickets: tuple[TicketTotals, ...]
    entries: tuple[Usage, ...]
