"""Close, reopen, rate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import closing
from desk.addressee import ToResident, ToThread
from desk.choices.appeal import BeginAppeal
from desk.choices.own_ticket import Comment, Rate, ReopenOwn
from desk.errors import AnotherTicketOpen, TicketIsClosed, TicketIsOpen
from desk.letters import Lane, Letter, Say
from desk.sla import deadline
from desk.ticket import State, Ticket, ticket_id
from desk.touches import Card, Retitle
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CLOSED, FAMILY, NUMBER, OLGA, TICKET, centre

TO_ANNA, THREAD = ToResident(ANNA.id), ToThread(TICKET.id)
LATER = AT + timedelta(hours=1)
OTHER = Ticket(ticket_id(2026, 2), ANNA.id, "family", "Семья", AT, AT)


def with_ticket(ticket: Ticket) -> FakeRecords:
    records = FakeRecords()
    records.tickets.all[ticket.id] = ticket
    return records


def said(records: FakeRecords) -> Say:
    (content,) = records.outbox.to(TO_ANNA)
    assert isinstance(content, Say)
    return content


@pytest.mark.parametrize("by_resident", [True, False])
def test_who_closes_a_ticket_decides_what_is_said(by_resident: bool) -> None:
    records = FakeRecords()
    closing.close(TICKET, None if by_resident else OLGA, records, centre(), LATER)
    tomorrow = None if by_resident else LATER + timedelta(days=1)
    assert records.tickets.all[TICKET.id] == TICKET.closed(LATER, ask_at=tomorrow)
    assert said(records).phrase == ("ticket-closed-by-resident" if by_resident else "ticket-closed")
    there = records.outbox.to(THREAD)
    assert [type(one) for one in there][:2] == [Card, Retitle]
    assert there[2:] == [Say("resident-closed")] * by_resident


def test_a_closed_ticket_asks_for_a_rating_and_can_be_reopened() -> None:
    records = FakeRecords()
    closing.close(TICKET, OLGA, records, centre(), LATER)
    stars, (again,), (appeal,) = said(records).choices
    assert [one.choice for one in stars] == [Rate(TICKET.id, n) for n in range(1, 6)]
    assert again.choice == ReopenOwn(TICKET.id)
    assert appeal.choice == BeginAppeal(ticket_id=TICKET.id)


def test_a_ticket_is_closed_once() -> None:
    records = FakeRecords()
    with pytest.raises(TicketIsClosed):
        closing.close(CLOSED, OLGA, records, centre(), LATER)
    assert records.outbox.all == []


@pytest.mark.parametrize("by_resident", [True, False])
async def test_a_reopened_ticket_has_a_new_promise_and_both_sides_know(by_resident: bool) -> None:
    records = with_ticket(CLOSED)
    await closing.reopen(CLOSED, None if by_resident else OLGA, records, centre(), LATER)
    promised = deadline(LATER, FAMILY.first_reply, FAMILY.hours)
    assert records.tickets.all[TICKET.id] == CLOSED.reopened(promised)
    assert said(records) == Say("ticket-reopened", {"number": NUMBER, "promised": promised.isoformat()})
    assert records.outbox.to(THREAD)[2:] == [Say("resident-reopened")] * by_resident


async def test_an_open_ticket_is_not_reopened() -> None:
    records = with_ticket(TICKET)
    with pytest.raises(TicketIsOpen):
        await closing.reopen(TICKET, None, records, centre(), LATER)


async def test_a_resident_has_one_open_ticket_at_a_time() -> None:
    records = with_ticket(CLOSED)
    records.tickets.all[OTHER.id] = OTHER
    await closing.reopen(CLOSED, None, records, centre(), LATER)
    assert records.tickets.all[TICKET.id].state is State.CLOSED
    assert said(records) == Say("ticket-already-open", {"number": OTHER.number})


async def test_an_operator_reopens_nothing_beside_another_open_ticket() -> None:
    records = with_ticket(CLOSED)
    records.tickets.all[OTHER.id] = OTHER
    with pytest.raises(AnotherTicketOpen) as refusal:
        await closing.reopen(CLOSED, OLGA, records, centre(), LATER)
    assert refusal.value.args_ == {"number": OTHER.number}
    assert records.tickets.all[TICKET.id] == CLOSED


def test_a_rating_is_thanked_for_and_shown_to_the_operators() -> None:
    records = FakeRecords()
    closing.rate(CLOSED, 4, ANNA, records)
    assert records.tickets.all[TICKET.id].rating == 4
    assert said(records).phrase == "thanks-for-rating"
    assert said(records).choices[0][0].choice == Comment(TICKET.id)
    assert records.outbox.all[-1] == Letter(THREAD, Say("resident-rated", {"stars": "★★★★☆"}), Lane.NOTICES)


def test_a_rating_alone_does_not_turn_the_next_question_into_a_comment() -> None:
    records = FakeRecords()
    closing.rate(CLOSED, 4, ANNA, records)
    assert records.residents.all == {}


def test_an_open_ticket_is_not_rated() -> None:
    with pytest.raises(TicketIsOpen):
        closing.rate(TICKET, 5, ANNA, FakeRecords())


async def test_a_comment_that_was_invited_goes_to_the_ticket_and_to_the_operators() -> None:
    rated = CLOSED.rated(4)
    records = with_ticket(rated)
    closing.invite_comment(rated, ANNA, records, LATER)
    commenting = records.residents.all[ANNA.id]
    assert commenting == ANNA.to_comment(TICKET.id, LATER)
    await closing.comment("Спасибо!", commenting, records)
    assert records.tickets.all[TICKET.id] == rated.commented("Спасибо!")
    assert records.residents.all[ANNA.id] == ANNA, "the next message is a question again"
    assert records.outbox.all[-1].content == Say("resident-commented", {"words": "Спасибо!"})


async def test_a_comment_to_a_ticket_that_is_gone_ends_quietly() -> None:
    records = FakeRecords()
    await closing.comment("Спасибо!", ANNA.to_comment(TICKET.id, LATER), records)
    assert records.outbox.all == []
    assert records.residents.all[ANNA.id] == ANNA
