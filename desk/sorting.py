"""Sorting: an operator says how urgent a ticket is."""

from __future__ import annotations

from datetime import datetime

from desk.assigning import placed, tell_assigned
from desk.centre import Centre
from desk.choices.sorting import Priority, SetPriority
from desk.errors import SamePriority
from desk.letters import Button, Letter, Say, ToThread
from desk.people import Operator
from desk.records import Records, keep
from desk.ticket import Ticket

BUTTONS = {
    Priority.NORMAL: "button-priority-normal",
    Priority.HIGH: "button-priority-high",
    Priority.URGENT: "button-priority-urgent",
}
TOLD = {
    Priority.NORMAL: "priority-normal",
    Priority.HIGH: "priority-high",
    Priority.URGENT: "priority-urgent",
}


def offer_priorities(ticket: Ticket) -> Say:
    """How urgent is it?"""
    others = (one for one in Priority if one is not ticket.priority)
    row = tuple(Button(SetPriority(ticket.id, one), phrase=BUTTONS[one]) for one in others)
    return Say("choose-priority", choices=(row,))


async def rank(
    ticket: Ticket, priority: Priority, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """It is so urgent from now on. One that nobody has, made more urgent, gets to somebody on duty.

    Raises TicketIsClosed, SamePriority.
    """
    if priority is ticket.priority and ticket.is_open:
        raise SamePriority()
    now = ticket.ranked(priority)
    if priority > ticket.priority:
        now = await placed(now, centre.departments.get(ticket.department_id), records, at)
    keep(ticket, now, records)
    records.outbox.add(Letter(ToThread(ticket.id), Say(TOLD[priority], {"name": operator.name})))
    if now.assignee_id != ticket.assignee_id:
        tell_assigned(now, records)
