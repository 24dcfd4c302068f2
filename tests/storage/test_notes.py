"""What operators wrote for each other."""

from __future__ import annotations

from dataclasses import replace

from desk.records import Note
from desk.source import Source
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT, GROUP, NUMBER, TEXTS

Records = Storage | FakeStorage
NOTE = Note(NUMBER, Source(GROUP, 100), "Ольга", "позвонить", after=10)


async def kept(records: Records, *notes: Note) -> list[Note]:
    async with records.visit(AT) as visit:
        for note in notes:
            visit.notes.add(note)
        await visit.commit()
    async with records.visit(AT) as visit:
        return list(await visit.notes.of_ticket(NUMBER))


async def test_notes_of_a_ticket_are_told_oldest_first(records: Records) -> None:
    second = replace(NOTE, source=Source(GROUP, 99), words=TEXTS["emoji"])
    others = replace(NOTE, ticket_id=NUMBER + 1, source=Source(GROUP, 101))
    assert await kept(records, NOTE, second, others) == [NOTE, second]


async def test_the_same_message_read_twice_is_one_note(records: Records) -> None:
    assert await kept(records, NOTE, NOTE) == [NOTE]


async def test_an_edited_note_keeps_its_place(records: Records) -> None:
    await kept(records, NOTE)
    async with records.visit(AT) as visit:
        visit.notes.reword(NUMBER, NOTE.source, "уже позвонили")
        visit.notes.reword(NUMBER, Source(GROUP, 7), "не заметка")
        await visit.commit()
    assert await kept(records) == [replace(NOTE, words="уже позвонили")]
