"""Whether a closed ticket's matter is settled, and how a resident comes back to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desk import aftercare, closing
from desk.addressee import ToResident, ToThread
from desk.ban import Ban
from desk.centre import Centre
from desk.choices.own_ticket import Rate, Settled
from desk.department import Departments
from desk.errors import TicketIsOpen
from desk.letters import Say
from desk.records import Thread
from desk.shift import Assignment, Shift
from desk.source import Source
from desk.ticket import State, Ticket, ticket_id
from desk.timing import is_past, next_day
from tests.desk.fakes import FakeRecords
from tests.desk.samples import (
    ANNA,
    AT,
    FAMILY,
    HOUSING,
    MOSCOW,
    NUMBER,
    OLGA,
    PAVEL,
    TICKET,
    centre,
    message,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TO_ANNA, THREAD = ToResident(ANNA.id), ToThread(TICKET.id)
HERE = centre()
ASKED = Source(ANNA.id, 77)
OTHER = Ticket(ticket_id(2026, 2), ANNA.id, "family", "Семья", AT, AT + HOUR)


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW)


def closed(at: datetime = AT, here: Centre = HERE) -> FakeRecords:
    """A ticket that Olga has just closed."""
    records = FakeRecords()
    records.residents.save(ANNA)
    records.threads.save(Thread(TICKET.id, FAMILY.chat_id, 42))
    closing.close(TICKET.taken(OLGA), OLGA, records, here, at)
    records.outbox.all.clear()
    return records


def the(records: FakeRecords) -> Ticket:
    return records.tickets.all[TICKET.id]


def said(records: FakeRecords, to: ToResident | ToThread = TO_ANNA) -> list[str]:
    return [one.phrase for one in records.outbox.to(to) if isinstance(one, Say)]


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        (moscow(2, 15, 20), moscow(3, 15, 20)),
        (moscow(6, 15, 20), moscow(9, 15, 20)),  # a Friday: on Monday
        (moscow(7, 12), moscow(9, 12)),
        (moscow(2, 7), moscow(3, 9)),
        (moscow(2, 23, 30), moscow(3, 17)),
        (moscow(3, 0, 10), moscow(4, 9)),
    ],
)
def test_the_question_comes_the_next_working_day_within_its_hours(at: datetime, asked: datetime) -> None:
    assert next_day(FAMILY, at) == asked


async def test_the_resident_is_asked_once_though_it_is_looked_at_again() -> None:
    records = closed()
    await aftercare.ask(the(records), records, HERE, AT + DAY - timedelta(minutes=1))
    assert said(records) == []
    for minutes in (0, 1, 60):
        await aftercare.ask(the(records), records, HERE, AT + DAY + timedelta(minutes=minutes))
    (question,) = records.outbox.to(TO_ANNA)
    assert isinstance(question, Say) and question.phrase == "is-it-settled"
    assert [one.choice for one in question.choices[0]] == [
        Settled(TICKET.id, True),
        Settled(TICKET.id, False),
    ]
    assert (the(records).ask_at, the(records).asked_at) == (None, AT + DAY)


async def test_once_a_ticket_though_it_is_closed_again() -> None:
    records = closed()
    await aftercare.ask(the(records), records, HERE, AT + DAY)
    await aftercare.judge(the(records), False, ASKED, ANNA, records, HERE, AT + DAY)
    closing.close(the(records), OLGA, records, HERE, AT + DAY)
    assert the(records).ask_at is None


@pytest.mark.parametrize(
    "how", ["by the resident", "for silence", "back to the bot", "reopened", "not wanted"]
)
async def test_who_has_said_so_already_or_has_somebody_to_tell_is_not_asked(how: str) -> None:
    records = FakeRecords()
    ticket = TICKET.taken(OLGA)
    records.tickets.add(ticket)
    match how:
        case "by the resident":
            closing.close(ticket, None, records, HERE, AT)
        case "for silence":
            closing.close_silent(ticket, records, AT)
        case "back to the bot":
            closing.give_back(ticket, OLGA, records, AT)
        case "reopened":
            closing.close(ticket, OLGA, records, HERE, AT)
            await closing.reopen(the(records), OLGA, records, HERE, AT)
        case _:
            quiet = replace(HERE, departments=Departments((replace(FAMILY, asks_settled=False),)))
            closing.close(ticket, OLGA, records, quiet, AT)
    assert await records.tickets.to_ask(AT + 400 * DAY, 10) == []


@pytest.mark.parametrize("away", ["left", "long ago", "banned"])
async def test_who_has_left_or_could_open_it_no_longer_is_not_asked(away: str) -> None:
    records, at = closed(), AT + DAY
    if away == "left":
        records.residents.save(ANNA.gone())
    elif away == "banned":
        records.bans.save(Ban(ANNA.id, AT, None, "грубит", OLGA.id, OLGA.name))
    else:
        at = AT + FAMILY.reopening + DAY
    await aftercare.ask(the(records), records, HERE, at)
    assert said(records) == []
    assert (the(records).ask_at, the(records).asked_at) == (None, None)


@pytest.mark.parametrize("busy", ["talks with a person", "night"])
async def test_nobody_is_disturbed_it_waits_for_the_next_working_day(busy: str) -> None:
    records, at = closed(), AT + DAY
    if busy == "night":
        at = moscow(4, 3)
    else:
        records.tickets.add(OTHER)
    await aftercare.ask(the(records), records, HERE, at)
    assert said(records) == []
    assert the(records).ask_at == next_day(FAMILY, at)


async def test_settled_is_thanked_for_and_asks_for_the_rating_that_is_missing() -> None:
    records = closed()
    await aftercare.judge(the(records), True, ASKED, ANNA, records, HERE, AT + DAY)
    (thanks,) = records.outbox.to(TO_ANNA)
    assert isinstance(thanks, Say)
    assert (thanks.phrase, thanks.replacing) == ("settled-rate", ASKED)
    assert [one.choice for one in thanks.choices[0]] == [Rate(TICKET.id, n) for n in range(1, 6)]
    assert (the(records).state, the(records).settled) == (State.CLOSED, True)
    assert said(records, THREAD) == ["resident-settled"]
    records.outbox.all.clear()
    await aftercare.judge(the(records).rated(5), True, ASKED, ANNA, records, HERE, AT + DAY)
    assert said(records) == ["settled-thanks"]


async def test_not_settled_opens_it_again_with_its_number_operator_and_a_new_promise() -> None:
    records = closed()
    await aftercare.judge(the(records), False, ASKED, ANNA, records, HERE, AT + DAY)
    now = the(records)
    assert (now.state, now.assignee_id, now.settled) == (State.TAKEN, OLGA.id, False)
    assert now.promised_at == AT + DAY + 4 * HOUR
    assert said(records) == ["ticket-reopened"]
    assert said(records, THREAD)[:1] == ["resident-unsettled"]
    with pytest.raises(TicketIsOpen):
        await aftercare.judge(now, True, ASKED, ANNA, records, HERE, AT + DAY)


async def test_a_ticket_that_is_opened_again_goes_to_somebody_who_is_there() -> None:
    by_turns = Departments((replace(FAMILY, assignment=Assignment.BY_TURNS),))
    here = replace(HERE, departments=by_turns)
    records = closed(here=here)
    records.shifts.save(Shift(FAMILY.chat_id, PAVEL.id, PAVEL.name, AT))
    await aftercare.resume(the(records), ANNA, records, here, AT + HOUR)
    assert (the(records).state, the(records).assignee_id) == (State.NEW, PAVEL.id)


async def test_long_after_the_next_message_opens_a_ticket_that_names_the_old_one() -> None:
    records = FakeRecords()
    records.residents.save(ANNA)
    housing = replace(TICKET, department_id="housing", subject="Жильё").closed(AT)
    records.tickets.add(housing)
    records.tickets.serials[2026] = 1
    records.threads.save(Thread(TICKET.id, HOUSING.chat_id, 42))
    at = AT + HOUSING.reopening + timedelta(minutes=1)
    assert is_past(housing, HOUSING, at) and not is_past(housing, HOUSING, AT + HOUSING.reopening)
    await aftercare.resume(housing, ANNA, records, HERE, at)
    (asks,) = records.outbox.to(TO_ANNA)
    assert asks == Say("write-what-is-left", {"number": NUMBER})
    assert the(records).state is State.CLOSED
    prompted = records.residents.all[ANNA.id]
    await aftercare.open_with(message("Опять не работает"), prompted, records, HERE, at)
    new = records.tickets.all[ticket_id(2026, 2)]
    assert (new.department_id, new.subject, new.state) == ("housing", "Жильё", State.NEW)
    goes_on = Say("ticket-goes-on-with", {"ticket": f"{HOUSING.chat_id}:42:{NUMBER}"})
    assert goes_on in records.outbox.to(ToThread(new.id))
    assert Say("ticket-gone-on-in", {"ticket": new.number}) in records.outbox.to(THREAD)
    assert records.residents.all[ANNA.id].resuming is None


async def test_a_message_that_goes_on_with_nothing_is_a_ticket_of_its_own() -> None:
    records = closed()
    await aftercare.open_with(message("Другое"), ANNA.asking_for_person(AT), records, HERE, AT)
    assert said(records, THREAD) == []
    assert len(records.tickets.all) == 1, "the fake counts from one, like a new year"
