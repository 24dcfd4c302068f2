"""Which questions the knowledge base has left open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.gap import Gap, Reason, gap_id, gap_of
from desk.question import Outcome, Question
from tests.desk.samples import ANNA, AT, TICKET

ASKED = Question(ANNA.id, 10, "Где получить справку?", AT)
UNSURE = ASKED.found(Outcome.UNSURE, ("fam-01", "fam-02"))
SURE = ASKED.found(Outcome.SURE, ("fam-01",))


def gap(question: Question) -> Gap:
    found = gap_of(question)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (ASKED.found(Outcome.UNKNOWN, ()), Reason.UNKNOWN),
        (UNSURE, Reason.UNKNOWN),
        (ASKED.found(Outcome.PARTLY, ("fam-01",)), Reason.UNKNOWN),
        (UNSURE.answered_with("fam-02"), None),
        (UNSURE.answered_with("fam-02").judged(False), Reason.NOT_HELPED),
        (SURE, None),
        (SURE.judged(True), None),
        (SURE.judged(False), Reason.NOT_HELPED),
        (ASKED.handed_over(TICKET.id), Reason.PERSON),
        (ASKED.found(Outcome.UNKNOWN, ()).handed_over(TICKET.id), Reason.UNKNOWN),
        (ASKED.found(Outcome.OUTDATED, ("fam-01",)), Reason.UNKNOWN),
        (ASKED.found(Outcome.UNKNOWN, ()).going_on(9), None),
        (replace(ASKED, outcome=Outcome.UNKNOWN, text=" 112? 👍 да"), None),
        (replace(ASKED, outcome=Outcome.UNKNOWN, text=""), None),
    ],
)
def test_a_question_is_a_gap_when_the_base_has_not_settled_it(
    question: Question, reason: Reason | None
) -> None:
    found = gap_of(question)
    assert (found and found.reason) is reason


def test_who_waits_for_a_person_counts_when_the_person_has_answered() -> None:
    waiting = gap(ASKED.handed_over(TICKET.id))
    assert not waiting.counts
    assert waiting.suggested("Справку выдаёт МФЦ.").counts
    assert gap(SURE.judged(False)).counts


def test_neither_number_nor_words_tell_who_asked() -> None:
    found = gap(replace(ASKED, outcome=Outcome.UNKNOWN, text="Я Иванова Мария Петровна, где справка?"))
    assert found.text == "Я [имя], где справка?"
    assert 0 <= found.id < 2**63
    assert found.id == gap_id(ASKED)
    assert found.id != gap_id(replace(ASKED, message_id=11))


def test_of_a_long_text_the_beginning_is_kept() -> None:
    assert len(gap(replace(ASKED, outcome=Outcome.UNKNOWN, text="Справка! " * 500)).text) <= 1000


def test_an_operator_s_answer_is_kept_without_personal_data() -> None:
    answered = gap(UNSURE).suggested(" Мария Ивановна, справку выдаёт МФЦ. ")
    assert answered.answer == "[имя], справку выдаёт МФЦ."
