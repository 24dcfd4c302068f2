"""What was said in tickets, found again on every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.passage import Passage, Speaker, sought
from desk.records import Thread
from desk.source import Source
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, GROUP, NUMBER, TEXTS

Records = Storage | FakeStorage
SAID = Passage(NUMBER, Source(ANNA.id, 10), Speaker.RESIDENT, "Когда вывезут мусор со двора?")
LATER = Passage(NUMBER + 1, Source(ANNA.id, 20), Speaker.NOTE, "Мусора нет, двор чистый")


async def keep(records: Records, *said: Passage) -> None:
    async with records.visit(AT) as visit:
        for one in said:
            visit.passages.keep(one)
            visit.threads.save(Thread(one.ticket_id, GROUP))
        await visit.commit()


async def find(records: Records, words: str, *chats: int, most: int = 50) -> list[tuple[int, Speaker, str]]:
    async with records.visit(AT) as visit:
        hits = await visit.passages.find(sought(words), chats or (GROUP,), most)
    return [(one.ticket_id, one.speaker, one.words) for one in hits]


def told(one: Passage) -> tuple[int, Speaker, str]:
    return one.ticket_id, one.speaker, one.words


async def test_the_ticket_spoken_of_last_comes_first(records: Records) -> None:
    await keep(records, SAID, LATER)
    assert await find(records, "МУСОРОМ") == [told(LATER), told(SAID)]
    assert await find(records, "мусор", most=1) == [told(LATER)]


async def test_words_are_known_by_their_message(records: Records) -> None:
    await keep(records, SAID, LATER)
    async with records.visit(AT) as visit:
        assert await visit.passages.of(SAID.source) == SAID
        assert await visit.passages.of(Source(ANNA.id, 11)) is None


async def test_all_words_are_to_be_said_in_the_ticket_and_the_newest_of_them_is_shown(
    records: Records,
) -> None:
    reply = Passage(NUMBER, Source(GROUP, 5), Speaker.OPERATOR, "Завтра приедет машина")
    await keep(records, SAID, LATER, reply)
    assert await find(records, "машина мусор") == [told(reply)]
    assert await find(records, "машина мусор снег") == []


async def test_only_the_groups_asked_for_are_searched(records: Records) -> None:
    await keep(records, SAID)
    assert await find(records, "мусор", GROUP - 1) == []
    assert await find(records, "мусор", GROUP - 1, GROUP) == [told(SAID)]


async def test_an_edit_takes_the_place_of_the_words_before(records: Records) -> None:
    await keep(records, SAID, LATER)
    now = replace(SAID, words="Когда уберут снег?")
    await keep(records, now)
    assert await find(records, "двор") == [told(LATER)]
    assert await find(records, "снега") == [told(now)]


async def test_what_has_no_words_is_not_kept(records: Records) -> None:
    await keep(records, replace(SAID, words=" \n"))
    assert await find(records, "мусор") == []


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
async def test_any_text_is_kept_and_looked_for(records: Records, words: str) -> None:
    await keep(records, replace(SAID, words=f"{words} двор"[-60_000:]), LATER)
    assert (await find(records, "двор"))[0] == told(LATER)
    await find(records, words)


async def test_what_was_taken_back_is_found_no_more(records: Records) -> None:
    await keep(records, SAID, LATER)
    async with records.visit(AT) as visit:
        visit.passages.forget(SAID.source)
        await visit.commit()
    assert await find(records, "мусор") == [told(LATER)]
