"""More about the question before is understood with it, and the resident is told so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import reception
from desk.addressee import ToResident
from desk.button import Choices
from desk.choices import Choice
from desk.choices.catalogue import AskPerson, ShowEntry
from desk.letters import Answer, Content, Say
from desk.question import Outcome, Question
from desk.understanding import RECENT
from faq.knowledge_base import Sure, Verdict
from tests.desk.fakes import FakeRecords
from tests.desk.samples import (
    ANNA,
    AT,
    BENEFIT,
    RENT,
    SCHOOL,
    FakeKnowledge,
    centre,
    message,
    sure,
    unknown,
    unsure,
)

FIRST = "как получить субсидию"
READ = Question(ANNA.id, 8, FIRST, AT, Outcome.SURE, (RENT.id,))
PAPERS = replace(RENT, documents=("паспорт",))


async def asked(text: str, *before: Question, **verdicts: Verdict) -> tuple[Content, Question, list[str]]:
    """What is said to `text`, what is kept of it and what was looked up.

    `alone` and `together` are the verdicts on the text by itself and behind the question before.
    """
    records, here = FakeRecords(), centre()
    assert isinstance(here.knowledge, FakeKnowledge)
    knowledge = here.knowledge
    knowledge.shelf = replace(knowledge.shelf, entries={**knowledge.shelf.entries, RENT.id: PAPERS})
    knowledge.verdicts = {
        text: verdicts.get("alone", unknown()),
        f"{FIRST} {text}": verdicts.get("together", unknown()),
    }
    for one in before:
        records.questions.save(one)
    await reception.receive(message(text), ANNA, records, here)
    (content,) = records.outbox.to(ToResident(ANNA.id))
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    return content, kept, [one for one, _ in knowledge.asked]


def pressed(choices: Choices) -> list[Choice]:
    return [button.choice for row in choices for button in row]


async def test_what_the_entry_just_read_tells_is_answered_by_it() -> None:
    content, kept, _ = await asked("а документы?", READ, alone=sure(SCHOOL))
    assert content == Answer(RENT.id, asked=10, continuing=RENT.question)
    assert (kept.text, kept.outcome, kept.entries, kept.continues) == (
        "а документы?",
        Outcome.SURE,
        (RENT.id,),
        8,
    )


async def test_what_leant_back_in_vain_is_looked_past() -> None:
    vain = Question(ANNA.id, 9, "а если откажут?", AT, Outcome.UNKNOWN)
    content, kept, _ = await asked("а документы?", READ, vain)
    assert content == Answer(RENT.id, asked=10, continuing=RENT.question)
    assert kept.continues == 8


@pytest.mark.parametrize("outcome", [Outcome.SAFETY, Outcome.BANNED, Outcome.SPAM])
async def test_what_was_no_question_is_not_gone_on_with_past_one_in_vain(outcome: Outcome) -> None:
    insult = Question(ANNA.id, 8, "ты дурак", AT, outcome)
    vain = Question(ANNA.id, 9, "а если откажут?", AT, Outcome.UNKNOWN)
    _, kept, looked_up = await asked("а документы?", insult, vain)
    assert "а если откажут? а документы?" in looked_up
    assert kept.continues == 9


async def test_what_leant_on_nothing_is_gone_on_with() -> None:
    vain = Question(ANNA.id, 9, "а если откажут?", AT, Outcome.UNSURE, (RENT.id,))
    _, kept, looked_up = await asked("а документы?", vain)
    assert "а если откажут? а документы?" in looked_up
    assert kept.continues == 9


async def test_a_chosen_suggestion_has_been_read_too() -> None:
    chosen = replace(READ, outcome=Outcome.CHOSEN)
    content, _, _ = await asked("а документы?", chosen)
    assert content == Answer(RENT.id, asked=10, continuing=RENT.question)


async def test_suggestions_nobody_chose_have_not_been_read() -> None:
    offered = replace(READ, outcome=Outcome.UNSURE, entries=(RENT.id, SCHOOL.id))
    content, _, _ = await asked("а документы?", offered, together=sure(BENEFIT))
    assert content == Answer(BENEFIT.id, asked=10, continuing=FIRST)


async def test_what_the_entry_does_not_tell_is_looked_up_with_the_question_before() -> None:
    content, kept, looked_up = await asked("сколько ждать?", READ, together=sure(BENEFIT))
    assert content == Answer(BENEFIT.id, asked=10, continuing=RENT.question)
    assert looked_up == ["сколько ждать?", f"{FIRST} сколько ждать?"]
    assert kept.continues == 8


async def test_the_answer_already_read_is_not_given_again_as_if_it_were_new() -> None:
    both: Verdict = Sure(RENT, sure(RENT).ranking)
    content, kept, _ = await asked("а если мне 17?", READ, together=both)
    assert isinstance(content, Say)
    assert (content.phrase, content.args) == ("question-continued-unsure", {"question": RENT.question})
    assert pressed(content.choices) == [ShowEntry(BENEFIT.id, 10), ShowEntry(SCHOOL.id, 10), AskPerson(10)]
    assert kept.outcome is Outcome.UNSURE


async def test_a_doubtful_guess_stays_one() -> None:
    content, _, _ = await asked("а если мне 17?", READ, together=unsure(SCHOOL, RENT, BENEFIT))
    assert isinstance(content, Say)
    assert content.phrase == "question-continued-unsure"
    assert pressed(content.choices) == [ShowEntry(SCHOOL.id, 10), ShowEntry(BENEFIT.id, 10), AskPerson(10)]


async def test_two_different_answers_are_a_choice() -> None:
    content, _, _ = await asked("а школьникам?", READ, alone=sure(SCHOOL), together=sure(BENEFIT))
    assert isinstance(content, Say)
    assert pressed(content.choices)[:2] == [ShowEntry(SCHOOL.id, 10), ShowEntry(BENEFIT.id, 10)]


async def test_a_fragment_that_finds_nothing_is_not_guessed_at() -> None:
    content, kept, _ = await asked("кто решает?", READ, alone=sure(SCHOOL))
    assert isinstance(content, Say)
    assert content.phrase == "question-unknown"
    assert kept.continues == 8, "a person will want to know what it is about"


async def test_two_unknown_things_are_no_guess() -> None:
    stranger = replace(READ, outcome=Outcome.UNKNOWN, entries=(BENEFIT.id,))
    content, _, _ = await asked("а если мне 17?", stranger, together=unsure(SCHOOL, BENEFIT))
    assert isinstance(content, Say)
    assert content.phrase == "question-unknown"


async def test_a_known_question_is_answered_by_itself_whatever_was_before() -> None:
    content, kept, looked_up = await asked("а как записать сына в школу?", READ, alone=sure(SCHOOL))
    assert content == Answer(SCHOOL.id, asked=10)
    assert (kept.continues, len(looked_up)) == (None, 1)


@pytest.mark.parametrize(
    ("together", "continues"),
    [(sure(BENEFIT), 8), (unsure(BENEFIT), None), (unknown(), None)],
    ids=["sure", "unsure", "unknown"],
)
async def test_a_whole_sentence_goes_on_only_when_both_say_a_known_question(
    together: Verdict, continues: int | None
) -> None:
    _, kept, _ = await asked("а как её получить пенсионерам в селе?", READ, together=together)
    assert kept.continues == continues


@pytest.mark.parametrize(
    "before",
    [
        (),
        (replace(READ, asked_at=AT - RECENT - timedelta(seconds=1)),),
        (replace(READ, ticket_id=1),),
        (replace(READ, text=" "),),
        (replace(READ, resident_id=8),),
        (replace(READ, message_id=11),),
        (READ, Question(ANNA.id, 9, "", AT)),
    ],
    ids=["none", "old", "a person's", "a photo", "another's", "later", "a photo between"],
)
async def test_without_a_question_just_before_the_words_stand_alone(before: tuple[Question, ...]) -> None:
    content, kept, looked_up = await asked("а документы?", *before, alone=sure(SCHOOL))
    assert content == Answer(SCHOOL.id, asked=10)
    assert (kept.continues, looked_up) == (None, ["а документы?"])


async def test_half_an_hour_is_still_just_before() -> None:
    _, kept, _ = await asked("а документы?", replace(READ, asked_at=AT - RECENT))
    assert kept.continues == 8


async def test_one_fragment_after_another_goes_on_with_the_question_itself() -> None:
    second = Question(ANNA.id, 9, "сколько ждать?", AT, Outcome.UNKNOWN, continues=8)
    content, kept, _ = await asked("а документы?", READ, second)
    assert content == Answer(RENT.id, asked=10, continuing=RENT.question)
    assert kept.continues == 8
    _, _, looked_up = await asked("а если мне 17?", READ, second)
    assert looked_up[-1] == f"{FIRST} а если мне 17?"


async def test_an_entry_that_no_longer_holds_tells_nothing() -> None:
    records, here = FakeRecords(), centre()
    assert isinstance(here.knowledge, FakeKnowledge)
    ended = replace(PAPERS, valid_until=(AT - timedelta(days=2)).date())
    here.knowledge.shelf = replace(here.knowledge.shelf, entries={RENT.id: ended})
    records.questions.save(READ)
    await reception.receive(message("а документы?"), ANNA, records, here)
    (content,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(content, Say)
    assert content.phrase == "question-unknown"
