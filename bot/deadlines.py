"""A ticket's deadline in words: by when, and how much working time is left."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.phrases import STAFF_LANGUAGE, Phrases
from desk.centre import Centre
from desk.ticket import State, Ticket
from desk.timing import Left, left, running

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def told(ticket: Ticket, centre: Centre, phrases: Phrases, at: datetime) -> str:
    """«ответить до 24 ноября (вторник), 10:00 · осталось 2 ч 10 мин рабочего времени (на 14:05)»."""
    department = centre.departments.get(ticket.department_id)
    if ticket.state is State.WAITING:
        return _paused(ticket, phrases)
    clock = running(ticket, department)
    if clock is None:
        return phrases.plain("due-none", STAFF_LANGUAGE)
    phrase = "due-reply" if clock.is_reply else "due-resolution"
    due = phrases.plain(phrase, STAFF_LANGUAGE, {"promised": clock.due.isoformat()})
    return f"{due} · {_left(left(clock, department, at), phrases, at)}"


def _left(one: Left, phrases: Phrases, at: datetime) -> str:
    if one.worked:
        phrase = "due-late" if one.is_late else "due-left"
        args: dict[str, str | int] = {"left": round(one.time / MINUTE), "now": at.isoformat()}
    else:
        phrase = "due-late-calendar" if one.is_late else "due-left-calendar"
        args = {"days": one.time // DAY}
    return phrases.plain(phrase, STAFF_LANGUAGE, args)


def _paused(ticket: Ticket, phrases: Phrases) -> str:
    since = ticket.waiting_since
    if since is None:  # waited for since a release that did not keep when
        return phrases.plain("due-paused", STAFF_LANGUAGE)
    args = {"paused": since.isoformat()}
    if ticket.close_at is None:
        return phrases.plain("due-paused-since", STAFF_LANGUAGE, args)
    return phrases.plain("due-closing", STAFF_LANGUAGE, {**args, "closes": ticket.close_at.isoformat()})
