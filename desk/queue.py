"""The queue: a group's open tickets, the most urgent first, with their ages and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from desk.centre import Centre
from desk.choices.duty import QueueScope, ShowQueue
from desk.letters import Button, Choices, Say
from desk.people import Operator
from desk.records import Records, linked
from desk.ticket import SIGNS, State, Ticket
from desk.timing import left, running

ON_A_PAGE = 8
SUBJECT = 40  # characters of a subject
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def waiting_in(chat_id: int, records: Records, centre: Centre) -> list[Ticket]:
    """The open tickets that are worked on in a chat, the most urgent first."""
    theirs = [one for one in await records.tickets.open() if await _is_in_chat(one, chat_id, records, centre)]
    return sorted(theirs, key=lambda one: _urgency(one, centre))


async def show(
    scope: QueueScope,
    page: int,
    chat_id: int,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> Say:
    """A page of the queue; `scope` MINE is the asker's."""
    every = await waiting_in(chat_id, records, centre)
    shown = [one for one in every if _is_in(scope, one, operator)]
    page = min(page, max(len(shown) - 1, 0) // ON_A_PAGE)
    part = shown[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    args: dict[str, str | int] = {
        "count": len(shown),
        "tickets": await lines(part, records, centre, at) or "—",
    }
    choices = _choices(scope, page, every, len(shown), operator)
    if scope is QueueScope.MINE:
        return Say("queue-mine", args | {"name": operator.name}, choices)
    return Say("queue-free" if scope is QueueScope.FREE else "queue", args, choices)


async def lines(tickets: Sequence[Ticket], records: Records, centre: Centre, at: datetime) -> str:
    """One ticket a line or two, with a way to its thread."""
    told = []
    for one in tickets:
        thread = await records.threads.get(one.id)
        who = f" · {one.assignee_name}" if one.assignee_name else ""
        told.append(
            f"{SIGNS[one.state]} {linked(one, thread)} · {one.subject[:SUBJECT]}{who}\n"
            f"    {_left(one, centre, at)} · 📅 {_span(at - one.opened_at)}"
        )
    return "\n".join(told)


async def _is_in_chat(ticket: Ticket, chat_id: int, records: Records, centre: Centre) -> bool:
    department = centre.departments.get(ticket.department_id)
    if chat_id not in department.groups:
        return False
    if not department.overflow:  # no need to ask in which of its groups
        return True
    thread = await records.threads.get(ticket.id)
    return thread is None or thread.chat_id == chat_id


def _is_in(scope: QueueScope, ticket: Ticket, operator: Operator) -> bool:
    match scope:
        case QueueScope.ALL:
            return True
        case QueueScope.MINE:
            return ticket.assignee_id == operator.id
        case QueueScope.FREE:
            return ticket.assignee_id is None


def _urgency(ticket: Ticket, centre: Centre) -> tuple[bool, datetime]:
    """What has no running deadline comes last, the oldest first."""
    clock = running(ticket, centre.departments.get(ticket.department_id))
    return clock is None, clock.due if clock is not None else ticket.opened_at


def _left(ticket: Ticket, centre: Centre, at: datetime) -> str:
    department = centre.departments.get(ticket.department_id)
    clock = running(ticket, department)
    if clock is None:
        return "⏸" if ticket.state is State.WAITING else "—"
    one = left(clock, department, at)
    return f"{'🔴 −' if one.is_late else '⏱ '}{_span(one.time)}"


def _span(time: timedelta) -> str:
    """Hours and minutes; of more than two days only the days."""
    if time >= 2 * DAY:
        return f"{time // DAY} д"
    minutes = max(round(time / MINUTE), 0)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _choices(scope: QueueScope, page: int, every: list[Ticket], count: int, operator: Operator) -> Choices:
    def button(one: QueueScope, phrase: str) -> Button:
        return Button(ShowQueue(one, 0), phrase=phrase)

    phrases = {
        QueueScope.ALL: "button-queue-all",
        QueueScope.MINE: "button-queue-mine",
        QueueScope.FREE: "button-queue-free",
    }
    others = tuple(button(one, phrase) for one, phrase in phrases.items() if one is not scope)
    turning = [Button(ShowQueue(scope, page - 1), phrase="button-previous")] if page else []
    if count > (page + 1) * ON_A_PAGE:
        turning.append(Button(ShowQueue(scope, page + 1), phrase="button-next"))
    return tuple(row for row in (others, tuple(turning)) if row)
