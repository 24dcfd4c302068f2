"""Tickets: kept, found, numbered; two who change one do not overwrite each other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.people import Operator
from desk.ticket import Alert, Hint, State, Ticket
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, NUMBER, TEXTS, TICKET, ticket

Records = Storage | FakeStorage
OLGA = Operator(55, "Ольга")


async def keep(records: Records, *tickets: object) -> None:
    async with records.visit(AT) as visit:
        for one in tickets:
            visit.tickets.add(one)  # type: ignore[arg-type]
        await visit.commit()


async def test_a_ticket_comes_back_as_it_was_added(records: Records) -> None:
    full = replace(
        TICKET,
        state=State.CLOSED,
        assignee_id=OLGA.id,
        assignee_name=TEXTS["emoji"],
        first_reply_at=AT + timedelta(minutes=3),
        first_due_at=AT + timedelta(minutes=2),
        closed_at=AT + timedelta(days=1),
        rating=5,
        comment=TEXTS["100 kB"],
        resolve_by=AT + timedelta(days=5),
        owes_reply=False,
        alert=Alert.ESCALATED,
        waiting_since=AT + timedelta(hours=1),
        close_at=AT + timedelta(days=7),
        heard_at=AT + timedelta(hours=2),
        told_at=AT + timedelta(hours=3),
        hints=(Hint("fam.camp", 92), Hint("tko.missed", 40)),
        ask_at=AT + timedelta(days=2),
        asked_at=AT + timedelta(days=3),
        settled=False,
    )
    await keep(records, full)
    async with records.visit(AT) as visit:
        assert await visit.tickets.get(NUMBER) == full


async def test_a_changed_ticket_has_its_version_counted(records: Records) -> None:
    await keep(records, TICKET)
    async with records.visit(AT) as visit:
        read = await visit.tickets.get(NUMBER)
        assert read is not None
        visit.tickets.save(read.taken(OLGA))
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.tickets.get(NUMBER) == replace(TICKET.taken(OLGA), version=1)


async def test_of_two_who_changed_a_ticket_the_second_has_to_decide_again(records: Records) -> None:
    await keep(records, TICKET)
    async with records.visit(AT) as first, records.visit(AT) as second:
        for visit in (first, second):
            read = await visit.tickets.get(NUMBER)
            assert read is not None
            visit.tickets.save(read.closed(AT) if visit is first else read.taken(OLGA))
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()
    async with records.visit(AT) as visit:
        kept = await visit.tickets.get(NUMBER)
        assert kept is not None
        assert (kept.state, kept.assignee_id) == (State.CLOSED, None)


async def test_a_conflict_keeps_nothing_of_the_visit(records: Records) -> None:
    await keep(records, TICKET)
    async with records.visit(AT) as first, records.visit(AT) as second:
        first.tickets.save(TICKET.taken(OLGA))
        second.tickets.save(TICKET.taken(OLGA))
        second.residents.save(ANNA)
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()
    async with records.visit(AT) as visit:
        assert await visit.residents.get(ANNA.id) is None


async def test_the_latest_open_ticket_is_the_open_one(records: Records) -> None:
    await keep(records, ticket(1), ticket(2), ticket(3, state=State.CLOSED), ticket(4, resident_id=8))
    async with records.visit(AT) as visit:
        assert await visit.tickets.open_of(ANNA.id) == ticket(2)
        assert await visit.tickets.open_of(9) is None
        assert list(await visit.tickets.all_open_of(ANNA.id)) == [ticket(2), ticket(1)]
        assert list(await visit.tickets.all_open_of(9)) == []


async def test_a_resident_s_tickets_come_newest_first_and_not_without_end(records: Records) -> None:
    await keep(records, *(ticket(serial) for serial in range(1, 14)), ticket(50, resident_id=8))
    async with records.visit(AT) as visit:
        assert list(await visit.tickets.of(ANNA.id)) == [ticket(serial) for serial in range(13, 3, -1)]
        assert list(await visit.tickets.of(ANNA.id, 2)) == [ticket(13), ticket(12)]


async def test_a_ticket_closed_in_this_visit_is_open_no_longer(records: Records) -> None:
    await keep(records, ticket(1), ticket(2))
    async with records.visit(AT) as visit:
        visit.tickets.save(ticket(2).closed(AT))
        assert await visit.tickets.open_of(ANNA.id) == ticket(1)
        assert list(await visit.tickets.of(ANNA.id)) == [ticket(2).closed(AT), ticket(1)]


async def test_a_ticket_added_in_this_visit_is_found_by_it(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.tickets.add(TICKET)
        assert await visit.tickets.open_of(ANNA.id) == TICKET
        visit.tickets.save(TICKET.taken(OLGA))
        assert await visit.tickets.get(NUMBER) == TICKET.taken(OLGA)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.tickets.open_of(ANNA.id) == TICKET.taken(OLGA)


async def test_numbers_of_a_year_start_at_one(records: Records) -> None:
    async with records.visit(AT) as visit:
        assert [await visit.tickets.next_id(year) for year in (2026, 2026, 2027, 2026)] == [1, 2, 1, 3]


async def test_a_failed_visit_leaves_a_gap_never_a_double(records: Records) -> None:
    async with records.visit(AT) as visit:
        assert await visit.tickets.next_id(2026) == 1
    async with records.visit(AT) as visit:
        assert await visit.tickets.next_id(2026) == 2


async def test_100_at_once_get_100_numbers(storage: Storage) -> None:
    async def one() -> int:
        async with storage.visit(AT) as visit:
            return await visit.tickets.next_id(2026)

    assert sorted(await asyncio.gather(*(one() for _ in range(100)))) == list(range(1, 101))


async def test_a_conflict_does_not_harm_the_visits_committed_with_it(storage: Storage) -> None:
    await keep(storage, *(ticket(serial) for serial in range(1, 21)))
    async with storage.visit(AT) as visit:
        visit.tickets.save(ticket(7).closed(AT))
        await visit.commit()

    async def change(serial: int) -> None:
        async with storage.visit(AT) as visit:
            visit.tickets.save(ticket(serial).taken(OLGA))
            await visit.commit()

    ends = await asyncio.gather(*(change(serial) for serial in range(1, 21)), return_exceptions=True)
    assert [serial for serial, end in enumerate(ends, 1) if isinstance(end, Conflict)] == [7]
    async with storage.visit(AT) as visit:
        taken = [one for one in await visit.tickets.of(ANNA.id, 50) if one.state is State.TAKEN]
    assert len(taken) == 19


async def test_all_open_tickets_are_found_oldest_first(records: Records) -> None:
    waiting = ticket(3, resident_id=8, state=State.WAITING, waiting_since=AT)
    await keep(records, waiting, ticket(2, state=State.CLOSED, closed_at=AT), ticket(1, resident_id=9))
    async with records.visit(AT) as visit:
        assert await visit.tickets.open() == [ticket(1, resident_id=9), waiting]
        visit.tickets.save(waiting.closed(AT))
        visit.tickets.add(ticket(4, resident_id=10))
        assert await visit.tickets.open() == [ticket(1, resident_id=9), ticket(4, resident_id=10)]


async def test_whoever_is_to_be_asked_by_then_comes_first_and_nobody_else(records: Records) -> None:
    def closed(serial: int, hours: int | None) -> Ticket:
        ask_at = None if hours is None else AT + timedelta(hours=hours)
        return ticket(serial, resident_id=serial, state=State.CLOSED, closed_at=AT, ask_at=ask_at)

    await keep(records, closed(1, 3), closed(2, None), closed(3, 1), closed(4, 2), closed(5, 9))
    async with records.visit(AT) as visit:
        due = await visit.tickets.to_ask(AT + timedelta(hours=3), 10)
        assert due == [closed(3, 1), closed(4, 2), closed(1, 3)]
        assert await visit.tickets.to_ask(AT + timedelta(hours=3), 2) == [closed(3, 1), closed(4, 2)]
        assert not await visit.tickets.to_ask(AT, 10)
