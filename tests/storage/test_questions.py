"""Questions: known by the resident and the message, found by album and ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.question import Outcome
from desk.spike import Heard, Tally
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, NUMBER, QUESTION, TEXTS

Records = Storage | FakeStorage
FULL = replace(
    QUESTION,
    outcome=Outcome.UNSURE,
    entries=("fam-01", "fam-02"),
    helped=False,
    ticket_id=NUMBER,
    album="13579",
    parts=(11, 12, 2**40),
    continues=2**40 - 1,
)


async def keep(records: Records, *questions: object) -> None:
    async with records.visit(AT) as visit:
        for one in questions:
            visit.questions.save(one)  # type: ignore[arg-type]
        await visit.commit()


@pytest.mark.parametrize(
    "question", [QUESTION, FULL, replace(QUESTION, helped=True)], ids=["bare", "full", "helped"]
)
async def test_a_question_comes_back_as_it_was_saved(records: Records, question: object) -> None:
    await keep(records, question)
    async with records.visit(AT) as visit:
        assert await visit.questions.get(ANNA.id, 10) == question
        assert await visit.questions.get(ANNA.id, 11) is None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_question_comes_back_letter_by_letter(records: Records, text: str) -> None:
    await keep(records, replace(QUESTION, text=text))
    async with records.visit(AT) as visit:
        kept = await visit.questions.get(ANNA.id, 10)
        assert kept is not None
        assert kept.text == text


async def test_saving_again_replaces_everything(records: Records) -> None:
    await keep(records, FULL)
    await keep(records, QUESTION)
    async with records.visit(AT) as visit:
        assert await visit.questions.get(ANNA.id, 10) == QUESTION


async def test_the_question_before_is_the_last_one_of_an_earlier_message(records: Records) -> None:
    other = replace(QUESTION, resident_id=8, message_id=11)
    await keep(records, replace(QUESTION, message_id=12), QUESTION, other)
    async with records.visit(AT) as visit:
        assert await visit.questions.before(ANNA.id, 12) == QUESTION
        assert await visit.questions.before(ANNA.id, 2**40) == replace(QUESTION, message_id=12)
        assert await visit.questions.before(ANNA.id, 10) is None
        assert await visit.questions.before(ANNA.id, 12, QUESTION.asked_at) == QUESTION
        assert await visit.questions.before(ANNA.id, 12, QUESTION.asked_at + timedelta(seconds=1)) is None
        visit.questions.save(replace(QUESTION, message_id=11, text="новее"))
        visit.questions.save(replace(QUESTION, message_id=12, text="исправлен"))
        assert await visit.questions.before(ANNA.id, 12) == replace(QUESTION, message_id=11, text="новее")
        assert await visit.questions.before(ANNA.id, 13) == replace(QUESTION, message_id=12, text="исправлен")
        assert await visit.questions.before(9, 12) is None


async def test_an_album_s_question_is_the_resident_s_own(records: Records) -> None:
    await keep(records, FULL, replace(FULL, resident_id=8))
    async with records.visit(AT) as visit:
        assert await visit.questions.of_album(ANNA.id, "13579") == FULL
        assert await visit.questions.of_album(9, "13579") is None
        assert await visit.questions.of_album(ANNA.id, "") is None


async def test_a_ticket_s_question_is_found(records: Records) -> None:
    await keep(records, FULL, replace(QUESTION, message_id=12))
    async with records.visit(AT) as visit:
        assert await visit.questions.of_ticket(NUMBER) == FULL
        assert await visit.questions.of_ticket(NUMBER + 1) is None


async def test_a_visit_finds_what_it_has_just_saved(records: Records) -> None:
    await keep(records, QUESTION)
    async with records.visit(AT) as visit:
        visit.questions.save(FULL)
        assert await visit.questions.get(ANNA.id, 10) == FULL
        assert await visit.questions.before(ANNA.id, 11) == FULL
        assert await visit.questions.of_ticket(NUMBER) == FULL
        assert await visit.questions.of_album(ANNA.id, "13579") == FULL


async def test_what_was_heard_is_told_by_its_time_with_where_the_resident_lives(records: Records) -> None:
    sure = replace(QUESTION, outcome=Outcome.SURE, entries=("fam-02", "fam-01"))
    async with records.visit(AT) as visit:
        visit.residents.save(replace(ANNA, municipality="Астрахань"))
        await visit.commit()
    await keep(
        records,
        replace(sure, asked_at=AT),
        replace(sure, message_id=11, asked_at=AT + timedelta(minutes=5), outcome=Outcome.UNKNOWN),
        replace(sure, resident_id=5, asked_at=AT + timedelta(minutes=2), outcome=Outcome.UNSURE),
        replace(sure, message_id=12, asked_at=AT, outcome=Outcome.SPAM),
        replace(sure, message_id=13, asked_at=AT, outcome=Outcome.INCIDENT, entries=()),
        replace(sure, message_id=14, asked_at=AT, outcome=Outcome.UNKNOWN, entries=()),
        replace(sure, message_id=15, asked_at=AT - timedelta(minutes=1)),
        replace(sure, message_id=16, asked_at=AT + timedelta(hours=1)),
    )
    async with records.visit(AT) as visit:
        hour = AT, AT + timedelta(hours=1)
        every = [
            Heard(ANNA.id, 10, "fam-02", "Астрахань"),
            Heard(5, 10, "fam-02", None),
            Heard(ANNA.id, 11, "fam-02", "Астрахань"),
        ]
        assert list(await visit.questions.heard(["fam-02", "low-01"], *hour, most=5)) == every
        assert list(await visit.questions.heard(["fam-02"], *hour, most=2)) == every[1:]
        assert list(await visit.questions.heard(["fam-01"], *hour, most=5)) == []
        assert {*await visit.questions.tallied(*hour)} == {
            Tally("fam-02", "Астрахань", residents=1, questions=2),
            Tally("fam-02", None, residents=1, questions=1),
        }
