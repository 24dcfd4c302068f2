"""Who asks again before anybody has their ticket is told their place, and by when; not too often."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from desk import waiting
from desk.addressee import ToResident
from desk.choices.sorting import Priority
from desk.letters import Content, Say
from desk.ticket import Ticket, ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, NUMBER, OLGA, TICKET, centre

LATER = AT + timedelta(minutes=40)
PROMISED = TICKET.promised_at.isoformat()


def neighbour(serial: int, **changed: object) -> Ticket:
    """Somebody else's ticket of the same group."""
    return replace(TICKET, id=ticket_id(2026, serial), resident_id=8000 + serial, **changed)  # type: ignore[arg-type]


def queued(*others: Ticket, own: Ticket = TICKET) -> FakeRecords:
    records = FakeRecords()
    for one in (own, *others):
        records.tickets.add(one)
    return records


async def told(records: FakeRecords, at: datetime = LATER, own: Ticket = TICKET) -> list[Content]:
    await waiting.remind(own, records, centre(), at)
    return records.outbox.to(ToResident(ANNA.id))


async def test_the_place_counts_those_nobody_has_taken_the_most_urgent_first() -> None:
    sooner = neighbour(2, promised_at=AT + timedelta(hours=1))
    urgent = neighbour(3, promised_at=AT + timedelta(hours=9), priority=Priority.URGENT)
    later = neighbour(4, promised_at=AT + timedelta(hours=9))
    taken = neighbour(5, promised_at=AT + timedelta(hours=1)).taken(OLGA)
    elsewhere = neighbour(6, promised_at=AT + timedelta(hours=1), department_id="housing")
    (said,) = await told(queued(sooner, urgent, later, taken, elsewhere))
    assert said == Say("queue-place", {"number": NUMBER, "place": 3, "promised": PROMISED})


async def test_words_added_just_after_opening_are_not_answered() -> None:
    assert await told(queued(), AT + timedelta(minutes=4)) == []


async def test_not_told_again_within_a_quarter_of_an_hour() -> None:
    records = queued()
    for minutes in range(0, 16, 3):
        await told(records, LATER + timedelta(minutes=minutes))
    assert len(records.outbox.to(ToResident(ANNA.id))) == 1
    assert len(await told(records, LATER + timedelta(minutes=35))) == 2


async def test_a_promise_that_was_not_kept_is_not_given_again() -> None:
    (said,) = await told(queued(), TICKET.promised_at + timedelta(minutes=1))
    assert isinstance(said, Say)
    assert said.phrase == "queue-place-late"


async def test_whom_a_person_talks_with_hears_nothing_from_the_bot() -> None:
    own = TICKET.taken(OLGA)
    assert await told(queued(own=own), own=own) == []
