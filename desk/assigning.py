"""A ticket nobody has gets to somebody on duty; one whose operator has gone returns to the queue."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from desk.addressee import ToThread
from desk.department import Department
from desk.letters import Lane, Letter, Say
from desk.records import Records, keep
from desk.shift import Assignment, Shift
from desk.ticket import Ticket


async def assigned(
    ticket: Ticket, department: Department, chat_id: int, records: Records, at: datetime
) -> Ticket:
    """The ticket with whoever is to have it in that chat; as it was when nobody is on duty or to be chosen.

    The caller keeps it, and then tells the thread with `tell_assigned`.
    """
    if department.assignment is Assignment.NONE or ticket.assignee_id is not None:
        return ticket
    shifts = await records.shifts.on_duty(chat_id)
    if not shifts:
        return ticket
    chosen = await _chosen(shifts, department.assignment, records)
    records.shifts.save(chosen.had_turn(at))
    return ticket.assigned(chosen.operator_id, chosen.name)


async def placed(ticket: Ticket, department: Department, records: Records, at: datetime) -> Ticket:
    """The same where its thread is."""
    return await assigned(ticket, department, await _chat(ticket, department, records), records, at)


def tell_assigned(ticket: Ticket, records: Records) -> None:
    """Whoever the ticket was given to is called into its thread."""
    if ticket.assignee_id is not None:
        said = Say("ticket-assigned", {"whom": f"{ticket.assignee_id} {ticket.assignee_name}"})
        records.outbox.add(Letter(ToThread(ticket.id), said, Lane.NOTICES))


async def is_absent(ticket: Ticket, department: Department, records: Records) -> bool:
    """Whether its operator is not on duty, where tickets are given to those who are."""
    if department.assignment is Assignment.NONE or ticket.assignee_id is None:
        return False
    shifts = await records.shifts.on_duty(await _chat(ticket, department, records))
    return all(one.operator_id != ticket.assignee_id for one in shifts)


async def with_somebody_present(
    ticket: Ticket, department: Department, records: Records, at: datetime
) -> Ticket:
    """The resident has written: when its operator is not on duty and others are, one of them gets it."""
    if not await is_absent(ticket, department, records):
        return ticket
    if not await records.shifts.on_duty(await _chat(ticket, department, records)):
        return ticket  # by night it waits for the operator it has
    return await release(ticket, department, ticket.assignee_name or "", records, at)


async def release(
    ticket: Ticket, department: Department, leaving: str, records: Records, at: datetime
) -> Ticket:
    """An open ticket whose operator has gone returns to the queue, or comes to the next one on duty."""
    now = await placed(ticket.returned(), department, records, at)
    keep(ticket, now, records)
    records.outbox.add(Letter(ToThread(ticket.id), Say("ticket-returned", {"name": leaving}), Lane.NOTICES))
    tell_assigned(now, records)
    return now


async def _chat(ticket: Ticket, department: Department, records: Records) -> int:
    thread = await records.threads.get(ticket.id)
    return thread.chat_id if thread is not None else department.chat_id


async def _chosen(shifts: list[Shift], how: Assignment, records: Records) -> Shift:
    """Whose turn was longest ago; of the least loaded, when the load counts."""
    load: Counter[int] = Counter()
    if how is Assignment.LEAST_LOADED:
        load.update(one.assignee_id for one in await records.tickets.open() if one.assignee_id is not None)

    def rank(one: Shift) -> tuple[int, bool, datetime, datetime, int]:
        turn = one.turn_at or one.since
        return load[one.operator_id], one.turn_at is not None, turn, one.since, one.operator_id

    return min(shifts, key=rank)
