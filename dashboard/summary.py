"""A summary: everything that the page shows of a span, counted and put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desk.centre import Centre
from desk.figures import ANSWERED, UNKNOWN
from desk.question import Outcome
from desk.report import TicketTotals
from desk.trend import Asked, Rank, Standing, Terms, Trends, Trouble, league

SPANS = (7, 30, 90, 366)  # days
MOST = 10  # subjects
NO_SUBJECT = "Без темы"
KINDS: Mapping[str, tuple[Outcome, ...]] = {
    "Бот ответил": ANSWERED,
    "Бот предложил, никто не выбрал": (Outcome.UNSURE,),
    "Ответа нет или сразу нужен человек": UNKNOWN,
    "Опасность и особые вопросы": (Outcome.SAFETY,),
}  # the kinds of questions, as they lie upon each other


@dataclass(frozen=True, slots=True)
class Totals:
    """A span's questions and tickets in few numbers."""

    asked: int
    answered: int
    came_back: int
    tickets: TicketTotals


@dataclass(frozen=True, slots=True)
class Summary:
    """`days`: of the span, its last day today. `by_day`: day → numbers in the order of KINDS."""

    days: int
    first: date
    last: date
    now: Totals
    before: Totals  # the same of the span before
    standing: Standing
    by_day: Mapping[date, tuple[int, ...]]
    by_hour: Mapping[tuple[int, int], int]  # (weekday, hour of the day) → questions
    replies: Terms
    resolutions: Terms
    subjects: Sequence[tuple[str, int]]
    lacks: Sequence[tuple[str, int]]  # subject → questions that the base did not settle
    league: tuple[Rank, ...]
    troubles: Sequence[Trouble]


async def summary(first: date, last: date, trends: Trends, centre: Centre, at: datetime) -> Summary:
    """Of these days, as the centre's clock has them; how tickets stand is told of that moment."""
    days = (last - first).days + 1
    midnights = (first - timedelta(days=days), first, last + timedelta(days=1))
    before, since, until = (datetime.combine(day, time(), centre.zone) for day in midnights)
    asked = [one for one in await trends.asked(since, until) if _is_counted(one)]
    earlier = [one for one in await trends.asked(before, since) if _is_counted(one)]
    tickets = await trends.tickets(since, until, at)
    return Summary(
        days,
        first,
        last,
        _totals(asked, tickets),
        _totals(earlier, await trends.tickets(before, since, at)),
        await trends.standing(at),
        _by_day(asked, first, days, centre),
        _by_hour(asked, centre),
        await trends.replies(since, until, at),
        await trends.resolutions(since, until, at),
        _by_subject(await trends.subjects(since, until), centre),
        _by_subject(((one.entry_id or "", one.count) for one in await trends.lacks(since, until)), centre),
        league(tickets),
        await trends.troubles(since, until),
    )


def _is_counted(asked: Asked) -> bool:
    return any(asked.outcome in kinds for kinds in KINDS.values())


def _totals(asked: Sequence[Asked], tickets: Sequence[TicketTotals]) -> Totals:
    answered = [one for one in asked if one.outcome in ANSWERED]
    return Totals(
        sum(one.count for one in asked),
        sum(one.count for one in answered),
        sum(one.count for one in answered if one.came_back),
        sum(tickets, TicketTotals("")),
    )


def _by_day(asked: Sequence[Asked], first: date, days: int, centre: Centre) -> dict[date, tuple[int, ...]]:
    counts: Counter[tuple[date, str]] = Counter()
    for one in asked:
        kind = next(name for name, outcomes in KINDS.items() if one.outcome in outcomes)
        counts[centre.day(one.hour), kind] += one.count
    every = (first + timedelta(days=more) for more in range(days))
    return {day: tuple(counts[day, kind] for kind in KINDS) for day in every}


def _by_hour(asked: Sequence[Asked], centre: Centre) -> dict[tuple[int, int], int]:
    counts: Counter[tuple[int, int]] = Counter()
    for one in asked:
        there = one.hour.astimezone(centre.zone)
        counts[there.weekday(), there.hour] += one.count
    return dict(counts)


def _by_subject(entries: Iterable[tuple[str, int]], centre: Centre) -> list[tuple[str, int]]:
    shelf, counts = centre.knowledge.shelf, Counter[str]()
    for entry_id, number in entries:
        entry = shelf.entries.get(entry_id)
        subject = shelf.subjects.get(entry.subject) if entry else None
        counts[subject.title if subject else NO_SUBJECT] += number
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST]
