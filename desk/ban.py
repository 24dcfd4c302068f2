"""A ban: a resident whose messages are kept and not answered, for a time, for a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from desk.choices.ban import BanTerm, BanWhy

LONGEST = timedelta(days=366)
REASON = 200  # characters
TOLD_EVERY = timedelta(days=1)  # how often somebody who writes on is told, at most
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
SPANS = {BanTerm.HOUR: HOUR, BanTerm.DAY: DAY, BanTerm.WEEK: WEEK, BanTerm.FOREVER: None}
SIGNS = {BanTerm.HOUR: "1 ч", BanTerm.DAY: "1 д", BanTerm.WEEK: "7 д", BanTerm.FOREVER: "∞"}
WHYS = {
    BanWhy.INSULTS: "ban-why-insults",
    BanWhy.THREATS: "ban-why-threats",
    BanWhy.FLOOD: "ban-why-flood",
    BanWhy.SPAM: "ban-why-spam",
}
FORGOTTEN_WHY = "ban-why-forgotten"  # the phrase, when the reason was erased with all else of the resident
TERM = re.compile(
    r"(?i)(?:(?P<count>\d{1,4})\s*)?(?:(?P<hour>ч|час\w*|h|hours?)|(?P<day>д|дн\w*|день|d|days?)"
    r"|(?P<week>н|нед\w*|w|weeks?)|(?P<forever>навсегда|бессрочно|forever|∞))(?=[\s:,.]|$)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """For how long, and the words for it. `span` is None for ever."""

    span: timedelta | None
    words: str


@dataclass(frozen=True, slots=True)
class Ban:
    """`until` is None for ever. `reason`: an operator's words, or the id of a phrase (WHYS)."""

    resident_id: int
    since: datetime
    until: datetime | None
    reason: str
    by_id: int
    by_name: str
    told_at: datetime | None = None  # when the resident, who writes on, was told last

    def holds(self, at: datetime) -> bool:
        """Whether it has not ended; it ends by itself."""
        return self.until is None or at < self.until

    def is_just(self, term: Term, reason: str, at: datetime) -> bool:
        """Whether that very ban was given within the hour: the button was pressed twice, or by two people."""
        until = self.since + term.span if term.span is not None else None
        return self.holds(at) and (self.until, self.reason) == (until, reason) and at - self.since <= HOUR

    def is_to_be_told(self, at: datetime) -> bool:
        """Whether the resident has not heard of it for a day."""
        return self.told_at is None or at - self.told_at >= TOLD_EVERY

    def lifted(self, at: datetime) -> Ban:
        """Ended before its time."""
        return replace(self, until=at)


class Bans(Protocol):
    """The last ban of each resident who ever had one."""

    async def get(self, resident_id: int) -> Ban | None: ...
    def save(self, ban: Ban) -> None: ...
    def told(self, resident_id: int, at: datetime) -> None: ...


def offered(term: BanTerm) -> Term:
    """A term as a button offers it."""
    return Term(SPANS[term], SIGNS[term])


def parsed(words: str) -> tuple[Term, str] | None:
    """«3д оскорбления», «неделя: угрозы», «навсегда спам»: a term and a reason. None without either."""
    found = TERM.match(words.strip())
    if found is None:
        return None
    reason = words.strip()[found.end() :].strip(" \t\n:,.")[:REASON]
    if not reason:
        return None
    if found["forever"]:
        return (Term(None, SIGNS[BanTerm.FOREVER]), reason) if not found["count"] else None
    unit = HOUR if found["hour"] else DAY if found["day"] else WEEK
    span = int(found["count"] or 1) * unit
    return (Term(span, found[0]), reason) if timedelta() < span <= LONGEST else None
