"""Duty: tickets come to those who are there, and return when they go."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from desk import duty, replying
from desk.addressee import ToChat, ToThread
from desk.assigning import assigned
from desk.centre import Centre
from desk.choices.duty import QueueScope, ReturnTickets, ShowQueue
from desk.choices.sorting import Priority
from desk.department import Departments
from desk.errors import NotOnDuty, NotYourTickets, OnDutyAlready
from desk.letters import Say
from desk.queue import ON_A_PAGE, show
from desk.records import Thread
from desk.shift import Assignment, Shift
from desk.ticket import State, Ticket, ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, FAMILY, HOUSING, OLGA, PAVEL, TICKET, centre, message

HOUR = timedelta(hours=1)
CHAT = FAMILY.chat_id
GENERAL = ToChat(CHAT)
BY_TURNS = replace(FAMILY, assignment=Assignment.BY_TURNS)
LEAST = replace(FAMILY, assignment=Assignment.LEAST_LOADED)


def nth(serial: int, **changed: object) -> Ticket:
    fresh = replace(TICKET, id=ticket_id(2026, serial), resident_id=ANNA.id + serial)
    return replace(fresh, **changed)  # type: ignore[arg-type]


def at_work(*people: int) -> FakeRecords:
    records = FakeRecords()
    for minutes, one in enumerate(people):
        records.shifts.save(Shift(CHAT, one, f"№ {one}", AT + minutes * timedelta(minutes=1)))
    return records


def here(department: object = FAMILY) -> Centre:
    return replace(centre(), departments=Departments((department, HOUSING)))  # type: ignore[arg-type]


def said(records: FakeRecords, to: ToChat | ToThread) -> list[Say]:
    return [one for one in records.outbox.to(to) if isinstance(one, Say)]


async def given(records: FakeRecords, department: object, count: int, after: int = 0) -> list[int | None]:
    """To whom so many new tickets come, one an hour."""
    people = []
    for serial in range(after + 1, after + count + 1):
        at = AT + serial * HOUR
        one = await assigned(nth(serial), department, CHAT, records, at)  # type: ignore[arg-type]
        records.tickets.add(one)
        people.append(one.assignee_id)
    return people


async def test_by_turns_each_gets_one_after_the_other() -> None:
    assert await given(at_work(55, 56, 57), BY_TURNS, 7) == [55, 56, 57, 55, 56, 57, 55]


async def test_who_comes_later_joins_the_turns() -> None:
    records = at_work(55)
    assert await given(records, BY_TURNS, 2) == [55, 55]
    records.shifts.save(Shift(CHAT, 56, "Павел", AT + 3 * HOUR))
    assert await given(records, BY_TURNS, 2, after=3) == [56, 55]


async def test_the_least_loaded_gets_the_next() -> None:
    records = at_work(55, 56)
    for serial in (11, 12, 13):
        records.tickets.add(nth(serial).taken(OLGA))
    assert await given(records, LEAST, 5) == [56, 56, 56, 55, 56]


async def test_nobody_is_given_a_ticket_where_nobody_is_on_duty_or_nothing_is_given() -> None:
    assert await given(FakeRecords(), BY_TURNS, 1) == [None]
    assert await given(at_work(55), FAMILY, 1) == [None]
    taken = nth(1).taken(PAVEL)
    assert await assigned(taken, BY_TURNS, CHAT, at_work(55), AT) is taken


def test_what_was_only_given_to_somebody_anybody_may_take_or_answer() -> None:
    given_to_olga = TICKET.assigned(OLGA.id, OLGA.name)
    assert given_to_olga.state is State.NEW
    assert given_to_olga.taken(PAVEL).assignee_id == PAVEL.id
    assert given_to_olga.answered(PAVEL, AT).assignee_id == PAVEL.id
    assert given_to_olga.waiting(PAVEL, AT).assignee_id == PAVEL.id


def test_a_ticket_that_waits_returns_to_the_queue_waiting() -> None:
    returned = TICKET.taken(OLGA).waiting(OLGA, AT).returned()
    assert (returned.state, returned.assignee_id) == (State.WAITING, None)
    assert returned.heard().state is State.NEW


async def test_a_shift_begins_and_ends_once() -> None:
    records, centre_ = FakeRecords(), here()
    records.tickets.add(nth(1))
    records.tickets.add(nth(2).taken(OLGA))
    told = await duty.begin(OLGA, CHAT, records, centre_, AT)
    assert told.args == {"name": "Ольга", "mine": 1, "free": 1}
    with pytest.raises(OnDutyAlready):
        await duty.begin(OLGA, CHAT, records, centre_, AT)
    shown = await duty.show(CHAT, records, centre_)
    assert shown.args == {"people": "👤 Ольга · 1", "free": 1}
    await duty.end(OLGA, "", CHAT, records, centre_, AT)
    with pytest.raises(NotOnDuty):
        await duty.end(OLGA, "", CHAT, records, centre_, AT)
    assert (await duty.show(CHAT, records, centre_)).args == {"people": "—", "free": 1}


async def test_who_goes_leaves_a_note_with_what_is_open_and_a_word() -> None:
    records = at_work(OLGA.id)
    records.threads.save(Thread(TICKET.id, CHAT, 42))
    records.tickets.add(TICKET.taken(OLGA))
    await duty.end(OLGA, "Позвоните в Икряное", CHAT, records, here(), AT + HOUR)
    (note,) = said(records, GENERAL)
    assert note.phrase == "duty-off-with-words"
    assert (note.args["count"], note.args["words"]) == (1, "Позвоните в Икряное")
    assert f"👤 {CHAT}:42:{TICKET.number}" in str(note.args["tickets"])
    assert "⏱ 3:00 · 📅 1:00" in str(note.args["tickets"])
    assert [one.choice for row in note.choices for one in row] == [ReturnTickets(OLGA.id)]
    assert records.tickets.all[TICKET.id].assignee_id == OLGA.id, "that is for them to decide"


async def test_who_goes_with_nothing_open_leaves_but_a_word() -> None:
    records = at_work(OLGA.id)
    await duty.end(OLGA, "Ключ у вахтёра", CHAT, records, here(), AT + HOUR)
    (note,) = said(records, GENERAL)
    assert (note.phrase, note.choices) == ("duty-off-clear-with-words", ())


async def test_what_was_given_and_never_taken_goes_to_the_next_on_duty() -> None:
    records = at_work(OLGA.id, PAVEL.id)
    records.tickets.add(TICKET.assigned(OLGA.id, OLGA.name))
    await duty.end(OLGA, "", CHAT, records, here(BY_TURNS), AT)
    assert records.tickets.all[TICKET.id].assignee_id == PAVEL.id
    assert [one.phrase for one in said(records, ToThread(TICKET.id))] == [
        "ticket-returned",
        "ticket-assigned",
    ]
    await duty.end(PAVEL, "", CHAT, records, here(BY_TURNS), AT)
    assert records.tickets.all[TICKET.id].assignee_id is None


async def test_one_tap_returns_all_that_somebody_left() -> None:
    records = FakeRecords()
    for one in (nth(1).taken(OLGA), nth(2).taken(OLGA).waiting(OLGA, AT), nth(3).taken(PAVEL)):
        records.tickets.add(one)
    with pytest.raises(NotYourTickets):
        await duty.return_tickets(OLGA.id, PAVEL, CHAT, records, here(), AT)
    assert await duty.return_tickets(OLGA.id, CHIEF, CHAT, records, here(), AT) == 2
    states = [(one.state, one.assignee_id) for one in records.tickets.all.values()]
    assert states == [(State.NEW, None), (State.WAITING, None), (State.TAKEN, PAVEL.id)]
    assert await duty.return_tickets(OLGA.id, OLGA, CHAT, records, here(), AT) == 0


async def test_a_shift_that_nobody_ended_ends_by_itself() -> None:
    records = at_work(OLGA.id)
    await duty.end_forgotten(records, here(), AT + duty.LONGEST)
    assert await records.shifts.on_duty(CHAT) != []
    await duty.end_forgotten(records, here(), AT + duty.LONGEST + HOUR)
    assert await records.shifts.on_duty(CHAT) == []
    assert [one.phrase for one in said(records, GENERAL)] == ["duty-off-clear", "duty-forgotten"]


async def test_what_somebody_had_who_left_returns_to_the_queue() -> None:
    records = at_work(OLGA.id)
    records.tickets.add(TICKET.taken(OLGA))
    await duty.leave(OLGA, (CHAT,), records, here(), AT)
    assert records.tickets.all[TICKET.id].assignee_id is None
    assert await records.shifts.on_duty(CHAT) == []


async def test_the_queue_shows_the_most_urgent_first_and_only_that_group_s() -> None:
    records = FakeRecords()
    for one in (
        nth(1, promised_at=AT + 9 * HOUR),
        nth(2, promised_at=AT - HOUR).taken(OLGA),
        nth(3).taken(OLGA).waiting(OLGA, AT),
        nth(4, department_id="housing"),
        nth(5).closed(AT),
        nth(6, opened_at=AT - timedelta(days=3)),
    ):
        records.tickets.add(one)
    told = await show(QueueScope.ALL, 0, CHAT, OLGA, records, here(), AT)
    numbers = [line.split(" ")[1] for line in str(told.args["tickets"]).splitlines()[::2]]
    assert [one[-1] for one in numbers] == ["2", "6", "1", "3"]
    times = [line.strip() for line in str(told.args["tickets"]).splitlines()[1::2]]
    assert times == ["🔴 −1:00 · 📅 0:00", "⏱ 4:00 · 📅 3 д", "⏱ 6:00 · 📅 0:00", "⏸ · 📅 0:00"]


@pytest.mark.parametrize(
    ("scope", "phrase", "count"),
    [(QueueScope.ALL, "queue", 3), (QueueScope.MINE, "queue-mine", 1), (QueueScope.FREE, "queue-free", 1)],
)
async def test_the_queue_may_be_one_s_own_or_nobody_s(scope: QueueScope, phrase: str, count: int) -> None:
    records = FakeRecords()
    for one in (nth(1), nth(2).taken(OLGA), nth(3).taken(PAVEL)):
        records.tickets.add(one)
    told = await show(scope, 0, CHAT, OLGA, records, here(), AT)
    assert (told.phrase, told.args["count"]) == (phrase, count)
    others = [one.choice for row in told.choices for one in row]
    assert len(others) == len(QueueScope) - 1, "one department works there"
    assert scope not in {one.scope for one in others if isinstance(one, ShowQueue)}


async def test_the_queue_s_parts_by_state_deadline_and_priority() -> None:
    records = FakeRecords()
    for one in (
        nth(1, promised_at=AT - HOUR),
        nth(2).taken(OLGA).waiting(OLGA, AT),
        nth(3).ranked(Priority.HIGH),
        nth(4, promised_at=AT - HOUR).ranked(Priority.URGENT),
    ):
        records.tickets.add(one)
    for part, expected in (
        (QueueScope.ALL, "4312"),
        (QueueScope.WAITING, "2"),
        (QueueScope.LATE, "41"),
        (QueueScope.URGENT, "43"),
        ("family", "4312"),
        ("housing", ""),
    ):
        told = await show(part, 0, CHAT, OLGA, records, here(), AT)
        assert "".join(re.findall(r"00000(\d)", str(told.args.get("tickets", "")))) == expected, part
        assert (told.phrase == "queue-empty") is (not expected), part


async def test_a_long_queue_has_pages_and_a_page_that_is_gone_is_the_last_one() -> None:
    records = FakeRecords()
    for serial in range(1, 2 * ON_A_PAGE + 2):
        records.tickets.add(nth(serial))
    pages = [await show(QueueScope.ALL, page, CHAT, OLGA, records, here(), AT) for page in (0, 1, 2, 9)]
    assert [str(one.args["tickets"]).count("🆕") for one in pages] == [ON_A_PAGE, ON_A_PAGE, 1, 1]
    turning = [[one.phrase for one in page.choices[-1]] for page in pages]
    both = ["button-previous", "button-next"]
    assert turning == [["button-next"], both, ["button-previous"], ["button-previous"]]


async def test_in_an_overflow_group_its_own_shift_and_queue_count() -> None:
    second = CHAT - 1
    wide = replace(BY_TURNS, overflow=(second,))
    records = at_work(OLGA.id)
    records.shifts.save(Shift(second, PAVEL.id, PAVEL.name, AT))
    for serial, chat_id in ((1, CHAT), (2, second)):
        records.threads.save(Thread(ticket_id(2026, serial), chat_id, 42))
        records.tickets.add(nth(serial))
    there = await assigned(nth(2), wide, second, records, AT)
    assert there.assignee_id == PAVEL.id
    told = await show(QueueScope.ALL, 0, second, PAVEL, records, here(wide), AT)
    assert told.args["count"] == 1
    records.tickets.save(nth(2).taken(PAVEL))
    await duty.end(PAVEL, "", second, records, here(wide), AT)
    assert await duty.return_tickets(PAVEL.id, PAVEL, second, records, here(wide), AT) == 1
    assert records.tickets.all[ticket_id(2026, 2)].assignee_id is None, "Olga works elsewhere"


async def test_when_the_resident_writes_to_somebody_absent_one_of_those_present_gets_it() -> None:
    taken = TICKET.taken(OLGA)
    for present, expected in (((PAVEL.id,), PAVEL.id), ((PAVEL.id, OLGA.id), OLGA.id), ((), OLGA.id)):
        records = at_work(*present)
        await replying.pass_on(message(), taken, records, here(BY_TURNS), AT)
        assert records.tickets.all[TICKET.id].assignee_id == expected
    records = at_work(PAVEL.id)
    await replying.pass_on(message(), taken, records, here(), AT)
    assert records.tickets.all[TICKET.id].assignee_id == OLGA.id, "where nothing is given, it stays"
