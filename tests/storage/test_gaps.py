"""Gaps: kept beside the questions that are, until an entry answers them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.gap import Fate, Gap, Reason, gap_id
from desk.question import Outcome, Question
from storage import gaps
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, NUMBER, QUESTION

Records = Storage | FakeStorage
UNKNOWN = QUESTION.found(Outcome.UNKNOWN, ("fam-01",))
UNSURE = QUESTION.found(Outcome.UNSURE, ("fam-01", "fam-02"))
GAP = Gap(gap_id(QUESTION), QUESTION.text, AT, Reason.UNKNOWN, ("fam-01",))
LATER = replace(GAP, id=5, text="Где взять справку?", asked_at=AT + timedelta(hours=1))
FULL = replace(
    LATER,
    id=2**63 - 1,
    reason=Reason.NOT_HELPED,
    ticket_id=NUMBER,
    answer="Справку выдаёт МФЦ за один день.",
    fate=Fate.DISMISSED,
    draft_id=1_772_443_815_123,
)


async def ask(records: Records, *questions: Question) -> None:
    for one in questions:
        async with records.visit(AT) as visit:
            await visit.questions.get(one.resident_id, one.message_id)
            visit.questions.save(one)
            await visit.commit()


async def keep(records: Records, *gaps: Gap) -> None:
    async with records.visit(AT) as visit:
        for one in gaps:
            visit.gaps.save(one)
        await visit.commit()


async def open_(records: Records) -> list[Gap]:
    async with records.visit(AT) as visit:
        return list(await visit.gaps.open(AT, 10))


async def test_a_gap_comes_back_as_it_was_saved(records: Records) -> None:
    await keep(records, GAP, FULL)
    async with records.visit(AT) as visit:
        assert await visit.gaps.get(GAP.id) == GAP
        assert await visit.gaps.get(FULL.id) == FULL
        assert await visit.gaps.of_ticket(NUMBER) == FULL
        assert await visit.gaps.get(1) is None
        assert await visit.gaps.of_ticket(1) is None


async def test_an_unknown_question_is_a_gap_until_the_resident_has_found_the_answer(records: Records) -> None:
    await ask(records, UNKNOWN)
    assert await open_(records) == [GAP]
    await ask(records, UNSURE)
    assert await open_(records) == [replace(GAP, entries=("fam-01", "fam-02"))]
    await ask(records, UNSURE.answered_with("fam-02"))
    assert await open_(records) == []


async def test_what_was_made_of_a_gap_outlasts_what_happens_to_its_question(records: Records) -> None:
    await ask(records, UNKNOWN)
    await keep(records, GAP.dismissed().drafted(7))
    await ask(records, UNKNOWN.handed_over(NUMBER))
    assert await open_(records) == [replace(GAP.dismissed().drafted(7), ticket_id=NUMBER)]


async def test_personal_data_is_not_kept(records: Records) -> None:
    await ask(records, replace(UNKNOWN, text="Мой телефон 89171234567, где пенсия?"))
    (kept,) = await open_(records)
    assert kept.text == "Мой телефон [телефон], где пенсия?"
    assert str(ANNA.id) not in str(kept)


async def test_the_longest_reply_is_the_answer(records: Records) -> None:
    await keep(records, replace(GAP, ticket_id=NUMBER), LATER)
    for words in ("Здравствуйте!", "Справку выдаёт МФЦ за один день.", "Пожалуйста"):
        async with records.visit(AT) as visit:
            await visit.gaps.answered(NUMBER, words)
            await visit.commit()
    answers = [one.answer for one in await open_(records)]
    assert answers == ["", "Справку выдаёт МФЦ за один день."]


async def test_open_gaps_are_the_newest_that_no_entry_has_settled(records: Records) -> None:
    old = replace(GAP, id=6, asked_at=AT - timedelta(seconds=1))
    await keep(records, old, GAP.dismissed(), LATER.drafted(7), replace(LATER, id=8, draft_id=9))
    async with records.visit(AT) as visit:
        visit.gaps.settle(7)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert list(await visit.gaps.open(AT, 10)) == [replace(LATER, id=8, draft_id=9), GAP.dismissed()]
        assert [one.id for one in await visit.gaps.open(AT, 1)] == [8]
        settled = await visit.gaps.get(LATER.id)
        assert settled is not None
        assert settled.fate is Fate.SETTLED


async def test_a_draft_made_anew_settles_what_the_first_would_have(records: Records) -> None:
    await keep(records, GAP.drafted(7), LATER.drafted(6))
    async with records.visit(AT) as visit:
        visit.gaps.redraft(7, 8)
        await visit.commit()
    assert await open_(records) == [LATER.drafted(6), GAP.drafted(8)]


async def test_a_report_is_given_once(records: Records) -> None:
    async with records.visit(AT) as visit, records.visit(AT) as another:
        assert not await visit.gaps.is_reported(AT)
        visit.gaps.report(AT)
        another.gaps.report(AT)
        await visit.commit()
        with pytest.raises(Conflict):
            await another.commit()
    async with records.visit(AT) as visit:
        assert await visit.gaps.is_reported(AT)
        assert not await visit.gaps.is_reported(AT + timedelta(days=7))


async def test_a_visit_finds_what_it_has_just_saved(records: Records) -> None:
    await keep(records, replace(GAP, ticket_id=NUMBER))
    async with records.visit(AT) as visit:
        kept = replace(GAP, ticket_id=NUMBER).dismissed()
        visit.gaps.save(kept)
        assert await visit.gaps.get(GAP.id) == kept
        assert await visit.gaps.of_ticket(NUMBER) == kept
        assert list(await visit.gaps.open(AT, 10)) == [kept]


async def test_the_subject_an_operator_has_named_stays_when_the_question_is_saved_again(
    records: Records,
) -> None:
    async with records.visit(AT) as visit:
        visit.questions.save(QUESTION.found(Outcome.UNKNOWN, ("fam-01",)))
        await visit.commit()
    await keep(records, replace(GAP, subject="zhku"))
    async with records.visit(AT) as visit:
        visit.questions.save(QUESTION.found(Outcome.UNKNOWN, ("fam-01",)).handed_over(NUMBER))
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.gaps.of_ticket(NUMBER) == replace(GAP, subject="zhku", ticket_id=NUMBER)


async def test_old_gaps_are_forgotten(storage: Storage) -> None:
    await keep(storage, GAP, LATER)
    await storage.writer.commit([gaps.forget(LATER.asked_at)])
    assert await open_(storage) == [LATER]
