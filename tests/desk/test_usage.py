"""What came of answers is counted once each: shown, helped, did not help, went to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desk import opening, reception
from desk.addressee import ToChat
from desk.letters import Say
from desk.people import Operator
from desk.question import Outcome
from desk.reporting import tell_usage
from desk.usage import Usage, worst
from faq.knowledge_base import Outdated
from tests.desk.fakes import FakeRecords
from tests.desk.samples import (
    ANNA,
    AT,
    BENEFIT,
    RENT,
    SCHOOL,
    centre,
    message,
    ranking,
    sure,
    unknown,
    unsure,
)

TODAY = date(2026, 3, 2)


async def counts(records: FakeRecords) -> list[Usage]:
    return list(await records.usage.between(TODAY, TODAY))


async def test_a_sure_answer_counts_as_shown_where_the_centre_works() -> None:
    records = FakeRecords()
    late = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)  # in Moscow it is the second of March
    await reception.receive(replace(message("пособие"), at=late), ANNA, records, centre(sure(BENEFIT)))
    assert await counts(records) == [Usage("fam-01", shown=1)]


@pytest.mark.parametrize("verdict", [unknown(BENEFIT), unsure(BENEFIT, SCHOOL), Outdated(BENEFIT, (), ())])
async def test_what_is_only_offered_is_not_shown(verdict: Outdated) -> None:
    records = FakeRecords()
    await reception.receive(message("пособие"), ANNA, records, centre(verdict))
    assert await counts(records) == []


async def test_a_chosen_suggestion_and_an_entry_of_the_catalogue_count_as_shown() -> None:
    records = FakeRecords()
    await reception.receive(message("заявление"), ANNA, records, centre(unsure(BENEFIT, SCHOOL)))
    await reception.show("fam-02", 10, ANNA, records, centre(), AT)
    await reception.show("zhku-01", None, ANNA, records, centre(), AT)
    assert await counts(records) == [Usage("fam-02", shown=1), Usage("zhku-01", shown=1)]


async def test_the_first_word_on_an_answer_counts_and_no_other() -> None:
    records = FakeRecords()
    await reception.receive(message("пособие"), ANNA, records, centre(sure(BENEFIT)))
    for helped in (False, False, True):
        await reception.judge(10, helped, ANNA, records, centre(), AT)
    assert await counts(records) == [Usage("fam-01", shown=1, not_helped=1)]
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert kept.helped is True


async def test_a_question_that_was_answered_and_goes_to_a_person_counts_for_its_answer() -> None:
    records = FakeRecords()
    await reception.receive(message("пособие"), ANNA, records, centre(sure(BENEFIT)))
    await reception.judge(10, False, ANNA, records, centre(), AT)
    await opening.ask_person(10, ANNA, records, centre(), AT)
    assert await counts(records) == [Usage("fam-01", shown=1, not_helped=1, tickets=1)]


async def test_a_ticket_counts_for_no_entry_that_was_only_offered() -> None:
    records = FakeRecords()
    await reception.receive(message("заявление"), ANNA, records, centre(unsure(BENEFIT, SCHOOL)))
    await opening.ask_person(10, ANNA, records, centre(), AT)
    assert await counts(records) == []


async def test_a_question_with_several_answers_credits_none_of_them() -> None:
    records = FakeRecords()
    await reception.receive(message("пособие"), ANNA, records, centre(sure(BENEFIT)))
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    records.questions.save(kept.found(Outcome.SURE, ("fam-01", "fam-02")))
    await reception.judge(10, False, ANNA, records, centre(), AT)
    assert await counts(records) == [Usage("fam-01", shown=1)]


def test_the_worst_fail_the_largest_share_of_those_they_were_shown_to() -> None:
    usages = [
        Usage("half", shown=10, not_helped=5, tickets=2),
        Usage("asked", shown=10, not_helped=2, tickets=6),
        Usage("often", shown=1000, not_helped=100),
        Usage("rare", shown=4, not_helped=4),
        Usage("good", shown=500, helped=400),
    ]
    assert [one.entry_id for one in worst(usages, 10, 5)] == ["asked", "half", "often"]
    assert [one.entry_id for one in worst(usages, 1, 5)] == ["asked"]
    assert worst(usages, 10, 1)[0].entry_id == "rare"


async def test_an_editor_is_told_of_thirty_days_and_of_entries_that_are_gone() -> None:
    records, editor = FakeRecords(), Operator(900, "Елена")
    records.usage.count(Usage(RENT.id, shown=6, helped=1, not_helped=3, tickets=2), date(2026, 2, 1))
    records.usage.count(Usage("gone", shown=5, tickets=5), TODAY)
    records.usage.count(Usage(RENT.id, shown=100), date(2026, 1, 30))
    await tell_usage(editor, records, centre(), AT)
    (said,) = records.outbox.to(ToChat(900))
    assert isinstance(said, Say)
    assert (said.args["shown"], said.args["helped"], said.args["tickets"]) == (11, 1, 7)
    assert str(said.args["worst"]).splitlines() == [
        "👁 5 · 👍 0 · 👎 0 · 👤 5 · (gone)",
        "👁 6 · 👍 1 · 👎 3 · 👤 2 · «Как получить субсидию?» (zhku-01)",
    ]


async def test_what_is_chosen_instead_of_an_outdated_answer_counts_for_itself() -> None:
    records = FakeRecords()
    await reception.receive(
        message("пособие"), ANNA, records, centre(Outdated(BENEFIT, (SCHOOL,), ranking(SCHOOL)))
    )
    await reception.show("fam-02", 10, ANNA, records, centre(), AT)
    await reception.judge(10, True, ANNA, records, centre(), AT)
    assert await counts(records) == [Usage("fam-02", shown=1, helped=1)]
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert kept.outcome is Outcome.CHOSEN
