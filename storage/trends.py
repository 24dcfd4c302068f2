"""What the dashboard counts: by the hour, by entry, by department; in the database, while nobody waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)

from desk.gap import Reason
from desk.incident import IncidentState
from desk.question import Outcome
from desk.report import TicketTotals
from desk.ticket import State
from desk.trend import Asked, Lack, Standing, Terms, Trouble
from storage.database import Database, Moment
from storage.gaps import gaps
from storage.incidents import incidents
from storage.questions import ENTRY, IS_COUNTED, questions
from storage.readers import ReadAside
from storage.tickets import AT, IS_OPEN, LATE, RAN_UNTIL, REPLY_DUE, TOTALS, tickets

HOUR = 13  # signs of `2026-11-22 12`
MEDIAN, MOST = 50, 90  # percent
BUSIEST = 500  # entries that are told of: there are no more in any base yet
NEWEST = 20  # troubles that are told of

_SINCE, _BEFORE = bindparam("since", type_=Moment), bindparam("before", type_=Moment)
_ASKED_THEN = and_(questions.c.asked_at >= _SINCE, questions.c.asked_at < _BEFORE)
_OPENED_THEN = and_(tickets.c.opened_at >= _SINCE, tickets.c.opened_at < _BEFORE, ~tickets.c.is_spam)
_CAME_BACK = case((or_(questions.c.helped.is_(False), questions.c.ticket_id.is_not(None)), 1), else_=0)
_SUBJECTS = (
    select(ENTRY.label("entry"), func.count().label("number"))
    .where(_ASKED_THEN, IS_COUNTED, ENTRY.is_not(None))
    .group_by("entry")
    .order_by(func.count().desc(), "entry")
    .limit(BUSIEST)
)
_NEAREST = gaps.c.entries[0].as_string()
_LACKS = (
    select(gaps.c.reason, _NEAREST.label("entry"), func.count().label("number"))
    .where(gaps.c.asked_at >= _SINCE, gaps.c.asked_at < _BEFORE)
    # As `Gap.counts` has it: somebody may ask for a person although the base has told them.
    .where(or_(gaps.c.reason != Reason.PERSON.value, gaps.c.answer_length > 0))
    .group_by(gaps.c.reason, "entry")
    .order_by(func.count().desc(), gaps.c.reason)
    .limit(BUSIEST)
)
_TROUBLES = (
    select(incidents.c.since, incidents.c.state, incidents.c.subject, incidents.c.municipality)
    .where(incidents.c.since >= _SINCE, incidents.c.since < _BEFORE)
    .order_by(incidents.c.since.desc(), incidents.c.id.desc())
    .limit(NEWEST)
)
# As desk/timing.py has it: the clock of a ticket that waits for its resident stands still.
_DUE = case((tickets.c.owes_reply, tickets.c.promised_at), else_=tickets.c.resolve_by)
_STANDING = select(
    func.count(), func.count(case((and_(tickets.c.state != State.WAITING.value, _DUE < AT), 1)))
).where(IS_OPEN)


class TrendStore:
    """`desk.trend.Trends` on the database."""

    def __init__(self, database: Database) -> None:
        self._aside: ReadAside = database.aside
        self._dialect = database.dialect

    async def asked(self, since: datetime, before: datetime) -> Sequence[Asked]:
        """Questions by the hour and by what became of them, oldest first; what is no question is left out."""
        rows = await self._aside(_by_hour(self._dialect), {"since": since, "before": before})
        return [
            Asked(
                datetime.fromisoformat(f"{row.hour}:00").replace(tzinfo=UTC),
                Outcome(row.outcome),
                bool(row.back),
                row.number,
            )
            for row in rows
        ]

    async def subjects(self, since: datetime, before: datetime) -> Sequence[tuple[str, int]]:
        """The entries that questions were about, and how many; the busiest first."""
        rows = await self._aside(_SUBJECTS, {"since": since, "before": before})
        return [(row.entry, row.number) for row in rows]

    async def lacks(self, since: datetime, before: datetime) -> Sequence[Lack]:
        """What the base could not answer, the most frequent first."""
        rows = await self._aside(_LACKS, {"since": since, "before": before})
        return [Lack(Reason(row.reason), row.entry, row.number) for row in rows]

    async def tickets(self, since: datetime, before: datetime, at: datetime) -> Sequence[TicketTotals]:
        """What became by `at` of the tickets opened then, by department."""
        span = {"since": since, "before": before, "at": at}
        return [TicketTotals(*row) for row in await self._aside(TOTALS, span)]

    async def replies(self, since: datetime, before: datetime, at: datetime) -> Terms:
        """From a ticket's opening until its first reply."""
        return await self._terms("first_reply_at", since, before, at)

    async def resolutions(self, since: datetime, before: datetime, at: datetime) -> Terms:
        """From a ticket's opening until it was closed."""
        return await self._terms("closed_at", since, before, at)

    async def standing(self, at: datetime) -> Standing:
        """How many are open, and overdue."""
        return Standing(*next(iter(await self._aside(_STANDING, {"at": at}))))

    async def troubles(self, since: datetime, before: datetime) -> Sequence[Trouble]:
        """What was out of order or seemed to be, the newest first."""
        rows = await self._aside(_TROUBLES, {"since": since, "before": before})
        return [Trouble(row.since, IncidentState(row.state), row.subject, row.municipality) for row in rows]

    async def _terms(self, end: str, since: datetime, before: datetime, at: datetime) -> Terms:
        span = {"since": since, "before": before}
        rows = list(await self._aside(_taken(self._dialect, end), span))
        kept = next(iter(await self._aside(_KEPT[end], span | {"at": at})))
        if not rows:
            return Terms(due=kept[0], late=kept[1])
        median, most = (timedelta(seconds=float(one.seconds)) for one in (rows[0], rows[-1]))
        return Terms(rows[0].number, median, most, *kept)


