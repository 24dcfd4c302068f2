"""Several questions in one message get an answer each, and a person is offered once for all of it."""

from __future__ import annotations

from dataclasses import replace

from desk import reception
from desk.addressee import ToResident
from desk.button import Choices
from desk.choices import Choice
from desk.choices.catalogue import AskPerson, ShowEntry, ShowMenu
from desk.letters import Answer, Content, Say
from desk.question import Outcome, Question
from desk.understanding import MOST
from faq.knowledge_base import Outdated, Verdict
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, RENT, SCHOOL, FakeKnowledge, centre, message, sure, unsure

RENT_Q, BENEFIT_Q, MARS_Q = "как получить субсидию?", "где получить пособие?", "когда летит ракета?"
MESSAGE = f"{RENT_Q} И ещё {BENEFIT_Q}"


async def asked(text: str, **verdicts: Verdict) -> tuple[list[Content], Question]:
    """What is said and kept; `rent`, `benefit` and `whole` are verdicts, the rest is not known."""
    records, here = FakeRecords(), centre()
    assert isinstance(here.knowledge, FakeKnowledge)
    named = {RENT_Q: "rent", BENEFIT_Q: "benefit", text: "whole"}
    here.knowledge.verdicts = {q: verdicts[name] for q, name in named.items() if name in verdicts}
    await reception.receive(message(text), ANNA, records, here)
    kept = await records.questions.get(ANNA.id, 10)
    assert kept is not None
    return records.outbox.to(ToResident(ANNA.id)), kept


def pressed(choices: Choices) -> list[Choice]:
    return [button.choice for row in choices for button in row]


async def test_each_known_question_gets_its_card_in_order() -> None:
    said, kept = await asked(MESSAGE, rent=sure(RENT), benefit=sure(BENEFIT))
    assert said == [Answer(RENT.id, asked=10), Answer(BENEFIT.id, asked=10)]
    assert (kept.text, kept.outcome, kept.entries) == (MESSAGE, Outcome.SURE, (RENT.id, BENEFIT.id))


async def test_what_is_not_known_is_told_together_and_a_person_offered_once() -> None:
    text = f"1. {MARS_Q}\n2. {RENT_Q}\n3. кто убил Кеннеди?"
    said, kept = await asked(text, rent=sure(RENT))
    card, rest = said
    assert card == Answer(RENT.id, asked=10)
    assert isinstance(rest, Say)
    assert (rest.phrase, rest.args) == (
        "question-parts-unknown",
        {"parts": f"— {MARS_Q}\n— кто убил Кеннеди?"},
    )
    assert pressed(rest.choices) == [AskPerson(10), ShowMenu()]
    assert (kept.outcome, kept.entries, kept.shown) == (Outcome.PARTLY, (RENT.id,), ())


async def test_suggestions_name_the_part_they_are_for_and_the_last_ones_offer_a_person() -> None:
    said, kept = await asked(MESSAGE, rent=unsure(RENT, SCHOOL), benefit=unsure(BENEFIT, SCHOOL))
    first, second = said
    assert isinstance(first, Say)
    assert isinstance(second, Say)
    assert [(one.phrase, one.args) for one in (first, second)] == [
        ("question-part-unsure", {"part": RENT_Q}),
        ("question-part-unsure", {"part": BENEFIT_Q}),
    ]
    assert pressed(first.choices) == [ShowEntry(RENT.id, 10), ShowEntry(SCHOOL.id, 10)]
    assert pressed(second.choices)[-1] == AskPerson(10)
    assert (kept.outcome, kept.entries) == (Outcome.UNSURE, (RENT.id, SCHOOL.id, BENEFIT.id))


async def test_one_answer_to_two_parts_is_given_once() -> None:
    text = f"{MESSAGE} А также как записать в школу?"
    said, _ = await asked(text, rent=sure(RENT), benefit=sure(RENT))
    assert said[0] == Answer(RENT.id, asked=10)
    assert len(said) == 2


async def test_a_rule_that_has_ended_is_told_beside_the_answers() -> None:
    ended = replace(BENEFIT, valid_until=AT.date().replace(year=2025))
    said, kept = await asked(MESSAGE, rent=sure(RENT), benefit=Outdated(ended, (SCHOOL,), ()))
    news = said[1]
    assert isinstance(news, Say)
    assert news.phrase == "entry-ended"
    assert pressed(news.choices) == [ShowEntry(SCHOOL.id, 10), AskPerson(10)]
    assert kept.entries == (RENT.id, BENEFIT.id, SCHOOL.id)


async def test_a_message_the_base_knows_as_one_question_is_answered_as_one() -> None:
    said, kept = await asked(MESSAGE, rent=sure(RENT), benefit=sure(RENT), whole=sure(RENT))
    assert said == [Answer(RENT.id, asked=10)]
    assert kept.outcome is Outcome.SURE


async def test_of_very_many_questions_the_first_are_looked_up_and_a_person_gets_the_rest() -> None:
    records, here = FakeRecords(), centre()
    assert isinstance(here.knowledge, FakeKnowledge)
    here.knowledge.verdicts = {RENT_Q: sure(RENT)}
    more = [f"{number}. Как починить луноход номер {number}?" for number in range(2, 9)]
    await reception.receive(message("\n".join([f"1. {RENT_Q}", *more])), ANNA, records, here)
    card, rest = records.outbox.to(ToResident(ANNA.id))
    assert card == Answer(RENT.id, asked=10)
    assert isinstance(rest, Say)
    assert str(rest.args["parts"]).count("луноход") == 7
    assert len(here.knowledge.asked) == 1 + MOST, "the whole message and its first parts"
