"""A ticket's clocks: what is promised, what stands still, what is left, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from desk.department import Department
from desk.sla import SEARCHED_DAYS, CalendarDays, Target, deadline, is_near, worked
from desk.ticket import Alert, State, Ticket

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


class Step(Enum):
    """What the passing of time brings about."""

    REFRESH = auto()  # the card is to show how much is left
    REMIND = auto()
    ESCALATE = auto()
    WARN = auto()  # a silent resident, that the ticket will be closed
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Running:
    """The deadline that a ticket runs towards: of the reply until it is given, then of the resolution."""

    due: datetime
    target: Target
    is_reply: bool


@dataclass(frozen=True, slots=True)
class Left:
    """What is left until a deadline, or how long it is past: in working time, or by the calendar."""

    time: timedelta
    is_late: bool
    worked: bool


def promise(department: Department, at: datetime) -> tuple[datetime, datetime | None]:
    """By when a department replies to what comes at that moment, and by when it resolves it."""
    resolution = department.resolution
    reply = deadline(at, department.first_reply, department.hours)
    return reply, None if resolution is None else deadline(at, resolution, department.hours)


def going_on(ticket: Ticket, department: Department, at: datetime) -> Ticket:
    """The ticket when the resident is waited for no longer: what was left of its terms is left from now on.

    Calendar days have not stood still, and what was late then is late still.
    """
    since = ticket.waiting_since
    if since is None or ticket.state is State.WAITING:
        return ticket

    def moved(due: datetime, target: Target | None) -> datetime:
        if isinstance(target, CalendarDays) or due <= since:
            return due
        return deadline(at, worked(since, due, department.hours), department.hours)

    resolve_by = ticket.resolve_by
    return ticket.going_on(
        moved(ticket.promised_at, department.first_reply),
        None if resolve_by is None else moved(resolve_by, department.resolution),
    )


def next_day(department: Department, at: datetime) -> datetime:
    """The same time of the next working day, moved into its hours, an hour before their end at the latest.

    Raises ValueError when nobody works within the next 400 days.
    """
    hours = department.hours
    local = at.astimezone(hours.zone)
    days = (local + timedelta(days=one) for one in range(1, SEARCHED_DAYS))
    for day in days:
        span = hours.on(day.date())
        if span is not None and span[0] < span[1]:
            return max(span[0], min(day, span[1] - HOUR))
    raise ValueError("no working time within 400 days")


def is_past(ticket: Ticket, department: Department, at: datetime) -> bool:
    """Whether the resident may open the ticket again no longer."""
    return ticket.closed_at is not None and at - ticket.closed_at > department.reopening


def running(ticket: Ticket, department: Department) -> Running | None:
    """The deadline the ticket runs towards, None when it has none or stands still."""
    if ticket.state in (State.CLOSED, State.WAITING):
        return None
    if ticket.owes_reply:
        return Running(ticket.promised_at, department.first_reply, is_reply=True)
    if ticket.resolve_by is None or department.resolution is None:
        return None
    return Running(ticket.resolve_by, department.resolution, is_reply=False)


def left(clock: Running, department: Department, at: datetime) -> Left:
    """How much is left at that moment."""
    late = at > clock.due
    if isinstance(clock.target, CalendarDays):
        return Left(abs(clock.due - at), late, worked=False)
    first, last = (clock.due, at) if late else (at, clock.due)
    return Left(worked(first, last, department.hours), late, worked=True)


def step(ticket: Ticket, department: Department, since: datetime, at: datetime) -> Step | None:
    """What is to be done about it at that moment, when it was last looked at at `since`."""
    if ticket.state is State.WAITING:
        return _about_silence(ticket, department, at)
    clock = running(ticket, department)
    if clock is None:
        return None
    if at >= clock.due and ticket.alert is not Alert.ESCALATED:
        return Step.ESCALATE
    if ticket.alert is Alert.NONE and is_near(at, clock.due, clock.target, department.hours):
        return Step.REMIND
    then, now = (_mark(left(clock, department, moment)) for moment in (since, at))
    return Step.REFRESH if then != now else None


def _about_silence(ticket: Ticket, department: Department, at: datetime) -> Step | None:
    if department.silence is None or ticket.waiting_since is None:
        return None
    if ticket.close_at is not None:
        return Step.CLOSE if at >= ticket.close_at else None
    warned = deadline(ticket.waiting_since, department.silence, department.hours)
    return Step.WARN if at >= warned else None


def _mark(one: Left) -> tuple[timedelta, int]:
    """Changes when a card is worth painting anew: each edit counts against the group's budget."""
    if not one.worked or one.is_late:
        pace = HOUR if one.worked else DAY
    else:
        pace = HOUR if one.time > 4 * HOUR else HOUR / 2 if one.time > HOUR else 10 * MINUTE
    return pace, -(-one.time // pace)
