"""Replies that are held."""

from __future__ import annotations

from dataclasses import replace

from desk.aside import Aside
from desk.people import Operator
from desk.question import Message
from desk.source import Source
from desk.words import Excerpt, Words
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT, GROUP, TEXTS

Records = Storage | FakeStorage
TICKET = 2026_000_000_001
MARKS = (
    {"type": "bold", "offset": 0, "length": 2},
    {"type": "text_link", "offset": 3, "length": 1, "url": "x"},
)
PAVEL = Operator(7_000_000_056, "Павел")
PART = Excerpt(Words(TEXTS["four bytes"], MARKS), 7)
WORDS = Message(Source(GROUP, 20), Words(TEXTS["emoji"], MARKS), AT, quoting=Source(GROUP, 4), excerpt=PART)
PHOTO = Message(Source(GROUP, 10), Words(""), AT, "photo", "a1")
ONE, OTHER = Aside(TICKET, PAVEL, WORDS), Aside(TICKET, PAVEL, PHOTO)


async def keep(records: Records, *asides: Aside) -> None:
    async with records.visit(AT) as visit:
        for one in asides:
            visit.asides.save(one)
        await visit.commit()


async def test_held_replies_of_a_ticket_are_found_oldest_first(records: Records) -> None:
    await keep(records, ONE, OTHER, Aside(TICKET + 1, PAVEL, replace(PHOTO, source=Source(GROUP, 30))))
    async with records.visit(AT) as visit:
        assert list(await visit.asides.of_ticket(TICKET)) == [OTHER, ONE]


async def test_a_visit_sees_what_it_has_edited_and_decided(records: Records) -> None:
    await keep(records, ONE, OTHER)
    edited = ONE.reworded(replace(WORDS, words=Words("иначе")))
    async with records.visit(AT) as visit:
        visit.asides.save(edited)
        visit.asides.remove(PHOTO.source)
        assert list(await visit.asides.of_ticket(TICKET)) == [edited]
        await visit.commit()
    async with records.visit(AT) as visit:
        assert list(await visit.asides.of_ticket(TICKET)) == [edited]


async def test_a_group_s_new_id_replaces_the_old_one_but_in_what_it_holds_under_the_new_one(
    records: Records,
) -> None:
    new = GROUP - 7
    newer = Aside(TICKET, PAVEL, replace(PHOTO, source=Source(new, 10), words=Words("новее")))
    elsewhere = Aside(TICKET, PAVEL, replace(PHOTO, source=Source(GROUP - 1, 12), album=None))
    await keep(records, ONE, OTHER, newer, elsewhere)
    async with records.visit(AT) as visit:
        visit.asides.move(GROUP, new)
        await visit.commit()
    moved = Aside(TICKET, PAVEL, replace(WORDS, source=Source(new, 20), quoting=Source(new, 4)))
    async with records.visit(AT) as visit:
        found = list(await visit.asides.of_ticket(TICKET))
    assert [one for one in found if one.message.source.chat_id != GROUP] == [newer, elsewhere, moved]
