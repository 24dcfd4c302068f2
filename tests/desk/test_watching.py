"""What the passing of time brings about, and who is told."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import closing, duty, handoff, replying, watching
from desk.addressee import ToChat, ToResident, ToThread
from desk.centre import Centre
from desk.department import Departments
from desk.errors import DeskError, TicketIsClosed
from desk.letters import Say
from desk.records import Thread
from desk.shift import Assignment, Shift
from desk.ticket import Alert, State, Ticket
from desk.timing import Step
from desk.touches import Card, Retitle
from tests.desk.fakes import FakeRecords, FakeStorage
from tests.desk.samples import ANNA, AT, CLOSED, FAMILY, HOUSING, NUMBER, OLGA, PAVEL, TICKET, centre, message

HOUR = timedelta(hours=1)
TO_ANNA, THREAD, GENERAL = ToResident(ANNA.id), ToThread(TICKET.id), ToChat(FAMILY.chat_id)
HERE: Centre = replace(
    centre(),
    departments=Departments((replace(FAMILY, resolution=18 * HOUR, silence=9 * HOUR, closing=9 * HOUR),)),
    supervisors=(57, 58),
)
EVERYWHERE = replace(
    HERE, departments=Departments((*HERE.departments.all, replace(HOUSING, resolution=HOUR)))
)
TAKEN = replace(TICKET.taken(OLGA), resolve_by=AT + 48 * HOUR)
WAITING = TAKEN.answered(OLGA, AT).waiting(OLGA, AT)


async def after(ticket: Ticket, hours: float) -> FakeRecords:
    """A look at a ticket so many hours after it was opened."""
    records = FakeRecords()
    records.threads.save(Thread(TICKET.id, FAMILY.chat_id, 42))
    at = AT + hours * HOUR
    assert watching.due(ticket, HERE, at, at) is not None
    await watching.attend(ticket, records, HERE, at)
    return records


def said(records: FakeRecords, to: ToChat | ToThread | ToResident) -> list[str]:
    return [one.phrase for one in records.outbox.to(to) if isinstance(one, Say)]


@pytest.mark.parametrize(
    ("ticket", "phrase"),
    [
        (TICKET, "deadline-near-untaken"),
        (TAKEN, "deadline-near-reply"),
        (replace(TAKEN.answered(OLGA, AT), resolve_by=AT + 4 * HOUR), "deadline-near-resolution"),
    ],
)
async def test_at_three_quarters_the_thread_is_reminded(ticket: Ticket, phrase: str) -> None:
    records = await after(ticket, 3)
    assert said(records, THREAD) == [phrase]
    assert (said(records, TO_ANNA), said(records, GENERAL)) == ([], [])
    assert records.tickets.all[TICKET.id].alert is Alert.REMINDED
    assert [type(one) for one in records.outbox.to(THREAD)][:1] == [Card]


async def test_near_the_deadline_an_absent_operator_s_ticket_goes_to_somebody_on_duty() -> None:
    by_turns = replace(FAMILY, assignment=Assignment.BY_TURNS)
    here = replace(HERE, departments=Departments((by_turns,)))
    records = FakeRecords()
    records.shifts.save(Shift(FAMILY.chat_id, PAVEL.id, PAVEL.name, AT))
    await watching.attend(TAKEN, records, here, AT + 3 * HOUR)
    assert said(records, THREAD) == ["ticket-returned", "ticket-assigned", "deadline-near-reply"]
    now = records.tickets.all[TICKET.id]
    assert (now.assignee_id, now.state, now.alert) == (PAVEL.id, State.NEW, Alert.REMINDED)
    records = FakeRecords()
    records.shifts.save(Shift(FAMILY.chat_id, OLGA.id, OLGA.name, AT))
    await watching.attend(TAKEN, records, here, AT + 3 * HOUR)
    assert records.tickets.all[TICKET.id].assignee_id == OLGA.id


async def escalated(*tickets: Ticket, chat_id: int = FAMILY.chat_id) -> FakeRecords:
    """A look four hours after they were opened."""
    records = FakeRecords()
    for one in tickets:
        records.tickets.add(one)
        records.threads.save(Thread(one.id, chat_id, 42))
    await watching.escalate([one.id for one in tickets], records, HERE, AT + 4 * HOUR)
    return records


async def test_past_the_deadline_supervisors_are_told_where_to_look() -> None:
    records = await escalated(TAKEN)
    (told,) = records.outbox.to(GENERAL)
    assert isinstance(told, Say)
    assert (told.phrase, told.args["count"], told.args["supervisors"]) == ("deadlines-past", 1, "57 58")
    assert f"{FAMILY.chat_id}:42:{NUMBER} · Семья и дети · Ольга" in str(told.args["tickets"])
    assert said(records, THREAD) == ["deadline-past"]
    assert said(records, TO_ANNA) == []
    assert records.tickets.all[TICKET.id].alert is Alert.ESCALATED


async def test_tickets_late_at_the_same_moment_are_one_message_in_general() -> None:
    others = [replace(TICKET, id=TICKET.id + one, resident_id=one) for one in (1, 2)]
    known, in_time = others[0].alerted(Alert.ESCALATED), replace(others[1], promised_at=AT + 5 * HOUR)
    records = await escalated(TAKEN, replace(TICKET, id=TICKET.id + 3, resident_id=3), known, in_time)
    (told,) = records.outbox.to(GENERAL)
    assert isinstance(told, Say) and told.args["count"] == 2
    assert sum(one.alert is Alert.ESCALATED for one in records.tickets.all.values()) == 3


async def test_a_ticket_without_a_group_is_escalated_without_a_word_there() -> None:
    records = await escalated(TICKET, chat_id=0)
    assert records.tickets.all[TICKET.id].alert is Alert.ESCALATED
    assert said(records, ToChat(0)) == []


async def test_what_nothing_is_due_about_is_left_alone() -> None:
    records = FakeRecords()
    assert watching.due(TICKET, HERE, AT, AT) is None
    await watching.attend(TICKET, records, HERE, AT)
    assert (records.outbox.all, records.tickets.saved) == ([], set())


async def test_the_card_is_painted_as_time_passes() -> None:
    records = FakeRecords()
    assert watching.due(TICKET, HERE, AT, AT + HOUR) is Step.REFRESH
    watching.repaint(TICKET.id, records)
    assert [type(one) for one in records.outbox.to(THREAD)] == [Card]
    assert records.tickets.saved == set()


async def test_a_silent_resident_is_warned_with_a_way_to_keep_it_open() -> None:
    records = await after(WAITING, 24)
    (warning,) = records.outbox.to(TO_ANNA)
    assert isinstance(warning, Say)
    assert warning.phrase == "silence-warning"
    assert warning.args["promised"] == "2026-03-04T12:00:00+03:00"
    assert [button.phrase for row in warning.choices for button in row] == [
        "button-keep-open",
        "button-close-own",
    ]
    assert said(records, THREAD) == ["silence-warned"]
    warned = records.tickets.all[TICKET.id]
    assert warned.state is State.WAITING and warned.close_at is not None


async def test_after_the_warning_the_ticket_is_closed_kindly() -> None:
    records = await after(WAITING.warned(AT + 48 * HOUR), 48)
    assert said(records, TO_ANNA) == ["silence-closed"]
    assert said(records, THREAD) == ["silence-closed-here"]
    closed = records.tickets.all[TICKET.id]
    assert (closed.state, closed.close_at) == (State.CLOSED, None)
    assert closed.waiting_since == WAITING.waiting_since, "its clocks stood still to the end"


def test_a_resident_keeps_it_open_and_it_is_the_operator_s_turn() -> None:
    records = FakeRecords()
    closing.keep_open(WAITING.warned(AT + 48 * HOUR), records, HERE, AT + 24 * HOUR)
    kept = records.tickets.all[TICKET.id]
    assert (kept.state, kept.close_at, kept.assignee_id) == (State.TAKEN, None, OLGA.id)
    assert said(records, TO_ANNA) == ["ticket-kept-open"]
    assert said(records, THREAD) == ["resident-keeps-open"]
    assert [type(one) for one in records.outbox.to(THREAD)][:2] == [Card, Retitle]
    with pytest.raises(TicketIsClosed):
        closing.keep_open(CLOSED, records, HERE, AT)


async def test_two_who_look_at_once_tell_it_once() -> None:
    storage = FakeStorage()
    async with storage.visit(AT) as visit:
        visit.tickets.add(TAKEN)
        await visit.commit()
    told = 0
    for hours in (3, 3.5, 4, 5, 30):
        at: datetime = AT + hours * HOUR
        async with storage.visit(at) as visit:
            for one in await visit.tickets.open():
                due = watching.due(one, HERE, at, at)
                if due is Step.ESCALATE:
                    await watching.escalate([one.id], visit, HERE, at)
                elif due is not None:
                    await watching.attend(one, visit, HERE, at)
                told += due is not None
            await visit.commit()
    assert told == 2, "the reminder and the escalation"


STEPS = st.sampled_from(
    ("take", "wait", "write", "reply", "transfer", "close", "reopen", "keep", "leave", "warn", "look")
)


async def stepped(step: str, ticket: Ticket, records: FakeRecords, at: datetime) -> None:
    """One use case, as somebody may come upon it."""
    words = message(step)
    match step:
        case "take":
            handoff.take(ticket, OLGA, records, EVERYWHERE, at)
        case "wait":
            handoff.wait(ticket, OLGA, records, at)
        case "write":
            await replying.pass_on(words, ticket, records, EVERYWHERE, at)
        case "reply":
            await replying.reply(words, ticket, OLGA, ANNA, records, EVERYWHERE, at)
        case "transfer":
            other = "housing" if ticket.department_id == "family" else "family"
            await handoff.transfer(ticket, other, OLGA, records, EVERYWHERE, at)
        case "close":
            closing.close(ticket, OLGA, records, EVERYWHERE, at)
        case "reopen":
            await closing.reopen(ticket, OLGA, records, EVERYWHERE, at)
        case "keep":
            closing.keep_open(ticket, records, EVERYWHERE, at)
        case "leave":
            await duty.leave(OLGA, EVERYWHERE.departments.chats(), records, EVERYWHERE, at)
        case "warn" if ticket.state is State.WAITING:
            closing.warn(ticket, records, EVERYWHERE, at)
        case "look":
            await watching.attend(ticket, records, EVERYWHERE, at)
            await watching.escalate([ticket.id], records, EVERYWHERE, at)


@given(st.lists(st.tuples(STEPS, st.integers(0, 3 * 24 * 60)), max_size=12))
@settings(max_examples=200, deadline=None)
def test_whatever_happens_time_stands_still_just_while_the_resident_is_waited_for(
    steps: list[tuple[str, int]],
) -> None:
    async def lived() -> None:
        records, at = FakeRecords(), AT
        records.tickets.add(replace(TICKET, resolve_by=AT + 48 * HOUR))
        for step, minutes in steps:
            at += timedelta(minutes=minutes)
            before = records.tickets.all[TICKET.id]
            with contextlib.suppress(DeskError):
                await stepped(step, before, records, at)
            now = records.tickets.all[TICKET.id]
            waited = now.state is State.WAITING or (not now.is_open and before.waiting_since is not None)
            assert (now.waiting_since is not None) == waited
            assert now.close_at is None or now.state is State.WAITING
            assert now.resolve_by is not None and before.resolve_by is not None
            if step not in ("transfer", "reopen"):  # these promise anew
                assert now.promised_at >= before.promised_at
            if step != "reopen":
                assert now.resolve_by >= before.resolve_by
            if step in ("close", "leave"):
                assert (now.promised_at, now.resolve_by) == (before.promised_at, before.resolve_by)

    asyncio.run(lived())
