"""Figures: which answers help and which do not, and how the centre does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.addressee import ToChat
from desk.centre import Centre
from desk.letters import Letter, Say
from desk.people import Operator
from desk.records import Records
from desk.report import Report
from desk.usage import Usage, total, worst

SPAN, WEEK = timedelta(days=30), timedelta(days=7)
WORST = 10
LEAST_SHOWN = 5  # times; a share of fewer says nothing
WORDS = 80  # characters of a question


async def report(first: date, last: date, records: Records, zone: ZoneInfo, at: datetime) -> Report:
    """Everything that is counted, from the first day to the end of the last, as it stands at that moment."""
    since = datetime.combine(first, time(), zone)
    before = datetime.combine(last + timedelta(days=1), time(), zone)
    return Report(
        first,
        last,
        await records.questions.outcomes(since, before),
        tuple(await records.tickets.totals(since, before, at)),
        tuple(await records.usage.between(first, last)),
    )


async def tell_usage(by: Operator, records: Records, centre: Centre, at: datetime) -> None:
    """How the answers of the last 30 days have done, and the worst ten of those shown often enough."""
    usages = await _since(SPAN, records, centre, at)
    records.outbox.add(Letter(ToChat(by.id), _told(usages, SPAN, centre)))


async def failing(records: Records, centre: Centre, at: datetime) -> Say | None:
    """The same of the last seven days; None when no answer has failed often enough to tell."""
    usages = await _since(WEEK, records, centre, at)
    return _told(usages, WEEK, centre) if worst(usages, WORST, LEAST_SHOWN) else None


async def _since(span: timedelta, records: Records, centre: Centre, at: datetime) -> Sequence[Usage]:
    today = centre.day(at)
    return await records.usage.between(today - span + timedelta(days=1), today)


def _told(usages: Sequence[Usage], span: timedelta, centre: Centre) -> Say:
    every = total(usages)
    lines = [_line(one, centre) for one in worst(usages, WORST, LEAST_SHOWN)]
    args: dict[str, str | int] = {
        "days": span.days,
        "shown": every.shown,
        "helped": every.helped,
        "not_helped": every.not_helped,
        "tickets": every.tickets,
        "least": LEAST_SHOWN,
        "worst": "\n".join(lines) or "—",
    }
    return Say("faq-usage", args)


def _line(one: Usage, centre: Centre) -> str:
    entry = centre.knowledge.entry(one.entry_id)
    words = f"«{entry.question[:WORDS]}» " if entry else ""
    counts = f"👁 {one.shown} · 👍 {one.helped} · 👎 {one.not_helped} · 👤 {one.tickets}"
    return f"{counts} · {words}({one.entry_id})"
