"""What the passing of time brings about: deadlines told, silent residents warned, their tickets closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk import closing, escalation
from desk.assigning import is_absent, release
from desk.centre import Centre
from desk.letters import brought_up_to_date
from desk.records import Records
from desk.ticket import Ticket
from desk.timing import Step, running, step


def due(ticket: Ticket, centre: Centre, since: datetime, at: datetime) -> Step | None:
    """What is to be done about it, when it was last looked at at `since`."""
    return step(ticket, centre.departments.get(ticket.department_id), since, at)


def repaint(ticket_id: int, records: Records) -> None:
    """The card is to show how much is left now."""
    for letter in brought_up_to_date(ticket_id, retitle=False):
        records.outbox.add(letter)


async def escalate(ticket_ids: Sequence[int], records: Records, centre: Centre, at: datetime) -> None:
    """Those of these tickets that are late and of which supervisors do not know."""
    found = [await records.tickets.get(one) for one in ticket_ids]
    late = [one for one in found if one is not None and due(one, centre, at, at) is Step.ESCALATE]
    await escalation.escalate(late, records, centre, at)


async def attend(ticket: Ticket, records: Records, centre: Centre, at: datetime) -> None:
    """Do what else is due. What was done is written on the ticket: it is done once, whoever looks again."""
    department = centre.departments.get(ticket.department_id)
    clock = running(ticket, department)
    match step(ticket, department, at, at):
        case Step.REMIND if clock is not None:
            if await is_absent(ticket, department, records):
                ticket = await release(ticket, department, ticket.assignee_name or "", records, at)
            escalation.remind(ticket, clock, records)
        case Step.WARN:
            closing.warn(ticket, records, centre, at)
        case Step.CLOSE:
            closing.close_silent(ticket, records, at)
        case _:
            pass
