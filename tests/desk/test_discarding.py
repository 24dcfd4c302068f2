"""Spam: closed without a rating, counted nowhere, undone by one press."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import closing, discarding
from desk.addressee import ToResident, ToThread
from desk.choices.ban import BanResident, BanTerm, BanWhy
from desk.choices.own_ticket import ReopenOwn
from desk.deed import Deed
from desk.errors import TicketIsClosed
from desk.gap import gap_of
from desk.letters import Say
from desk.question import Outcome, Question
from desk.rights import AnothersTicket
from desk.ticket import State, Ticket, ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, CLOSED, OLGA, PAVEL, TICKET, centre

LATER = AT + timedelta(hours=1)
ASKED = Question(ANNA.id, 10, "Купите наши окна", AT, Outcome.SURE, ("fam-01",), ticket_id=TICKET.id)


def here(*more: Ticket) -> FakeRecords:
    records = FakeRecords()
    records.tickets.all = {one.id: one for one in (TICKET, *more)}
    records.questions.save(ASKED)
    return records


async def test_spam_is_closed_with_one_line_and_no_rating() -> None:
    records = here()
    await discarding.discard(TICKET, OLGA, records, centre(), LATER)
    now = records.tickets.all[TICKET.id]
    assert (now.state, now.is_spam, now.ask_at, now.sign) == (State.CLOSED, True, None, "🚫")
    (told,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(told, Say)
    assert [button.choice for row in told.choices for button in row] == [ReopenOwn(TICKET.id)]
    assert [one.deed for one in records.acts.all] == [Deed.SPAM]


async def test_spam_counts_nowhere() -> None:
    records = here()
    assert len(await records.tickets.totals(AT, LATER, AT)) == 1
    await discarding.discard(TICKET, OLGA, records, centre(), LATER)
    assert await records.tickets.totals(AT, LATER, AT) == []
    assert await records.questions.outcomes(AT, LATER) == {}
    question = await records.questions.of_ticket(TICKET.id)
    assert question is not None
    assert gap_of(question) is None
    assert [one.tickets for one in records.usage.all.values()] == [-1]


async def test_what_was_no_spam_is_reopened_and_counts_again() -> None:
    records = here()
    await discarding.discard(TICKET, OLGA, records, centre(), LATER)
    await closing.reopen(records.tickets.all[TICKET.id], None, records, centre(), LATER)
    now, question = records.tickets.all[TICKET.id], await records.questions.of_ticket(TICKET.id)
    assert question is not None
    assert (now.is_spam, now.is_open, question.outcome) == (False, True, Outcome.UNKNOWN)


@pytest.mark.parametrize(("days", "proposed"), [(29, True), (30, False)])
async def test_the_second_spam_of_a_month_proposes_a_ban(days: int, proposed: bool) -> None:
    old = replace(TICKET, id=ticket_id(2026, 2), opened_at=LATER - timedelta(days=days)).discarded(AT)
    records = here(old)
    await discarding.discard(TICKET, OLGA, records, centre(), LATER)
    said = [one for one in records.outbox.to(ToThread(TICKET.id)) if isinstance(one, Say)]
    asked = [one for one in said if one.phrase == "spam-repeated"]
    assert bool(asked) is proposed
    if asked:
        offered = [button.choice for row in asked[0].choices for button in row]
        assert BanResident(TICKET.id, BanTerm.WEEK, BanWhy.SPAM) in offered


async def test_a_colleagues_ticket_asks_and_a_closed_one_is_refused() -> None:
    taken = TICKET.taken(OLGA)
    with pytest.raises(AnothersTicket):
        await discarding.discard(taken, PAVEL, here(taken), centre(), LATER)
    for by, insists in ((PAVEL, True), (CHIEF, False)):
        records = here(taken)
        await discarding.discard(taken, by, records, centre(), LATER, insists=insists)
        assert records.tickets.all[taken.id].is_spam
    with pytest.raises(TicketIsClosed):
        await discarding.discard(CLOSED, OLGA, here(), centre(), LATER)
