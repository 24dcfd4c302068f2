"""Figures for staff: what was asked, how it was answered and what waits, in the last days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.figures import DrawFigures, SendFigures, ShowFigures
from desk.enclosure import FiguresPicture, FiguresTable, TableKind
from desk.errors import NotAllowed
from desk.letters import Say
from desk.people import Operator, Role
from desk.question import Outcome
from desk.records import Records
from desk.report import TicketTotals
from desk.reporting import report
from desk.ticket import Ticket
from desk.timing import running

TODAY, WEEK, MONTH, YEAR = 1, 7, 30, 366
SPANS: Mapping[int, str] = {
    TODAY: "button-figures-today",
    WEEK: "button-figures-week",
    MONTH: "button-figures-month",
}
ANSWERED = (Outcome.SURE, Outcome.CHOSEN, Outcome.PARTLY, Outcome.INCIDENT)
UNKNOWN = (Outcome.UNKNOWN, Outcome.OUTDATED, Outcome.UNREAD)
SPECIAL = (Outcome.SAFETY,)


async def show(days: int, records: Records, centre: Centre, at: datetime) -> Say:
    """The figures of so many days, today the last; how tickets stand is told of this moment."""
    today = centre.day(at)
    told = await report(today - timedelta(days=days - 1), today, records, centre.zone, at)
    open_ = await records.tickets.open()

    def counted(*outcomes: Outcome) -> int:
        return sum(told.questions.get(one, 0) for one in outcomes)

    asked = counted(*ANSWERED, Outcome.UNSURE, *UNKNOWN, *SPECIAL)
    tickets = sum(told.tickets, TicketTotals(""))
    replied = tickets.in_time + tickets.late
    args: dict[str, str | int] = {
        "since": told.first.isoformat(),
        "until": told.last.isoformat(),
        "asked": asked,
        "answered": _share(counted(*ANSWERED), asked),
        "offered": _share(counted(Outcome.UNSURE), asked),
        "unknown": _share(counted(*UNKNOWN), asked),
        "special": _share(counted(*SPECIAL), asked),
        "opened": tickets.opened,
        "closed": _share(tickets.closed, tickets.opened),
        "in_time": _share(tickets.in_time, replied),
        "behind": _share(tickets.late, replied),
        "open": len(open_),
        "overdue": sum(_is_late(one, centre, at) for one in open_),
        "rating": _rating(tickets),
        "departments": "\n".join(_line(one, centre) for one in told.tickets) or "—",
    }
    return Say("figures-of-day" if days == TODAY else "figures", args, _spans(days))


def table(days: int, by: Operator, centre: Centre, at: datetime, made_of: TableKind = "xlsx") -> FiguresTable:
    """The same span and more of it, as a file for supervisors and editors. Raises NotAllowed."""
    return FiguresTable(*_taken_along(days, by, centre, at), made_of)


def picture(days: int, by: Operator, centre: Centre, at: datetime) -> FiguresPicture:
    """The same span as charts, for supervisors and editors. Raises NotAllowed."""
    return FiguresPicture(*_taken_along(days, by, centre, at))


def _taken_along(days: int, by: Operator, centre: Centre, at: datetime) -> tuple[date, date]:
    if not any(by.role.may(one) for one in (Role.SUPERVISOR, Role.EDITOR)):
        raise NotAllowed()
    today = centre.day(at)
    return today - timedelta(days=days - 1), today


def _is_late(ticket: Ticket, centre: Centre, at: datetime) -> bool:
    clock = running(ticket, centre.departments.get(ticket.department_id))
    return clock is not None and at > clock.due


def _share(part: int, whole: int) -> str:
    """`12 (34 %)`; the sign stays on its number's line."""
    return f"{part} ({round(100 * part / whole)}\u00a0%)" if whole else str(part)


def _rating(totals: TicketTotals) -> str:
    """`4,6 (15)`: the mean of the stars, and of how many ratings it is."""
    return f"{totals.stars / totals.rated:.1f} ({totals.rated})".replace(".", ",") if totals.rated else "—"


def _line(totals: TicketTotals, centre: Centre) -> str:
    """`• Отдел: 12 · ⏱ 11 (92 %) · ⭐ 4,6 (15)`: opened, replied to in time, rated."""
    title = centre.departments.get(totals.department_id).title
    in_time = _share(totals.in_time, totals.in_time + totals.late)
    return f"• {title}: {totals.opened} · ⏱ {in_time} · ⭐ {_rating(totals)}"


def _spans(shown: int) -> Choices:
    others = tuple(Button(ShowFigures(days), phrase=one) for days, one in SPANS.items() if days != shown)
    table = Button(SendFigures(shown), phrase="button-figures-table")
    return others, (Button(DrawFigures(shown), phrase="button-figures-picture"), table)
