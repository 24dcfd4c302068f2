"""Residents' keys are drawn anew while others write: all is read as before, and the old keys open nothing."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, text

from desk.passage import Passage, Speaker
from desk.people import Resident
from desk.source import Source
from storage import redrawing
from storage.records import Storage
from storage.redrawing import redraw
from storage.residents import damaged
from storage.rotating import Step
from storage.sealed import HOUSE, RETIRED
from storage.sealing import vault_keys
from tests.storage.conftest import VAULT, opened, opened_beside
from tests.storage.samples import ANNA, AT
from tests.storage.test_rotating import read
from tests.storage.test_sealing import SECRET, fill


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawing, "GRACE", 0)
    monkeypatch.setattr(redrawing, "PAUSE", 0)


async def redrawn(storage: Storage) -> list[Step]:
    return [step async for step in redraw(storage)]


async def numbers(storage: Storage) -> dict[int, int]:
    """Owner → number of the key."""
    async with storage.database.reader() as reader:
        return {row.owner: row.id for row in await reader.execute(select(vault_keys))}


async def test_other_keys_seal_the_same_words_and_the_old_ones_are_gone(url: str) -> None:
    async with opened(url, VAULT) as storage:
        await fill(storage)
        before = await numbers(storage)
        steps = await redrawn(storage)
        after = await numbers(storage)
        assert after.keys() == before.keys()
        changed = {owner for owner in after if after[owner] != before[owner]}
        assert changed == {ANNA.id, HOUSE}, "neither that of hashes nor that of a day"
        assert {"residents", "passages", "notes", "questions", "letters"} <= {step.table for step in steps}
        assert (steps[-1].table, steps[-1].done, steps[-1].of) == ("vault_keys", 2, 2)
    async with opened(url, VAULT) as storage:
        assert (await read(storage))[0] == f"Анна {SECRET}"
        async with storage.visit(AT) as visit:
            assert len(await visit.mailbag.waiting(0)) == 3


async def test_whoever_writes_meanwhile_loses_nothing_and_whoever_is_forgotten_is(url: str) -> None:
    async with opened(url, VAULT) as bot, opened_beside(url, VAULT) as command:
        async with bot.visit(AT) as visit:
            for number in range(1, 120):
                visit.residents.save(Resident(number, f"Имя {number}"))
            await visit.commit()
        before = await numbers(bot)

        async def write() -> None:
            for number in range(1, 120, 7):
                async with bot.visit(AT) as visit:
                    visit.residents.save(Resident(number, f"Новое {number}"))
                    visit.passages.keep(
                        Passage(number, Source(number, 1), Speaker.RESIDENT, f"слово {number}")
                    )
                    await visit.commit()
            async with bot.visit(AT) as visit:
                await visit.erasure.forget(50, (), AT)
                await visit.commit()

        await asyncio.gather(write(), redrawn(command))
        async with bot.visit(AT) as visit:
            for number in set(range(1, 120)) - {50}:
                resident = await visit.residents.get(number)
                name = "Новое" if number % 7 == 1 else "Имя"
                assert resident is not None and resident.name == f"{name} {number}"
        after = await numbers(bot)
        assert not set(before.values()) & set(after.values())
        assert not [owner for owner in after if owner >= RETIRED or owner == HOUSE + RETIRED or owner == 50]


async def test_it_goes_on_where_it_was_broken_off_and_a_resident_may_go_meanwhile(url: str) -> None:
    async with opened(url, VAULT) as storage:
        async with storage.visit(AT) as visit:
            for number in (1, 2, 3):
                visit.residents.save(Resident(number, f"Имя {number}"))
            await visit.commit()
        before = await numbers(storage)
        async for _ in redraw(storage):
            break
        assert before.keys() == {owner - RETIRED for owner in await numbers(storage)}
        async with storage.visit(AT) as visit:
            known = await visit.residents.get(1)
            assert known is not None and known.name == "Имя 1"
            visit.residents.save(known.known_as("Другое"))
            await visit.erasure.forget(2, (), AT)
            await visit.commit()
        assert 2 + RETIRED not in await numbers(storage)
        await redrawn(storage)
        assert (await numbers(storage)).keys() == {1, 3}
        async with storage.visit(AT) as visit:
            names = [one.name for number in (1, 3) if (one := await visit.residents.get(number)) is not None]
        assert names == ["Другое", "Имя 3"]


async def test_what_does_not_open_stays_and_so_does_its_key(url: str) -> None:
    async with opened(url, VAULT) as storage:
        async with storage.visit(AT) as visit:
            for number in (1, 2):
                visit.residents.save(Resident(number, f"Имя {number}"))
            await visit.commit()
        before = await numbers(storage)
        async with storage.database.writing.begin() as connection:
            await connection.execute(
                text(
                    "UPDATE residents SET name = substr(name, 1, 40) || 'AA' || substr(name, 43) WHERE id = 1"
                )
            )
        steps = await redrawn(storage)
        assert (steps[-1].done, steps[-1].of) == (1, 2)
        after = await numbers(storage)
        assert after[1 + RETIRED] == before[1] and 2 + RETIRED not in after
        async with storage.database.reader() as reader:
            assert await damaged(reader) == [1]
