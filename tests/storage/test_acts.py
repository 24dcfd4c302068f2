"""The register of acts: added, numbered without gaps, and never changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from desk.act import About, Act
from desk.chain import NOTE_HASH, Chain, Flaw
from desk.deed import Deed
from storage.act_chain import followed, is_guarded
from storage.acts import acts
from storage.database import Database
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
    assert kept.canonical == replace(said, number=1, note_hash=kept.note_hash).canonical
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
        assert await flaws(one) == []
    assert numbers == list(range(80, 0, -1))


LONG = "x" * 40
CHANGES = [  # one byte, or as little as makes another value
    ("number", "number + 100"),
    ("at", {"sqlite": "substr(at, 1, 25) || '7'", "postgresql": "at + interval '1 microsecond'"}),
    ("deed", "upper(deed)"),
    ("deed", "'open'"),
    ("by_id", "by_id + 1"),
    ("by_id", "NULL"),
    ("by_name", "by_name || ' '"),
    ("ticket_id", "ticket_id + 1"),
    ("person_id", "coalesce(person_id, 0) + 1"),
    ("note", "note || '.'"),
    ("hash", "CASE substr(hash, 1, 1) WHEN 'f' THEN '0' ELSE 'f' END || substr(hash, 2)"),
    ("hash", "upper(hash)"),
]


async def tamper(storage: Storage, *statements: str) -> None:
    """As somebody does who owns the database: the guards are taken away first."""
    async with storage.database.writing.begin() as connection:
        guards = ["ALTER TABLE acts DISABLE TRIGGER acts_stay"]
        if storage.database.dialect == "sqlite":
            guards = ["DROP TRIGGER acts_stay_update", "DROP TRIGGER acts_stay_delete"]
        for one in (*guards, *statements):
            await connection.execute(text(one))


async def flaws(storage: Storage, noted: tuple[int, str] | None = None) -> list[tuple[int, Flaw]]:
    return (await followed(storage.database, noted)).flaws


async def guard_again(storage: Storage) -> None:
    """PostgreSQL's tests share a database."""
    if storage.database.dialect == "postgresql":
        async with storage.database.writing.begin() as connection:
            await connection.execute(text("ALTER TABLE acts ENABLE TRIGGER acts_stay"))


@pytest.mark.parametrize(("column", "changed"), CHANGES, ids=lambda one: str(one)[:30])
async def test_a_change_in_any_column_is_found(storage: Storage, column: str, changed: Any) -> None:
    await keep(storage, *EVERY, replace(CLOSED, note=LONG), *EVERY)
    assert await flaws(storage) == []
    assert await is_guarded(storage.database)
    value = changed if isinstance(changed, str) else changed[storage.database.dialect]
    await tamper(storage, f"UPDATE acts SET {column} = {value} WHERE number = 4")
    found = await flaws(storage)
    guarded = await is_guarded(storage.database)
    await guard_again(storage)
    assert found and found[0][0] in (4, 5)
    assert not guarded


async def test_a_removed_a_swapped_and_an_added_row_are_found(storage: Storage) -> None:
    await keep(storage, *EVERY, *EVERY)
    await tamper(
        storage,
        "UPDATE acts SET number = 100 WHERE number = 2",
        "UPDATE acts SET number = 2 WHERE number = 3",
        "UPDATE acts SET number = 3 WHERE number = 100",
    )
    assert [number for number, _ in await flaws(storage)] == [2, 3, 4]
    async with storage.database.writing.begin() as connection:
        await connection.execute(text("DELETE FROM acts WHERE number = 2"))
    assert (await flaws(storage))[0] == (3, Flaw.MISSING)
    async with storage.database.writing.begin() as connection:
        await connection.execute(text("DELETE FROM acts WHERE number = 3"))
        await connection.execute(
            text("INSERT INTO acts SELECT 7, at, deed, by_id, by_name, ticket_id, person_id, note, hash"
                 " FROM acts WHERE number = 6")
        )  # fmt: skip
    assert (7, Flaw.CHANGED) in await flaws(storage)
    await guard_again(storage)


