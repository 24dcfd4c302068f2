"""The register of acts: added, numbered without gaps, and never changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from desk.act import About, Act
from desk.deed import Deed
from storage.acts import acts
from storage.records import Storage
from storage.writer import Change
from tests.desk.fakes import FakeStorage
from tests.storage.conftest import opened
from tests.storage.samples import AT, NUMBER, TEXTS, ZONES

Records = Storage | FakeStorage
CLOSED = Act(AT, Deed.CLOSE, 7_000_000_055, TEXTS["emoji"], NUMBER, 7001, TEXTS["quotes"])
ITSELF = Act(AT, Deed.CLOSE, ticket_id=NUMBER + 1, person_id=7002)
NAMED = Act(AT, Deed.APPOINT, 57, "Ирина", person_id=7_000_000_055, note="Ольга")
EVERY = (CLOSED, ITSELF, NAMED)


async def keep(records: Records, *some: Act) -> None:
    async with records.visit(AT) as visit:
        for one in some:
            visit.acts.add(one)
        await visit.commit()


def numbered(*some: Act) -> list[Act]:
    return [replace(one, number=number) for number, one in enumerate(some, 1)]


async def found(records: Records, about: About = About(), skip: int = 0, limit: int = 10) -> list[Act]:  # noqa: B008
    async with records.visit(AT) as visit:
        return list(await visit.acts.latest(about, skip, limit))


async def test_acts_come_back_the_newest_first_with_numbers_that_grow(records: Records) -> None:
    await keep(records, CLOSED, ITSELF)
    await keep(records, NAMED)
    assert await found(records) == numbered(*EVERY)[::-1]
    assert await found(records, skip=1, limit=1) == numbered(*EVERY)[1:2]


async def test_the_last_act_of_a_kind_is_found(records: Records) -> None:
    await keep(records, *EVERY)
    async with records.visit(AT) as visit:
        assert await visit.acts.last(Deed.CLOSE) == numbered(*EVERY)[1]
        assert await visit.acts.last(Deed.SETTINGS) is None


async def test_acts_are_found_by_ticket_and_by_person_whether_they_did_or_bore_it(records: Records) -> None:
    await keep(records, *EVERY)
    one, other, third = numbered(*EVERY)
    assert await found(records, About(ticket=NUMBER)) == [one]
    assert await found(records, About(person=7_000_000_055)) == [third, one]
    assert await found(records, About(person=7002)) == [other]
    async with records.visit(AT) as visit:
        assert list(await visit.acts.doers()) == [(57, "Ирина"), (7_000_000_055, TEXTS["emoji"])]


@pytest.mark.parametrize("zone", ZONES, ids=str)
async def test_an_act_has_the_same_bytes_before_and_after(records: Records, zone: object) -> None:
    said = replace(CLOSED, at=AT.astimezone(zone))  # type: ignore[arg-type]
    await keep(records, said)
    (kept,) = await found(records)
    assert kept.canonical == replace(said, number=1).canonical
    assert replace(kept, at=kept.at + timedelta(microseconds=1)).canonical != kept.canonical


async def test_an_act_that_is_refused_takes_no_number(storage: Storage) -> None:
    await keep(storage, CLOSED)
    async with storage.visit(AT) as visit:
        visit.acts.add(ITSELF)
        refused = Change(update(acts).where(acts.c.number == -1).values(note=""), {}, guarded=True)
        with pytest.raises(Exception):  # noqa: B017
            await visit.commit(refused)
    await keep(storage, NAMED)
    assert [one.number for one in await found(storage)] == [2, 1]


async def test_the_database_refuses_to_change_or_to_drop_an_act(storage: Storage) -> None:
    await keep(storage, CLOSED)
    for statement in (update(acts).values(note="другое"), delete(acts)):
        with pytest.raises(Exception, match="acts are only added"):
            await storage.writer.commit([Change(statement, {})])
    assert await found(storage) == numbered(CLOSED)


async def test_processes_that_write_at_once_leave_no_gap_and_no_double(fresh: Callable[[str], str]) -> None:
    url = fresh("postgresql")  # several processes share no other
    async with opened(url) as one, opened(url) as other:
        await asyncio.gather(*(keep(by, CLOSED, NAMED) for _ in range(20) for by in (one, other)))
        numbers = [act.number for act in await found(one, limit=1000)]
    assert numbers == list(range(80, 0, -1))