@cache
def _by_hour(dialect: str) -> Select[Any]:
    at = questions.c.asked_at
    if dialect == "sqlite":
        hour = func.substr(at, 1, HOUR, type_=Text)
    else:
        hour = func.to_char(func.timezone("UTC", at), "YYYY-MM-DD HH24", type_=Text)
    return (
        select(
            hour.label("hour"), questions.c.outcome, _CAME_BACK.label("back"), func.count().label("number")
        )
        .where(_ASKED_THEN, questions.c.outcome != Outcome.SPAM.value)
        .group_by("hour", questions.c.outcome, "back")
        .order_by("hour", questions.c.outcome, "back")
    )


@cache
def _taken(dialect: str, end: str) -> Select[Any]:
    """The rows at the middle and at nine tenths of all, by how long they took; one when both are the same."""
    until, since = tickets.c[end], tickets.c.opened_at
    if dialect == "sqlite":
        seconds = cast(func.strftime("%s", until), Integer) - cast(func.strftime("%s", since), Integer)
    else:
        seconds = func.date_part("epoch", until - since)
    ordered = (
        select(
            seconds.label("seconds"),
            func.row_number().over(order_by=seconds).label("place"),
            func.count().over().label("number"),
        )
        .where(_OPENED_THEN, until.is_not(None))
        .subquery()
    )
    wanted = [(ordered.c.number * share + 99) // 100 for share in (MEDIAN, MOST)]
    return (
        select(ordered.c.seconds, ordered.c.number)
        .where(or_(*(ordered.c.place == one for one in wanted)))
        .order_by(ordered.c.place)
    )


def _kept(end: Column[datetime], due: ColumnElement[datetime], late: ColumnElement[bool]) -> Select[int, int]:
    """How many had a deadline, and how many were past it; what goes on counts when it has passed."""
    return select(func.count(due), func.count(case((late, 1)))).where(
        _OPENED_THEN, or_(end.is_not(None), late)
    )


_KEPT = {
    "first_reply_at": _kept(tickets.c.first_reply_at, REPLY_DUE, LATE),
    "closed_at": _kept(tickets.c.closed_at, tickets.c.resolve_by, tickets.c.resolve_by < RAN_UNTIL),
}
