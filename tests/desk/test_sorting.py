"""How urgent a ticket is, as an operator says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.assigning import assigned
from desk.centre import Centre
from desk.choices.sorting import Priority
from desk.department import Departments
from desk.errors import SamePriority, TicketIsClosed
from desk.letters import Retitle, Say, ToThread
from desk.records import Thread
from desk.shift import Assignment, Shift
from desk.sorting import offer_priorities, rank
from tests.desk.fakes import FakeRecords
from tests.desk.samples import AT, CLOSED, FAMILY, OLGA, PAVEL, TICKET, centre

THREAD = ToThread(TICKET.id)


def by_turns() -> Centre:
    return replace(centre(), departments=Departments((replace(FAMILY, assignment=Assignment.BY_TURNS),)))


def at_work(*people: int) -> FakeRecords:
    records = FakeRecords()
    records.tickets.add(TICKET)
    records.threads.save(Thread(TICKET.id, FAMILY.chat_id, 70))
    for one in people:
        records.shifts.save(Shift(FAMILY.chat_id, one, f"Имя {one}", AT))
    return records


async def test_a_priority_is_kept_told_and_shown_in_the_title() -> None:
    records = at_work()
    await rank(TICKET, Priority.HIGH, OLGA, records, centre(), AT)
    now = records.tickets.all[TICKET.id]
    assert (now.priority, now.sign) == (Priority.HIGH, "❗🆕")
    told = records.outbox.to(THREAD)
    assert Retitle() in told
    assert Say("priority-high", {"name": "Ольга"}) in told


async def test_the_same_priority_again_and_a_closed_ticket_are_refused() -> None:
    with pytest.raises(SamePriority):
        await rank(TICKET, Priority.NORMAL, OLGA, at_work(), centre(), AT)
    with pytest.raises(TicketIsClosed):
        await rank(CLOSED, Priority.HIGH, OLGA, at_work(), centre(), AT)


async def test_one_that_nobody_has_gets_to_somebody_on_duty_when_it_is_more_urgent() -> None:
    records = at_work(PAVEL.id)
    await rank(TICKET, Priority.URGENT, OLGA, records, by_turns(), AT)
    assert records.tickets.all[TICKET.id].assignee_id == PAVEL.id
    assert Say("ticket-assigned", {"whom": "56 Имя 56"}) in records.outbox.to(THREAD)
    records = at_work(PAVEL.id)
    await rank(TICKET.ranked(Priority.URGENT), Priority.NORMAL, OLGA, records, by_turns(), AT)
    assert records.tickets.all[TICKET.id].assignee_id is None
    taken = TICKET.taken(OLGA)
    await rank(taken, Priority.URGENT, OLGA, records, by_turns(), AT)
    assert records.tickets.all[TICKET.id].assignee_id == OLGA.id


def test_a_danger_is_urgent_and_marked_once() -> None:
    danger = TICKET.urgent("газ")
    assert (danger.priority, danger.sign) == (Priority.URGENT, "🆕")


def test_the_other_priorities_are_offered() -> None:
    (row,) = offer_priorities(TICKET.ranked(Priority.HIGH)).choices
    assert [one.phrase for one in row] == ["button-priority-normal", "button-priority-urgent"]


async def test_what_nobody_on_duty_has_stays_with_nobody() -> None:
    records = at_work()
    assert (await assigned(TICKET, by_turns().departments.all[0], FAMILY.chat_id, records, AT)) == TICKET
