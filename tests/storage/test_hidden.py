"""What may be seen of messages with private numbers."""

from __future__ import annotations

from dataclasses import replace

from desk.hidden import Hidden
from desk.private_numbers import Private
from desk.source import Source
from desk.words import Words
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, TEXTS

Records = Storage | FakeStorage
HERE = Source(ANNA.id, 17)
MARKS: tuple[dict[str, object], ...] = ({"type": "bold", "offset": 0, "length": 2},)
WORDS = Words(TEXTS["emoji"] + "•••", MARKS, True, {"is_disabled": True})
HIDDEN = Hidden(HERE, (Private.SNILS, Private.SMS_CODE), WORDS, True, AT)


async def found(records: Records, source: Source = HERE) -> Hidden | None:
    async with records.visit(AT) as visit:
        return await visit.hidden.get(source)


async def test_hidden_words_come_back_the_same_and_the_last_ones_count(records: Records) -> None:
    for one in (HIDDEN, replace(HIDDEN, words=Words("код ••••"), captioned=False)):
        async with records.visit(AT) as visit:
            visit.hidden.save(one)
            assert await visit.hidden.get(HERE) == one
            await visit.commit()
        assert await found(records) == one
    assert await found(records, Source(ANNA.id, 18)) is None


async def test_a_message_that_gives_nothing_away_any_more_is_forgotten(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.hidden.save(HIDDEN)
        await visit.commit()
    async with records.visit(AT) as visit:
        visit.hidden.forget(HERE)
        assert await visit.hidden.get(HERE) is None
        await visit.commit()
    assert await found(records) is None