async def test_a_cut_tail_is_found_by_a_hash_noted_before(storage: Storage) -> None:
    await keep(storage, *EVERY)
    async with storage.visit(AT) as visit:
        noted = await visit.acts.head()
    await tamper(storage, "DELETE FROM acts WHERE number = 3")
    assert await flaws(storage) == []
    assert await flaws(storage, noted) == [(3, Flaw.CUT)]
    await keep(storage, replace(NAMED, note="другое"))
    assert await flaws(storage, noted) == [(3, Flaw.REWRITTEN)]
    await guard_again(storage)


async def test_what_is_exported_follows_by_itself(records: Records) -> None:
    await keep(records, *EVERY, *EVERY)
    chain = Chain()
    async with records.visit(AT) as visit:
        while some := await visit.acts.exported(chain.count):
            for one in some:
                chain.follow_line(one)
        assert await visit.acts.head() == (chain.number, chain.head)
    assert (chain.count, chain.flaws) == (6, [])


async def test_a_note_about_a_resident_lies_beside_its_act_and_goes_with_them(storage: Storage) -> None:
    await keep(storage, *EVERY)
    async with storage.database.reader() as reader:
        notes = [row.note for row in await reader.execute(text("SELECT note FROM acts ORDER BY number"))]
        stored = (await reader.execute(text("SELECT words FROM act_notes"))).scalar()
    assert notes[1:] == ["", "Ольга"] and NOTE_HASH.fullmatch(notes[0])
    assert CLOSED.note not in stored, "sealed"
    async with storage.visit(AT) as visit:
        lines = b"".join(await visit.acts.exported(0))
    assert json.dumps(CLOSED.note)[1:-1].encode() in lines
    head = (await found(storage))[0].hash
    async with storage.visit(AT) as visit:
        await visit.erasure.forget(7001, (), AT)
        await visit.commit()
    assert [one.note for one in await found(storage)] == ["Ольга", "", ""]
    assert await flaws(storage, (3, head)) == []
    async with storage.database.reader() as reader:
        assert (await reader.execute(text("SELECT count(*) FROM act_notes"))).scalar() == 0


async def test_two_notes_alike_have_other_hashes_so_that_nobody_can_try_words(storage: Storage) -> None:
    await keep(storage, CLOSED, CLOSED)
    first, second = await found(storage)
    assert first.note == second.note == CLOSED.note and first.note_hash != second.note_hash


async def test_a_changed_note_is_found_in_the_database_and_in_a_file(storage: Storage) -> None:
    await keep(storage, NAMED, CLOSED)
    async with storage.visit(AT) as visit:
        lines = await visit.acts.exported(0)
    chain = Chain()
    for one in (lines[0], lines[1].replace(b'"words":"', b'"words":"f')):
        chain.follow_line(one)
    assert chain.flaws == [(2, Flaw.CHANGED)]
    chain = Chain()
    for one in lines:
        chain.follow_line(one)
    assert chain.flaws == []
    # As it lies there, sealed; then in the open, as without keys.
    for words in ("substr(words, 1, 50) || 'AA' || substr(words, 53)", "'0123 другое'"):
        await storage.writer.commit([Change(text(f"UPDATE act_notes SET words = {words}"), {})])
        assert await flaws(storage) == [(2, Flaw.CHANGED)]


async def test_without_keys_the_chain_is_followed_and_sealed_notes_are_left(
    fresh: Callable[[str], str],
) -> None:
    url = fresh("sqlite")
    async with opened(url) as storage:
        await keep(storage, *EVERY)
    database = Database.beside(url)
    try:
        chain = await followed(database)
    finally:
        await database.close()
    assert (chain.count, chain.flaws) == (3, [])
