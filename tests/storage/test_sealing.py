"""What residents write lies sealed in the database, opens for those who have the key, and for nobody else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from desk.addressee import ToChat, ToResident, ToThread
from desk.letters import Letter, Say
from desk.passage import Passage, Speaker, sought
from desk.people import Resident
from desk.question import Question
from desk.records import Note, Thread
from desk.source import Source
from storage.database import DatabaseUnusable, fits
from storage.inbox import Inbox, Incoming, done
from storage.notes import notes
from storage.outages import Unavailable
from storage.records import Storage
from storage.sealed import DAYS, HOUSE, SEARCH
from storage.sealing import DESTROY
from storage.tables import TABLES
from storage.vault import Broken, Vault
from storage.writer import Change
from tests.storage.conftest import VAULT, opened
from tests.storage.samples import ANNA, AT, GROUP, NUMBER, TICKET

SECRET = "канарейка"
SAID = Passage(NUMBER, Source(ANNA.id, 10), Speaker.RESIDENT, f"Где {SECRET}?")


async def fill(storage: Storage) -> None:
    """Words of a resident wherever they can be; the mailbag, the inbox and the house's own among them."""
    async with storage.visit(AT) as visit:
        visit.residents.save(Resident(ANNA.id, f"Анна {SECRET}"))
        visit.tickets.add(TICKET)
        visit.threads.save(Thread(NUMBER, GROUP))
        visit.passages.keep(SAID)
        visit.notes.add(Note(NUMBER, Source(GROUP, 5), "Ольга", f"звонила {SECRET}", 0))
        visit.questions.save(Question(ANNA.id, 10, f"Где моя {SECRET}?", AT))
        for to in (ToResident(ANNA.id), ToThread(NUMBER), ToChat(GROUP)):
            visit.outbox.add(Letter(to, Say("note", {"text": SECRET})))
        await visit.commit()
    inbox = Inbox(storage.database, storage.writer, 42)
    await inbox.keep([Incoming("u1", f"p{ANNA.id}", f'{{"text": "{SECRET}"}}'.encode())], AT)


async def stored(storage: Storage) -> str:
    """All that the tables hold, as whoever stole them reads it."""
    rows = []
    async with storage.database.writing.begin() as connection:
        for table in TABLES:
            for row in await connection.execute(text(f"SELECT * FROM {table.name}")):
                rows.append(" ".join(_shown(one) for one in row))
    return "\n".join(rows).lower()


