"""Journeys: who is on which route, and whose reminder is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.journey import Journey
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT

Records = Storage | FakeStorage
DAY = date(2026, 12, 2)
BIRTH = Journey(
    ANNA.id, "birth", date(2026, 11, 3), frozenset({"a", "b"}), True, frozenset({"c"}), remind_on=DAY
)
MOVED = Journey(ANNA.id, "moved")


async def keep(records: Records, *journeys: Journey) -> None:
    async with records.visit(AT) as visit:
        for one in journeys:
            visit.journeys.save(one)
        await visit.commit()


async def test_journeys_come_back_as_they_were_saved(records: Records) -> None:
    await keep(records, MOVED, BIRTH, replace(MOVED, resident_id=ANNA.id + 1))
    async with records.visit(AT) as visit:
        assert await visit.journeys.get(ANNA.id, "birth") == replace(BIRTH, version=1)
        assert await visit.journeys.get(ANNA.id, "death") is None
        found = [replace(one, version=0) for one in await visit.journeys.of(ANNA.id)]
        assert found == [BIRTH, MOVED]


async def test_a_visit_sees_what_it_has_changed_and_removed(records: Records) -> None:
    await keep(records, BIRTH, MOVED)
    async with records.visit(AT) as visit:
        birth = await visit.journeys.get(ANNA.id, "birth")
        assert birth is not None
        visit.journeys.save(birth.ticked("d", True))
        visit.journeys.remove(MOVED)
        assert [one.done for one in await visit.journeys.of(ANNA.id)] == [{"a", "b", "d"}]
        await visit.commit()
    async with records.visit(AT) as visit:
        assert [one.route_id for one in await visit.journeys.of(ANNA.id)] == ["birth"]
        assert await visit.journeys.get(ANNA.id, "moved") is None


async def test_those_are_due_whose_day_has_come_the_oldest_first(records: Records) -> None:
    late = replace(BIRTH, resident_id=ANNA.id + 1, remind_on=DAY - timedelta(days=3))
    await keep(
        records, BIRTH, late, replace(BIRTH, route_id="later", remind_on=DAY + timedelta(days=1)), MOVED
    )
    async with records.visit(AT) as visit:
        due = [(one.resident_id, one.route_id) for one in await visit.journeys.due(DAY, 10)]
        assert due == [(ANNA.id + 1, "birth"), (ANNA.id, "birth")]
        assert len(await visit.journeys.due(DAY, 1)) == 1


@pytest.mark.parametrize("journey", [BIRTH, MOVED])
async def test_of_two_who_change_one_the_second_is_refused(records: Records, journey: Journey) -> None:
    await keep(records, journey)
    async with records.visit(AT) as first, records.visit(AT) as second:
        for visit in (first, second):
            known = await visit.journeys.get(ANNA.id, journey.route_id)
            assert known is not None
            visit.journeys.save(known.ticked("z", True))
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()


async def test_of_two_who_begin_one_the_second_is_refused(records: Records) -> None:
    async with records.visit(AT) as first, records.visit(AT) as second:
        first.journeys.save(BIRTH)
        second.journeys.save(BIRTH)
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()
