"""Names of subjects and departments as a reader knows them."""

from dataclasses import replace

import pytest

from desk.department import Departments
from desk.naming import named, said
from faq.entry import Shelf, Subject
from tests.desk.samples import HOUSING, FakeKnowledge, centre

PENSIONS = Subject("pens", "Пенсии", 1, {"en": "Pensions"})
DEPARTMENT = replace(HOUSING, title="Дом · двор", titles={"en": "Housing"})
HERE = replace(
    centre(),
    departments=Departments((DEPARTMENT,)),
    knowledge=FakeKnowledge(shelf=Shelf({"pens": PENSIONS}, {}, {}, {})),
)


@pytest.mark.parametrize(
    ("words", "english", "kazakh"),
    [
        ("Пенсии", "Pensions", "Пенсии"),
        ("Дом · двор", "Housing", "Дом · двор"),
        ("🆘 Плохо со здоровьем · Пенсии", "🆘 Pensions", "🆘 Пенсии"),
        ("🆘 Плохо со здоровьем · Давно не тема", "🆘 Плохо со здоровьем · Давно не тема", ""),
        ("Давно не тема", "Давно не тема", "Давно не тема"),
    ],
)
def test_a_name_is_said_in_a_language_that_has_it_else_in_russian(
    words: str, english: str, kazakh: str
) -> None:
    assert said(words, "ru", HERE) == words
    assert said(words, "en", HERE) == english
    assert said(words, "kk", HERE) == (kazakh or words)


def test_only_the_places_of_names_are_said_otherwise() -> None:
    args: dict[str, str | int] = {
        "subject": "Пенсии",
        "department": "Дом · двор",
        "question": "Пенсии",
        "number": 1,
    }
    assert named(args, "en", HERE) == args | {"subject": "Pensions", "department": "Housing"}
