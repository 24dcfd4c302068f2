"""One look at a resident spares looks for what mostly is not there; what is there is found all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.ban import Ban
from desk.incident import Incident, IncidentState
from desk.ticket import State
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, TICKET, ticket

Records = Storage | FakeStorage
BAN = Ban(ANNA.id, AT, None, "ban-why-spam", 7_000_000_055, "Ольга")


@pytest.mark.parametrize("is_banned", [False, True])
@pytest.mark.parametrize("state", [None, State.CLOSED, State.NEW])
async def test_who_was_met_has_the_ban_and_the_open_tickets_that_are_kept(
    records: Records, is_banned: bool, state: State | None
) -> None:
    kept = replace(TICKET, state=state) if state else None
    async with records.visit(AT) as visit:
        visit.residents.save(ANNA)
        if is_banned:
            visit.bans.save(BAN)
        if kept:
            visit.tickets.add(kept)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.residents.get(ANNA.id) == ANNA
        assert await visit.bans.get(ANNA.id) == (BAN if is_banned else None)
        open_tickets = [kept] if kept and kept.is_open else []
        assert list(await visit.tickets.all_open_of(ANNA.id)) == open_tickets
        assert await visit.tickets.open_of(ANNA.id) == next(iter(open_tickets), None)


async def test_what_the_visit_itself_begins_is_seen(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.residents.save(ANNA)
        await visit.commit()
    async with records.visit(AT) as visit:
        await visit.residents.get(ANNA.id)
        visit.bans.save(BAN)
        visit.tickets.add(ticket(2))
        assert await visit.bans.get(ANNA.id) == BAN
        assert list(await visit.tickets.all_open_of(ANNA.id)) == [ticket(2)]


async def test_another_visit_looks_again(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.residents.save(ANNA)
        await visit.commit()
    async with records.visit(AT) as visit:
        await visit.residents.get(ANNA.id)
        visit.bans.save(BAN)
        visit.tickets.add(TICKET)
        await visit.commit()
    async with records.visit(AT) as visit:
        await visit.residents.get(ANNA.id)
        assert await visit.bans.get(ANNA.id) == BAN
        assert list(await visit.tickets.all_open_of(ANNA.id)) == [TICKET]


async def test_what_is_out_of_order_is_found_while_it_is(records: Records) -> None:
    incident = Incident(1, AT, IncidentState.RUNNING, text="Нет воды")
    over = replace(incident, state=IncidentState.FIXED, version=1)
    async with records.visit(AT) as visit:
        visit.residents.save(ANNA)
        await visit.commit()
    for kept, running in ((None, []), (incident, [1]), (over, [])):
        async with records.visit(AT) as visit:
            if kept is not None:
                visit.incidents.save(kept)
            await visit.commit()
        async with records.visit(AT) as visit:
            await visit.residents.get(ANNA.id)
            assert [one.id for one in await visit.incidents.running()] == running