def _shown(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


async def owners(storage: Storage) -> set[int]:
    async with storage.database.reader() as reader:
        return {row.owner for row in await reader.execute(text("SELECT owner FROM vault_keys"))}


async def test_nothing_of_it_can_be_read_in_the_database(storage: Storage) -> None:
    await fill(storage)
    found = await stored(storage)
    for word in (SECRET, "канарейк", "где", "звонила", "анна", json.dumps(SECRET).strip('"')):
        assert word not in found
    async with storage.visit(AT) as visit:
        anna = await visit.residents.get(ANNA.id)
        assert anna is not None and anna.name == f"Анна {SECRET}"
        assert await visit.passages.of(SAID.source) == SAID
        assert [one.words for one in await visit.notes.of_ticket(NUMBER)] == [f"звонила {SECRET}"]
        question = await visit.questions.get(ANNA.id, 10)
        assert question is not None and question.text == f"Где моя {SECRET}?"
        assert len(await visit.mailbag.waiting(0)) == 3


async def test_a_resident_has_one_key_and_what_is_nobodys_has_others(storage: Storage) -> None:
    await fill(storage)
    day = DAYS + AT.toordinal()
    assert await owners(storage) == {ANNA.id, HOUSE, SEARCH, day}


async def test_what_was_written_before_the_vault_was_switched_on_stays_readable_and_found(url: str) -> None:
    async with opened(url) as plain:
        await fill(plain)
    async with opened(url, VAULT) as storage, storage.visit(AT) as visit:
        assert await visit.passages.of(SAID.source) == SAID
        later = Passage(NUMBER, Source(ANNA.id, 11), Speaker.RESIDENT, "А ещё двор")
        visit.passages.keep(later)
        await visit.commit()
        for words in ("канарейки", "двора"):
            assert [one.ticket_id for one in await visit.passages.find(sought(words), [GROUP], 5)] == [NUMBER]
        assert not await visit.passages.find(sought("мусор"), [GROUP], 5)


async def test_words_put_into_another_row_do_not_open(storage: Storage) -> None:
    await fill(storage)
    async with storage.visit(AT) as visit:
        visit.passages.keep(Passage(NUMBER, Source(ANNA.id, 11), Speaker.RESIDENT, "другое"))
        await visit.commit()
    async with storage.database.writing.begin() as connection:
        stolen = await connection.scalar(text("SELECT words FROM passages WHERE message_id = 10"))
        await connection.execute(
            text("UPDATE passages SET words = :stolen WHERE message_id = 11"), {"stolen": stolen}
        )
    async with storage.visit(AT) as visit:
        with pytest.raises(Broken, match="passages"):
            await visit.passages.of(Source(ANNA.id, 11))


async def test_a_destroyed_key_takes_the_words_with_it_and_nobody_elses(storage: Storage) -> None:
    await fill(storage)
    async with storage.visit(AT) as visit:
        visit.residents.save(Resident(1002, "Борис"))
        await visit.commit()
    async with storage.visit(AT) as visit:
        visit.outbox.add(Letter(ToResident(ANNA.id), Say("erased", {"text": "прощайте"})))
        await visit.commit(Change(DESTROY, {"key": ANNA.id}))
    for _ in range(2):  # from here, and as another process does
        async with storage.visit(AT) as visit:
            anna, boris = await visit.residents.get(ANNA.id), await visit.residents.get(1002)
            assert anna is not None and anna.name == ""
            assert boris is not None and boris.name == "Борис"
            *_, last = await visit.mailbag.waiting(0)
            assert "прощайте" in str(last)
        storage.database.sealing._keys.clear()


async def test_whoever_writes_again_has_a_new_key(storage: Storage) -> None:
    await fill(storage)
    async with storage.visit(AT) as visit:
        await visit.commit(Change(DESTROY, {"key": ANNA.id}))
    assert ANNA.id not in await owners(storage)
    async with storage.visit(AT) as visit:
        visit.questions.save(Question(ANNA.id, 20, "Снова я", AT))
        await visit.commit()
    async with storage.visit(AT) as visit:
        old, new = await visit.questions.get(ANNA.id, 10), await visit.questions.get(ANNA.id, 20)
    assert old is not None and old.text == ""
    assert new is not None and new.text == "Снова я"


async def test_another_process_does_not_write_with_a_key_that_is_destroyed(
    fresh: Callable[[str], str],
) -> None:
    url = fresh("postgresql")
    async with opened(url, VAULT) as one, opened(url, VAULT) as other:
        await fill(one)
        async with other.visit(AT) as visit:
            assert await visit.passages.of(SAID.source) == SAID
        async with one.visit(AT) as visit:
            await visit.commit(Change(DESTROY, {"key": ANNA.id}))
        async with other.visit(AT) as visit:
            visit.questions.save(Question(ANNA.id, 20, "Снова я", AT))
            await visit.commit()
        async with one.visit(AT) as visit:
            kept = await visit.questions.get(ANNA.id, 20)
            assert kept is not None and kept.text == "Снова я"


async def test_keys_of_days_go_with_the_updates_of_these_days(storage: Storage) -> None:
    inbox = Inbox(storage.database, storage.writer, 42)
    later = AT + timedelta(days=20)
    (first,) = await inbox.keep([Incoming("u1", "p1", b"{}")], AT)
    await inbox.keep([Incoming("u2", "p1", b"{}")], later)
    assert await owners(storage) == {DAYS + AT.toordinal(), DAYS + later.toordinal()}
    assert not await inbox.forget(later - timedelta(days=14))
    assert len(await owners(storage)) == 2  # the first one still waits for its visit
    await storage.writer.commit([done(first.id)])
    assert not await inbox.forget(later - timedelta(days=14))
    assert await owners(storage) == {DAYS + later.toordinal()}
    assert [one.raw for one in await inbox.waiting()] == [b"{}"]


async def test_a_process_without_the_key_does_not_start(url: str) -> None:
    async with opened(url, VAULT) as storage:
        await fill(storage)
        await fits(storage.database)
    for vault, said in (
        (Vault(), "ключом «new», а его нет"),
        (Vault({"old": bytes(32)}), "ключом «new», а его нет"),
        (Vault({"new": bytes(32)}), "не тот"),
    ):
        async with opened(url, vault) as storage:
            with pytest.raises(DatabaseUnusable, match=said) as refusal:
                await fits(storage.database)
            assert "\n" not in str(refusal.value)


async def test_what_a_newer_key_has_sealed_is_not_taken_for_nothing(url: str) -> None:
    async with opened(url, VAULT) as storage:
        await fill(storage)
    async with opened(url, Vault({"old": bytes(32)})) as late:
        with pytest.raises(Unavailable, match="master key"):
            async with late.visit(AT) as visit:
                await visit.residents.get(ANNA.id)


async def test_what_brings_sealed_words_without_their_row_is_refused(storage: Storage) -> None:
    async with storage.database.reader() as reader:
        with pytest.raises(LookupError, match=r"notes\.words is sealed: bring chat_id, message_id"):
            await reader.execute(select(notes.c.words))


async def test_the_files_of_sqlite_hold_no_word(fresh: Callable[[str], str]) -> None:
    path = Path((url := fresh("sqlite")).partition("///")[2])
    async with opened(url, VAULT) as storage:
        await fill(storage)
        assert words_in(path) == {}
        assert path.with_name(path.name + "-wal").exists()
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert words_in(path) == {}


async def test_without_the_vault_they_would_be_found(fresh: Callable[[str], str]) -> None:
    path = Path((url := fresh("sqlite")).partition("///")[2])
    async with opened(url) as storage:
        await fill(storage)
        assert words_in(path) == {f"{path.name}-wal": [SECRET, "звонила", "Анна"]}


def words_in(path: Path) -> dict[str, list[str]]:
    """The words of `fill` in the bytes of a database's files."""
    files = [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
    contents = {one.name: one.read_bytes() for one in files}
    words = (SECRET, "звонила", "Анна")
    found = {name: [one for one in words if one.encode() in kept] for name, kept in contents.items()}
    return {name: one for name, one in found.items() if one}
