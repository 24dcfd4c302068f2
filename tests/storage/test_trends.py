"""What the dashboard counts, on each kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.gap import Reason
from desk.incident import Incident, IncidentState
from desk.question import Outcome
from desk.ticket import State
from desk.trend import Asked, Lack, Standing, Terms, Trouble
from storage.records import Storage
from storage.trends import TrendStore
from tests.storage.samples import AT, MINUTE, QUESTION, ticket

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_questions_are_counted_by_the_hour_and_by_what_became_of_them(storage: Storage) -> None:
    asked: tuple[tuple[Outcome, datetime, dict[str, Any]], ...] = (
        (Outcome.SURE, AT, {"entries": ("fam-01",)}),
        (Outcome.SURE, AT + MINUTE, {"entries": ("fam-01",), "helped": True}),
        (Outcome.SURE, AT + MINUTE, {"entries": ("fam-02",), "helped": False}),
        (Outcome.CHOSEN, AT + HOUR, {"entries": ("tko-01",), "ticket_id": 5}),
        (Outcome.UNKNOWN, AT + HOUR, {}),
        (Outcome.SPAM, AT, {}),
        (Outcome.SURE, AT - MINUTE, {"entries": ("fam-01",)}),
        (Outcome.SURE, AT + DAY, {"entries": ("fam-01",)}),
    )
    async with storage.visit(AT) as visit:
        for number, (outcome, at, more) in enumerate(asked, 1):
            visit.questions.save(replace(QUESTION, message_id=number, outcome=outcome, asked_at=at, **more))
        await visit.commit()
    trends = TrendStore(storage.database)
    nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert list(await trends.asked(AT, AT + DAY)) == [
        Asked(nine, Outcome.SURE, False, 2),
        Asked(nine, Outcome.SURE, True, 1),
        Asked(nine + HOUR, Outcome.CHOSEN, True, 1),
        Asked(nine + HOUR, Outcome.UNKNOWN, False, 1),
    ]
    assert list(await trends.subjects(AT, AT + DAY)) == [("fam-01", 2), ("fam-02", 1), ("tko-01", 1)]
    lacks = await trends.lacks(AT, AT + DAY)
    assert Lack(Reason.UNKNOWN, None, 1) in lacks
    assert not [one for one in lacks if one.reason is Reason.PERSON], "the base has told it"
    assert await trends.lacks(AT + DAY, AT + 2 * DAY) == []
    async with storage.visit(AT) as visit:
        await visit.gaps.answered(5, "Это решает комиссия, до пятницы.")
        await visit.commit()
    assert Lack(Reason.PERSON, "tko-01", 1) in await trends.lacks(AT, AT + DAY)


async def test_half_and_nine_of_ten_took_no_longer(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        for serial in range(1, 11):
            visit.tickets.add(ticket(serial, first_reply_at=AT + serial * HOUR))
        visit.tickets.add(ticket(11))
        visit.tickets.add(ticket(12, first_reply_at=AT + 99 * HOUR, is_spam=True))
        visit.tickets.add(ticket(13, opened_at=AT - MINUTE, first_reply_at=AT + 99 * HOUR))
        await visit.commit()
    trends = TrendStore(storage.database)
    assert await trends.replies(AT, AT + DAY, AT) == Terms(10, 5 * HOUR, 9 * HOUR, due=10, late=6)
    assert await trends.resolutions(AT, AT + DAY, AT) == Terms()


async def test_what_has_not_come_is_late_when_its_term_has_passed(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        visit.tickets.add(ticket(1, resolve_by=AT + 2 * HOUR))
        visit.tickets.add(ticket(2, resolve_by=AT + 2 * HOUR, state=State.WAITING, waiting_since=AT))
        await visit.commit()
    trends, later = TrendStore(storage.database), AT + 5 * HOUR
    assert await trends.resolutions(AT, AT + DAY, AT) == Terms()
    assert await trends.resolutions(AT, AT + DAY, later) == Terms(due=1, late=1)
    assert await trends.replies(AT, AT + DAY, later) == Terms(due=1, late=1)


async def test_what_a_silent_resident_left_open_is_not_late(storage: Storage) -> None:
    asked = {"state": State.CLOSED, "waiting_since": AT + HOUR, "resolve_by": AT + 2 * HOUR}
    async with storage.visit(AT) as visit:
        visit.tickets.add(ticket(1, closed_at=AT + 99 * HOUR, **asked))
        visit.tickets.add(ticket(2, closed_at=AT + 99 * HOUR, **asked | {"waiting_since": AT + 3 * HOUR}))
        await visit.commit()
    trends = TrendStore(storage.database)
    kept = await trends.resolutions(AT, AT + DAY, AT + 100 * HOUR)
    assert (kept.due, kept.late) == (2, 1)


async def test_a_late_reply_stays_late_when_more_is_promised(storage: Storage) -> None:
    promised = ticket(1).promised_at
    late = ticket(1, first_reply_at=promised + HOUR, first_due_at=promised, promised_at=promised + 9 * HOUR)
    async with storage.visit(AT) as visit:
        visit.tickets.add(late)
        visit.tickets.add(ticket(2, state=State.CLOSED, closed_at=promised + HOUR))
        visit.tickets.add(ticket(3, state=State.CLOSED, closed_at=promised - MINUTE))
        await visit.commit()
    trends = TrendStore(storage.database)
    kept = await trends.replies(AT, AT + DAY, promised + DAY)
    assert (kept.due, kept.late) == (2, 2), "closed without a word after the promise had passed: late as well"
    [totals] = await trends.tickets(AT, AT + DAY, promised + DAY)
    assert (totals.in_time, totals.late) == (0, 2)


async def test_one_ticket_is_its_own_median(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        visit.tickets.add(ticket(1, state=State.CLOSED, closed_at=AT + HOUR))
        await visit.commit()
    assert await TrendStore(storage.database).resolutions(AT, AT + DAY, AT) == Terms(1, HOUR, HOUR)


async def test_troubles_are_told_by_where_they_are_the_newest_first(storage: Storage) -> None:
    spike = Incident(
        1, AT, IncidentState.PROPOSED, "tko", "Лиманский район", placed=True, phrasings=("мусор",)
    )
    async with storage.visit(AT) as visit:
        visit.incidents.save(spike)
        visit.incidents.save(Incident(2, AT + HOUR, IncidentState.FIXED, "fam", text="Не работает"))
        visit.incidents.save(Incident(3, AT + DAY))
        await visit.commit()
    told = await TrendStore(storage.database).troubles(AT, AT + DAY)
    assert told == [
        Trouble(AT + HOUR, IncidentState.FIXED, "fam", None),
        Trouble(AT, IncidentState.PROPOSED, "tko", "Лиманский район"),
    ]


async def test_what_is_overdue_is_overdue_now(storage: Storage) -> None:
    promised = ticket(1).promised_at
    async with storage.visit(AT) as visit:
        for one in (
            ticket(1),
            ticket(2, state=State.WAITING),
            ticket(3, owes_reply=False, resolve_by=promised),
            ticket(4, owes_reply=False),
            ticket(5, state=State.CLOSED, closed_at=AT),
        ):
            visit.tickets.add(one)
        await visit.commit()
    trends = TrendStore(storage.database)
    assert await trends.standing(promised) == Standing(4, 0)
    assert await trends.standing(promised + MINUTE) == Standing(4, 2)
