"""A question gets an answer, suggestions, or the offer of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desk import reception
from desk.addressee import ToResident
from desk.button import Choices
from desk.centre import Centre
from desk.choices import Choice
from desk.choices.catalogue import AskPerson, ShowEntry, ShowMenu
from desk.letters import Answer, Say
from desk.question import Outcome
from faq.entry import Entry, Translation
from faq.knowledge_base import Outdated, Verdict
from tests.desk.fakes import FakeRecords
from tests.desk.samples import (
    ANNA,
    AT,
    BENEFIT,
    ENTRIES,
    RENT,
    SCHOOL,
    FakeKnowledge,
    centre,
    message,
    ranking,
    sure,
    unknown,
    unsure,
)

TO_ANNA = ToResident(ANNA.id)


async def ask(text: str, verdict: Verdict) -> FakeRecords:
    records = FakeRecords()
    await reception.receive(message(text), ANNA, records, centre(verdict))
    return records


def pressed(choices: Choices) -> list[Choice]:
    return [button.choice for row in choices for button in row]


async def test_a_sure_answer_is_given_at_once() -> None:
    records = await ask("пособие", sure(BENEFIT))
    assert records.outbox.to(TO_ANNA) == [Answer("fam-01", asked=10)]
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert (kept.text, kept.asked_at, kept.outcome, kept.entries) == (
        "пособие",
        AT,
        Outcome.SURE,
        ("fam-01",),
    )


async def test_when_unsure_the_resident_chooses_or_asks_a_person() -> None:
    records = await ask("заявление", unsure(BENEFIT, SCHOOL))
    (said,) = records.outbox.to(TO_ANNA)
    assert isinstance(said, Say)
    assert said.phrase == "question-unsure"
    assert pressed(said.choices) == [ShowEntry("fam-01", 10), ShowEntry("fam-02", 10), AskPerson(10)]
    assert [row[0].text for row in said.choices[:2]] == [BENEFIT.question, SCHOOL.question]
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert (kept.outcome, kept.entries) == (Outcome.UNSURE, ("fam-01", "fam-02"))


async def test_suggestions_are_in_the_resident_s_language() -> None:
    tatar = replace(BENEFIT, translations={"tt": Translation("Пособие ничек алырга?", "…")})
    records = FakeRecords()
    await reception.receive(message("пособие"), ANNA.speaking("tt"), records, centre(unsure(tatar, SCHOOL)))
    (said,) = records.outbox.to(TO_ANNA)
    assert isinstance(said, Say)
    assert [row[0].text for row in said.choices[:2]] == ["Пособие ничек алырга?", SCHOOL.question]


async def test_what_is_not_known_is_offered_to_a_person() -> None:
    records = await ask("марс", unknown(RENT, BENEFIT, SCHOOL, RENT))
    (said,) = records.outbox.to(TO_ANNA)
    assert isinstance(said, Say)
    assert said.phrase == "question-unknown"
    assert pressed(said.choices) == [AskPerson(10), ShowMenu()]
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert kept.entries == ("zhku-01", "fam-01", "fam-02"), "three guesses at most are kept for the operator"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_a_photo_without_words_is_not_searched_for(text: str) -> None:
    records, here = FakeRecords(), centre(sure(BENEFIT))
    await reception.receive(message(text, media="photo"), ANNA, records, here)
    (said,) = records.outbox.to(TO_ANNA)
    assert isinstance(said, Say)
    assert (said.phrase, pressed(said.choices)[0]) == ("question-unread", AskPerson(10))
    assert isinstance(here.knowledge, FakeKnowledge)
    assert here.knowledge.asked == []
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert kept.outcome is Outcome.UNREAD


async def test_an_album_is_one_question_and_gets_one_answer() -> None:
    records = FakeRecords()
    for number, text in ((10, "пособие"), (11, ""), (12, "")):
        part = message(text, number, media="photo", album="a1")
        await reception.receive(part, ANNA, records, centre(sure(BENEFIT)))
    assert len(records.outbox.all) == 1
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert [one.message_id for one in kept.sources] == [10, 11, 12]
    assert await records.questions.get(ANNA.id, 11) is None


async def test_a_chosen_suggestion_is_shown_and_remembered() -> None:
    records = await ask("заявление", unsure(BENEFIT, SCHOOL))
    assert await reception.show("fam-02", 10, ANNA, records, centre(), AT)
    assert records.outbox.to(TO_ANNA)[-1] == Answer("fam-02", asked=10)
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert kept.entries == ("fam-02",)


async def test_an_entry_from_the_catalogue_needs_no_question() -> None:
    records = FakeRecords()
    assert await reception.show("zhku-01", None, ANNA, records, centre(), AT)
    assert await reception.show("zhku-01", 99, ANNA, records, centre(), AT)
    assert records.questions.all == {}
    assert len(records.outbox.all) == 2


async def test_an_entry_that_is_gone_is_not_shown() -> None:
    records = FakeRecords()
    assert not await reception.show("gone", 10, ANNA, records, centre(), AT)
    assert records.outbox.all == []


@pytest.mark.parametrize("helped", [True, False])
async def test_the_resident_s_judgement_is_kept(helped: bool) -> None:
    records = await ask("пособие", sure(BENEFIT))
    await reception.judge(10, helped, ANNA, records, centre(), AT)
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert kept.helped is helped


async def test_an_answer_that_did_not_help_brings_the_offer_of_a_person() -> None:
    records = await ask("пособие", sure(BENEFIT))
    await reception.judge(10, False, ANNA, records, centre(), AT)
    said = records.outbox.to(TO_ANNA)[-1]
    assert isinstance(said, Say)
    assert (said.phrase, pressed(said.choices)) == ("answer-did-not-help", [AskPerson(10)])


async def test_a_judgement_on_a_forgotten_question_is_still_answered() -> None:
    records = FakeRecords()
    await reception.judge(99, True, ANNA, records, centre(), AT)
    (said,) = records.outbox.to(TO_ANNA)
    assert isinstance(said, Say)
    assert said.phrase == "answer-helped"


ENDED = replace(BENEFIT, valid_until=date(2026, 3, 1))
COMING = replace(BENEFIT, valid_from=date(2026, 3, 3))


def knowing(entry: Entry, verdict: Verdict) -> Centre:
    """A centre whose base has that entry and gives that verdict."""
    here = centre(verdict)
    assert isinstance(here.knowledge, FakeKnowledge)
    here.knowledge.shelf = replace(here.knowledge.shelf, entries={**ENTRIES, entry.id: entry})
    return here


@pytest.mark.parametrize(
    ("entry", "phrase", "day"),
    [(ENDED, "entry-ended", {"until": "2026-03-01"}), (COMING, "entry-not-yet", {"since": "2026-03-03"})],
)
async def test_who_asks_about_a_rule_that_does_not_hold_is_told_so_and_offered_a_person(
    entry: Entry, phrase: str, day: dict[str, str]
) -> None:
    records = await ask("пособие", Outdated(entry, (SCHOOL,), ranking(SCHOOL)))
    (said,) = records.outbox.to(TO_ANNA)
    assert isinstance(said, Say)
    assert (said.phrase, said.args) == (phrase, {"question": entry.question, **day})
    assert pressed(said.choices) == [ShowEntry("fam-02", 10), AskPerson(10), ShowMenu()]
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert (kept.outcome, kept.entries) == (Outcome.OUTDATED, ("fam-01", "fam-02"))


@pytest.mark.parametrize(
    ("verdict", "offered"),
    [
        (sure(RENT), [ShowEntry("zhku-01", 10)]),
        (Outdated(ENDED, (SCHOOL,), ranking(SCHOOL)), [ShowEntry("fam-02", 10)]),
        (unsure(RENT, SCHOOL), []),
        (unknown(), []),
    ],
)
async def test_an_old_button_of_such_a_rule_says_the_same_and_shows_what_came_after(
    verdict: Verdict, offered: list[Choice]
) -> None:
    records = await ask("заявление", unsure(BENEFIT, SCHOOL))
    assert await reception.show("fam-01", 10, ANNA, records, knowing(ENDED, verdict), AT)
    said = records.outbox.to(TO_ANNA)[-1]
    assert isinstance(said, Say)
    assert said.phrase == "entry-ended"
    assert pressed(said.choices) == [*offered, AskPerson(10), ShowMenu()]
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    assert kept.outcome is Outcome.OUTDATED


async def test_a_day_begins_where_the_centre_works() -> None:
    late = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)  # in Moscow it is the second of March
    records = FakeRecords()
    assert await reception.show("fam-01", None, ANNA, records, knowing(ENDED, unknown()), late)
    (said,) = records.outbox.to(TO_ANNA)
    assert isinstance(said, Say)
    assert said.phrase == "entry-ended"
    here = knowing(ENDED, unknown())
    await reception.receive(replace(message("пособие"), at=late), ANNA, records, here)
    assert isinstance(here.knowledge, FakeKnowledge)
    assert here.knowledge.asked == [("пособие", date(2026, 3, 2))]


async def test_an_edit_that_leaves_the_words_as_they_were_is_not_answered_again() -> None:
    records = await ask("пособие", sure(BENEFIT))
    told = list(records.outbox.all)
    await reception.correct(message("пособие"), ANNA, records, centre(sure(BENEFIT)))
    assert records.outbox.all == told
    await reception.correct(message("субсидия"), ANNA, records, centre(sure(RENT)))
    assert records.outbox.to(TO_ANNA)[len(told) :] == [Answer("zhku-01", asked=10)]


async def test_a_live_location_that_moves_asks_nothing() -> None:
    records = FakeRecords()
    await reception.correct(message("", media="location"), ANNA, records, centre())
    assert records.outbox.all == []
