"""Incidents: how they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.incident import Incident, IncidentState
from desk.source import Source
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT

Records = Storage | FakeStorage
DRAFT = Incident(1, AT)
RUNNING = Incident(
    2,
    AT,
    IncidentState.RUNNING,
    "tko",
    "Икрянинский район",
    placed=True,
    text="Мусоровоз сломался; ждём",
    phrasings=("где мусоровоз", "не вывозят"),
    until=AT + timedelta(hours=3),
    card=Source(-1001, 77),
    asked=True,
    shown=5,
)
FIXED = replace(RUNNING, id=3, state=IncidentState.FIXED, until=None)


async def keep(records: Records, *incidents: Incident) -> None:
    async with records.visit(AT) as visit:
        for one in incidents:
            visit.incidents.save(one)
        await visit.commit()


async def test_incidents_come_back_as_they_were_saved(records: Records) -> None:
    async with records.visit(AT) as visit:
        assert await visit.incidents.next_id() == 1
    await keep(records, DRAFT, RUNNING)
    async with records.visit(AT) as visit:
        assert await visit.incidents.get(1) == replace(DRAFT, version=1)
        assert await visit.incidents.get(2) == replace(RUNNING, version=1)
        assert await visit.incidents.get(9) is None
        assert await visit.incidents.next_id() == 3


async def test_lists_hold_those_they_are_for(records: Records) -> None:
    dropped = replace(DRAFT, id=4, state=IncidentState.DROPPED)
    await keep(records, DRAFT, RUNNING, FIXED, dropped)
    async with records.visit(AT) as visit:
        assert [one.id for one in await visit.incidents.running()] == [2]
        assert [one.id for one in await visit.incidents.latest(9)] == [2, 1]
        assert [one.id for one in await visit.incidents.changed(AT)] == [1, 2, 3, 4]
        assert list(await visit.incidents.changed(AT + timedelta(seconds=1))) == []
        assert [one.id for one in await visit.incidents.latest(1)] == [2]


@pytest.mark.parametrize("incident", [DRAFT, RUNNING])
async def test_of_two_who_change_one_the_second_is_refused(records: Records, incident: Incident) -> None:
    await keep(records, incident)
    async with records.visit(AT) as first, records.visit(AT) as second:
        for visit in (first, second):
            known = await visit.incidents.get(incident.id)
            assert known is not None
            visit.incidents.save(known.about("fam"))
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()


async def test_of_two_who_begin_one_the_second_is_refused(records: Records) -> None:
    async with records.visit(AT) as first, records.visit(AT) as second:
        first.incidents.save(DRAFT)
        second.incidents.save(DRAFT)
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()
