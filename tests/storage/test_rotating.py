"""What lies open is sealed, and keys are wrapped anew, while others write; begun again, it goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.passage import Passage, Speaker, sought
from desk.people import Resident
from desk.source import Source
from storage import rotating
from storage.records import Storage
from storage.rotating import Step, lie_open, rotate
from storage.vault import Vault
from tests.storage.conftest import VAULT, opened, opened_beside
from tests.storage.samples import ANNA, AT, GROUP, NUMBER
from tests.storage.test_sealing import SECRET, fill, stored, words_in

NEWER = Vault({"new": bytes(range(32)), "newer": bytes(range(1, 33))})
ONLY_NEWER = Vault({"newer": bytes(range(1, 33))})


async def turned(storage: Storage) -> list[Step]:
    return [step async for step in rotate(storage)]


async def read(storage: Storage) -> tuple[str, list[int], int]:
    async with storage.visit(AT) as visit:
        anna = await visit.residents.get(ANNA.id)
        found = await visit.passages.find(sought("канарейки"), [GROUP], 5)
        assert anna is not None
        return anna.name, [one.ticket_id for one in found], len(await visit.mailbag.waiting(0))


async def test_what_was_written_without_the_vault_is_sealed_and_still_found(url: str) -> None:
    async with opened(url) as plain:
        await fill(plain)
        assert SECRET in await stored(plain)
    async with opened(url, VAULT) as storage:
        assert await lie_open(storage.database) == 8
        steps = await turned(storage)
        tables = {"residents", "passages", "notes", "questions", "letters", "inbox"}
        assert {step.table for step in steps} == tables
        assert all(step.done == step.of for step in steps)
        assert await lie_open(storage.database) == 0
        assert SECRET not in await stored(storage)
        assert await read(storage) == (f"Анна {SECRET}", [NUMBER], 3)
        assert await turned(storage) == []


async def test_keys_are_wrapped_by_the_newest_and_the_older_ones_are_not_needed_any_more(url: str) -> None:
    async with opened(url, VAULT) as storage:
        await fill(storage)
    async with opened(url, NEWER) as storage:
        (step,) = await turned(storage)
        assert (step.table, step.done) == ("vault_keys", 4)
    async with opened(url, ONLY_NEWER) as storage:
        assert await read(storage) == (f"Анна {SECRET}", [NUMBER], 3)


async def test_it_goes_on_where_it_was_broken_off(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "AT_ONCE", 3)
    rotating._next.cache_clear()
    async with opened(url) as plain, plain.visit(AT) as visit:
        for number in range(10):
            visit.residents.save(Resident(number, f"Имя {number}"))
        await visit.commit()
    async with opened(url, VAULT) as storage:
        async for step in rotate(storage):
            assert (step.done, step.of) == (3, 10)
            break
        assert await lie_open(storage.database) == 7
        assert [(step.done, step.of) for step in await turned(storage)] == [(3, 7), (6, 7), (7, 7)]
        async with storage.visit(AT) as visit:
            names = [one.name for number in range(10) if (one := await visit.residents.get(number))]
    rotating._next.cache_clear()
    assert names == [f"Имя {number}" for number in range(10)]


async def test_whoever_writes_meanwhile_loses_nothing(url: str) -> None:
    async with opened(url) as plain, plain.visit(AT) as visit:
        for number in range(300):
            visit.residents.save(Resident(number, f"Имя {number}"))
            visit.passages.keep(Passage(number, Source(number, 1), Speaker.RESIDENT, f"слово {number}"))
        await visit.commit()
    async with opened(url, VAULT) as bot, opened_beside(url, VAULT) as command:

        async def write() -> None:
            for number in range(0, 300, 7):
                async with bot.visit(AT) as visit:
                    visit.residents.save(Resident(number, f"Новое {number}"))
                    visit.passages.keep(
                        Passage(number, Source(number, 1), Speaker.RESIDENT, f"иначе {number}")
                    )
                    await visit.commit()

        await asyncio.gather(write(), turned(command))
        assert await lie_open(bot.database) == 0
        async with bot.visit(AT) as visit:
            for number in range(300):
                resident, said = await visit.residents.get(number), await visit.passages.of(Source(number, 1))
                word, name = ("иначе", "Новое") if number % 7 == 0 else ("слово", "Имя")
                assert resident is not None and resident.name == f"{name} {number}"
                assert said is not None and said.words == f"{word} {number}"


async def test_the_file_of_sqlite_forgets_what_it_held_open(fresh: Callable[[str], str]) -> None:
    path = Path((url := fresh("sqlite")).partition("///")[2])
    async with opened(url) as plain:
        await fill(plain)
    assert words_in(path)
    async with opened(url, VAULT) as storage:
        await turned(storage)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert words_in(path) == {}
