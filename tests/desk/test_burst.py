"""What a resident writes within seconds is answered once, together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import reception
from desk.addressee import ToResident
from desk.letters import Answer, Content, Say
from desk.question import Question
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, FakeKnowledge, centre, message, sure, unknown

TOLD = "как получить\nпособие"
BASE = replace(
    centre(), knowledge=FakeKnowledge(unknown(), {TOLD: sure(BENEFIT), "Где мусор": sure(BENEFIT)})
)


async def says(records: FakeRecords, *texts: tuple[str, float]) -> list[Content]:
    """Words, each so many seconds after the first; what is on its way to Anna then. Nothing is ever sent."""
    number = max((one.message_id for one in records.questions.all.values()), default=9)
    for place, (text, seconds) in enumerate(texts, number + 1):
        later = replace(message(text, place), at=AT + timedelta(seconds=seconds))
        await reception.receive(later, ANNA, records, BASE)
    return records.outbox.to(ToResident(ANNA.id))


async def kept(records: FakeRecords, number: int) -> Question:
    question = await records.questions.get(ANNA.id, number)
    assert question is not None
    return question


async def test_the_first_message_is_answered_at_once_and_the_next_waits_for_more() -> None:
    records = FakeRecords()
    await says(records, ("добрый человек", 0), ("как получить", 3))
    assert [(one.album, one.held) for one in records.outbox.all] == [(None, 0), ("7001:11:burst", 2)]


async def test_what_comes_while_the_answer_waits_is_one_question() -> None:
    records = FakeRecords()
    told = await says(records, ("не пойму", 0), ("как получить", 2), ("пособие", 3))
    assert [type(one) for one in told] == [Say, Answer]
    question = await kept(records, 11)
    assert (question.text, question.parts, question.entries) == (TOLD, (12,), ("fam-01",))
    assert [one.message_id for one in question.sources] == [11, 12], "a person gets both"


async def test_ten_messages_get_two_answers() -> None:
    records = FakeRecords()
    told = await says(records, *((f"непонятное слово {number}", number / 2) for number in range(10)))
    assert len(told) == 2
    assert (await kept(records, 11)).parts == tuple(range(12, 20))


async def test_a_flood_is_many_questions_and_none_grows_without_end() -> None:
    records = FakeRecords()
    told = await says(records, *((f"непонятное слово {number}", number / 100) for number in range(100)))
    questions = records.questions.all.values()
    assert [len(one.sources) for one in questions] == [1, 30, 30, 30, 9], "a person gets all of them"
    assert len(told) == 5


async def test_long_texts_are_not_put_together_without_end() -> None:
    records = FakeRecords()
    await says(records, *((f"{number} " + "слово " * 600, number) for number in range(9)))
    assert [len(one.sources) for one in records.questions.all.values()] == [1, 5, 3]


@pytest.mark.parametrize("words", ["Где мусор", "где клад"])
async def test_the_same_words_again_and_again_are_looked_up_once_more(words: str) -> None:
    records = FakeRecords()
    told = await says(records, (words, 0), (f" {words}", 1), (words, 2), (words, 3))
    assert len(told) == 2, "nobody who asks again meets silence"
    assert ((await kept(records, 11)).text.strip(), (await kept(records, 11)).parts) == (words, (12, 13))


async def test_photos_sent_one_by_one_are_answered_once() -> None:
    records = FakeRecords()
    for number in (10, 11, 12):
        await reception.receive(message("", number, media="photo"), ANNA, records, BASE)
    assert len(records.outbox.to(ToResident(ANNA.id))) == 1
    assert (await kept(records, 10)).parts == (11, 12)


async def test_a_minute_later_the_same_words_are_answered_again() -> None:
    records = FakeRecords()
    assert len(await says(records, ("Где мусор", 0), ("Где мусор", 60))) == 2
    assert [one.held for one in records.outbox.all] == [0, 0]


async def test_what_has_been_answered_is_not_said_again() -> None:
    records = FakeRecords()
    await says(records, ("не пойму", 0), ("как получить", 2))
    records.outbox.all.clear()  # both have been sent
    await says(records, ("пособие", 5))
    assert (await kept(records, 12)).text == "пособие"


async def test_a_correction_keeps_what_belongs_to_the_question() -> None:
    records = FakeRecords()
    await says(records, ("не пойму", 0), ("Где мусор", 1), ("где мусор", 2))
    await reception.correct(message("где же мусор", 11), ANNA, records, BASE)
    assert (await kept(records, 11)).parts == (12,)
