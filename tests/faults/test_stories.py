"""A ticket's story is told once in each of its topics, whenever it moves and whatever topic is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import handoff
from desk.people import Resident
from desk.records import Records
from storage.database import Database
from storage.migrating import migrate
from tests.desk.samples import AT, CHIEF
from tests.faults.office import Office, resident_writes

RESIDENT = 7001
WORDS = 25  # told in three parts


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """One ticket, whose words have all arrived."""
    template = tmp_path / "empty.sqlite3"
    asyncio.run(_migrated(template))
    office = Office(tmp_path / "office.sqlite3", template)
    office.run(_talk(office))
    yield office
    office.run(office.close())
    office.loop.close()


async def _migrated(path: Path) -> None:
    database = Database.open(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    await database.close()


async def _talk(office: Office) -> None:
    async def step(records: Records) -> None:
        records.residents.save(Resident(RESIDENT, "Житель", consent_version=1, consent_at=AT))

    await office.does(step)
    for _ in range(WORDS):
        await office.comes(RESIDENT, resident_writes(office, RESIDENT))
    await office.visits(at_once=False)
    await office.post([])
    await office.check_tickets()


async def _transfer(office: Office, department: str) -> None:
    [ticket_id] = office.states

    async def step(records: Records) -> None:
        ticket = await records.tickets.get(ticket_id)
        assert ticket is not None
        await handoff.transfer(ticket, department, CHIEF, records, office.centre, office.at)

    assert await office.does(step)


async def _ends(office: Office) -> None:
    await office.post([])
    await office.check_words()
    await office.check_all()


@pytest.mark.parametrize("sent", (0, 2, 4, 6))
def test_a_ticket_moved_to_and_fro_before_its_story_is_out(office: Office, sent: int) -> None:
    async def journey() -> None:
        await _transfer(office, "housing")
        await office.post([], at_most=sent)
        await _transfer(office, "family")
        await office.post([], at_most=sent)
        await _transfer(office, "housing")
        await _ends(office)

    office.run(journey())


@pytest.mark.parametrize("sent", (0, 2, 4, 6))
def test_a_topic_lost_while_the_story_is_told(office: Office, sent: int) -> None:
    async def journey() -> None:
        await _transfer(office, "housing")
        await office.post([], at_most=sent)
        await office.post(["topic gone"], at_most=1)
        await _ends(office)

    office.run(journey())
