"""The queue: a group's open tickets, the most urgent first, with their ages and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices import Choice
from desk.choices.duty import QueueScope, ShowDepartmentQueue, ShowQueue
from desk.choices.sorting import Priority
from desk.letters import Say
from desk.people import Operator
from desk.records import Records, linked
from desk.rows import laid, paged
from desk.ticket import State, Ticket
from desk.timing import left, running

ON_A_PAGE = 8
SUBJECT = 40  # characters of a subject
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PHRASES = {
    QueueScope.ALL: "queue",
    QueueScope.MINE: "queue-mine",
    QueueScope.FREE: "queue-free",
    QueueScope.WAITING: "queue-waiting",
    QueueScope.LATE: "queue-late",
    QueueScope.URGENT: "queue-urgent",
}
BUTTONS = {
    QueueScope.ALL: "button-queue-all",
    QueueScope.MINE: "button-queue-mine",
    QueueScope.FREE: "button-queue-free",
    QueueScope.WAITING: "button-queue-waiting",
    QueueScope.LATE: "button-queue-late",
    QueueScope.URGENT: "button-queue-urgent",
}
Part = QueueScope | str  # of the queue; a text is a department's id


async def waiting_in(chat_id: int, records: Records, centre: Centre) -> list[Ticket]:
    """The open tickets that are worked on in a chat, the most urgent first."""
    theirs = [one for one in await records.tickets.open() if await _is_in_chat(one, chat_id, records, centre)]
    return sorted(theirs, key=lambda one: _urgency(one, centre))


async def show(
    wanted: Part,
    page: int,
    chat_id: int,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
) -> Say:
    """A page of the queue, or of a part of it; MINE is the asker's."""
    every = await waiting_in(chat_id, records, centre)
    shown = [one for one in every if _is_in(wanted, one, operator, centre, at)]

    def there(other: int) -> Choice:
        return ShowDepartmentQueue(wanted, other) if isinstance(wanted, str) else ShowQueue(wanted, other)

    part, turns = paged(shown, page, ON_A_PAGE, there)
    choices = (*filters(chat_id, centre, wanted), *turns)
    if not shown:
        return Say("queue-empty", choices=choices)
    args: dict[str, str | int] = {
        "count": len(shown),
        "tickets": await lines(part, records, centre, at),
    }
    if isinstance(wanted, str):
        title = centre.departments.get(wanted).title
        return Say("queue-department", args | {"department": title}, choices)
    return Say(PHRASES[wanted], args | {"name": operator.name}, choices)


def filters(chat_id: int, centre: Centre, but: Part | None = None) -> Choices:
    """Buttons for the parts of a group's queue, without the one that is shown."""
    scopes = [Button(ShowQueue(one, 0), phrase=BUTTONS[one]) for one in QueueScope if one is not but]
    here = [one for one in centre.departments.all if chat_id in one.groups]
    departments = [Button(ShowDepartmentQueue(one.id), text=one.title) for one in here if one.id != but]
    return (*laid(scopes, 3), *(laid(departments) if len(here) > 1 else ()))


async def lines(tickets: Sequence[Ticket], records: Records, centre: Centre, at: datetime) -> str:
    """One ticket a line or two, with a way to its thread."""
    told = []
    for one in tickets:
        thread = await records.threads.get(one.id)
        who = f" · {one.assignee_name}" if one.assignee_name else ""
        told.append(
            f"{one.sign} {linked(one, thread)} · {one.subject[:SUBJECT]}{who}\n"
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


def _is_in(wanted: Part, ticket: Ticket, operator: Operator, centre: Centre, at: datetime) -> bool:
    match wanted:
        case QueueScope.ALL:
            return True
        case QueueScope.MINE:
            return ticket.assignee_id == operator.id
        case QueueScope.FREE:
            return ticket.assignee_id is None
        case QueueScope.WAITING:
            return ticket.state is State.WAITING
        case QueueScope.LATE:
            clock = running(ticket, centre.departments.get(ticket.department_id))
            return clock is not None and at > clock.due
        case QueueScope.URGENT:
            return ticket.priority is not Priority.NORMAL
        case department_id:
            return centre.departments.get(ticket.department_id).id == department_id


def _urgency(ticket: Ticket, centre: Centre) -> tuple[int, bool, datetime]:
    """By priority; then what has no running deadline comes last, the oldest first."""
    clock = running(ticket, centre.departments.get(ticket.department_id))
    return -ticket.priority, clock is None, clock.due if clock is not None else ticket.opened_at


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
