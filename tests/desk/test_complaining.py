"""«Мне не ответили»: supervisors hear of it when it is true, and once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desk import complaining
from desk.addressee import To, ToChat, ToResident, ToThread
from desk.errors import TicketIsClosed
from desk.letters import Say
from desk.records import Thread
from desk.ticket import Ticket
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CLOSED, FAMILY, OLGA, TICKET, centre

LATE = TICKET.promised_at + timedelta(minutes=1)
TO_ANNA, GENERAL, HERE = ToResident(ANNA.id), ToChat(FAMILY.chat_id), ToThread(TICKET.id)


def with_ticket(ticket: Ticket) -> FakeRecords:
    records = FakeRecords()
    records.tickets.add(ticket)
    records.threads.save(Thread(ticket.id, FAMILY.chat_id, 5))
    return records


def phrases(records: FakeRecords, to: To) -> list[str]:
    return [one.phrase for one in records.outbox.to(to) if isinstance(one, Say)]


@pytest.mark.parametrize(
    ("ticket", "phrase"), [(TICKET, "queue-place"), (TICKET.taken(OLGA), "not-late-yet")]
)
async def test_while_the_term_runs_the_resident_is_told_by_when(ticket: Ticket, phrase: str) -> None:
    records = with_ticket(ticket)
    await complaining.complain(ticket, ANNA, records, centre(), AT)
    assert phrases(records, TO_ANNA) == [phrase]
    assert phrases(records, GENERAL) == []


@pytest.mark.parametrize(
    ("ticket", "at"), [(TICKET, LATE), (TICKET.answered(OLGA, AT), AT)], ids=["late", "answered amiss"]
)
async def test_supervisors_hear_of_it_once(ticket: Ticket, at: datetime) -> None:
    records = with_ticket(ticket)
    for _ in range(2):
        await complaining.complain(ticket, ANNA, records, centre(), at)
    assert phrases(records, TO_ANNA) == ["complaint-passed-on", "complaint-known"]
    assert phrases(records, GENERAL) == ["tickets-unanswered"]
    assert phrases(records, HERE) == ["resident-unanswered"]


async def test_nothing_is_asked_of_a_closed_ticket() -> None:
    records = with_ticket(CLOSED)
    with pytest.raises(TicketIsClosed):
        await complaining.complain(CLOSED, ANNA, records, centre(), LATE)
    with pytest.raises(TicketIsClosed):
        complaining.add_to(CLOSED, ANNA, records, LATE)


async def test_words_to_come_belong_to_the_ticket_chosen() -> None:
    records = with_ticket(TICKET)
    complaining.add_to(TICKET, ANNA, records, LATE)
    assert records.tickets.all[TICKET.id].heard_at == LATE
    assert phrases(records, TO_ANNA) == ["write-into-ticket"]
