"""Forms: what the next message is taken for."""

from __future__ import annotations

from datetime import timedelta

from desk.form import Form, Purpose
from desk.people import EXPECTED
from tests.desk.samples import ANNA, AT

FORM = Form(Purpose.APPEAL).filled(where="Икряное").asking("what", AT)


def test_an_hour_later_words_are_an_ordinary_message_again() -> None:
    resident = ANNA.filling(FORM)
    assert resident.is_filling(Purpose.APPEAL, AT + EXPECTED - timedelta(seconds=1))
    assert not resident.is_filling(Purpose.APPEAL, AT + EXPECTED)
    assert not resident.is_filling(Purpose.DEADLINE, AT)


def test_what_was_filled_in_outlives_another_prompt_which_takes_the_next_words() -> None:
    resident = ANNA.filling(FORM).asking_for_person(AT)
    assert resident.wants_person
    assert not resident.is_filling(Purpose.APPEAL, AT)
    assert resident.form is not None
    assert resident.form.values == {"where": "Икряное"}


def test_a_form_takes_the_next_words_from_an_earlier_prompt() -> None:
    resident = ANNA.asking_for_person(AT).filling(FORM)
    assert not resident.wants_person
    assert resident.is_filling(Purpose.APPEAL, AT)


def test_an_empty_value_is_taken_out() -> None:
    assert FORM.filled(where="", subject="жкх").values == {"subject": "жкх"}


def test_an_appeal_half_written_waits_under_what_is_begun_beside_it() -> None:
    deadline = Form(Purpose.DEADLINE).asking("day", AT)
    resident = ANNA.filling(FORM).filling(deadline)
    assert resident.is_filling(Purpose.DEADLINE, AT) and not resident.is_filling(Purpose.APPEAL, AT)
    route = resident.filling(Form(Purpose.ROUTE).asking("day", AT))
    assert route.appeal == FORM.paused(), "one form is never under two"
    assert route.filling(None).form == FORM.paused()
    assert route.filling(None).filling(None).form is None
    assert resident.dropping().form is None
