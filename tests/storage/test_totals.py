"""What a report counts: tickets by department, questions by outcome, from a moment until another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk.question import Outcome
from desk.report import TicketTotals
from desk.ticket import State
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT, MINUTE, QUESTION, TICKET, ticket

Records = Storage | FakeStorage
PROMISED = TICKET.promised_at


async def test_tickets_are_counted_by_department_and_by_what_became_of_them(records: Records) -> None:
    async with records.visit(AT) as visit:
        for one in (
            ticket(1),
            ticket(2, first_reply_at=PROMISED),
            ticket(3, first_reply_at=PROMISED + MINUTE, state=State.CLOSED, closed_at=AT, rating=2),
            ticket(4, first_reply_at=AT, state=State.CLOSED, closed_at=AT, rating=5),
            ticket(5, department_id="housing"),
            ticket(6, opened_at=AT - MINUTE),
            ticket(7, opened_at=AT + timedelta(days=1)),
        ):
            visit.tickets.add(one)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert list(await visit.tickets.totals(AT, AT + timedelta(days=1), PROMISED)) == [
            TicketTotals("family", opened=4, closed=2, in_time=2, late=1, rated=2, stars=7),
            TicketTotals("housing", opened=1),
        ]
        assert list(await visit.tickets.totals(AT + timedelta(days=2), AT + timedelta(days=3), AT)) == []


async def test_who_has_not_replied_is_late_when_the_promise_has_passed(records: Records) -> None:
    async with records.visit(AT) as visit:
        for one in (
            ticket(1),
            ticket(2, promised_at=PROMISED + timedelta(hours=1)),
            ticket(3, state=State.CLOSED, closed_at=AT),  # taken back, say: nobody owes it a reply
            ticket(4, state=State.WAITING, waiting_since=AT),  # it is the resident's turn
            ticket(5, first_reply_at=PROMISED),
        ):
            visit.tickets.add(one)
        await visit.commit()
    async with records.visit(AT) as visit:
        for minutes, late in ((0, 0), (1, 1), (61, 2)):
            at = PROMISED + minutes * MINUTE
            [family] = await visit.tickets.totals(AT, AT + timedelta(days=1), at)
            assert (family.opened, family.in_time, family.late) == (5, 1, late), minutes


async def test_questions_are_counted_by_outcome(records: Records) -> None:
    async with records.visit(AT) as visit:
        for number, (outcome, at) in enumerate(
            (
                (Outcome.SURE, AT),
                (Outcome.SURE, AT + timedelta(hours=23)),
                (Outcome.UNKNOWN, AT),
                (Outcome.UNSURE, AT - MINUTE),
                (Outcome.UNREAD, AT + timedelta(days=1)),
            )
        ):
            visit.questions.save(replace(QUESTION, message_id=number + 1, outcome=outcome, asked_at=at))
        await visit.commit()
    async with records.visit(AT) as visit:
        counted = await visit.questions.outcomes(AT, AT + timedelta(days=1))
        assert dict(counted) == {Outcome.SURE: 2, Outcome.UNKNOWN: 1}
