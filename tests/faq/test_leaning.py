"""What says too little by itself is known, and so is what an entry tells of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.entry import Entry
from faq.folding import MAX_QUESTION
from faq.leaning import is_fragment, joined, leans_back, tells

FRAGMENTS = [
    "а документы?",
    "А какие документы нужны?",
    "что с собой взять",
    "сколько ждать?",
    "как долго рассматривают",
    "а срок какой",
    "когда придут деньги?",
    "а куда идти?",
    "куда подавать",
    "можно онлайн?",
    "а через мфц можно?",
    "кто решает?",
    "а если мне 17?",
    "мне 17 лет",
    "а если муж работает?",
    "А если откажут?",
    "а для второго ребёнка?",
    "а пенсионерам?",
    "это платно?",
    "а почему?",
    "и что делать?",
    "а бумажки какие",
    "а без прописки можно",
    "если нет стажа положено?",
    "а без прописки и гражданства можно?",
    "куда нести то",
    "а на кого жаловаться",
]
QUESTIONS = [
    "",
    "помогите",
    "субсидия",
    "документы на субсидию",
    "где посмотреть стаж",
    "когда вывезут мусор",
    "потерял паспорт",
    "без регистрации можно получить полис в поликлинике",
    "без прописки полис можно?",
    "без света сидим",
    "без лекарств остались",
    "без работы остался",
    "без записи к врачу можно?",
    "если уволили, положено пособие?",
    "куда жаловаться на управляющую",
    "а как оформить снилс?",
    "сколько стоит вывоз мусора",
    "хочу детские на сына куда идти",
    "как записать ребёнка в сад",
]


@pytest.mark.parametrize("said", FRAGMENTS)
def test_a_fragment_does_not_say_of_what_it_asks(said: str) -> None:
    assert is_fragment(said)
    assert leans_back(said)


@pytest.mark.parametrize("said", QUESTIONS)
def test_a_question_stands_by_itself(said: str) -> None:
    assert not is_fragment(said)


@pytest.mark.parametrize("said", ["а как оформить снилс?", "как его получить", "она платит за свет?"])
def test_a_question_may_lean_back_and_still_say_what_it_asks(said: str) -> None:
    assert leans_back(said)
    assert not is_fragment(said)


def test_who_writes_much_does_not_lean_back() -> None:
    assert not leans_back("а если у меня двое детей от первого брака и муж сейчас нигде не работает уже год")


BARE = Entry("a", "s", "?", "Подайте заявление.")
FULL = Entry("b", "s", "?", "…", authority="sfr", channels=("mfc",), documents=("паспорт",), term="10 дней")
PROSE = Entry("c", "s", "?", "Возьмите паспорт. Отвечают за 10 рабочих дней.")


@pytest.mark.parametrize("said", ["а документы?", "сколько ждать?", "куда идти?", "кто решает?"])
def test_an_entry_tells_what_its_fields_tell(said: str) -> None:
    assert tells(FULL, said)
    assert not tells(BARE, said)


def test_where_to_apply_is_no_answer_to_where_to_complain() -> None:
    of_complaints = replace(FULL, answer="Подайте жалобу.")
    for said in ("на кого жаловаться", "куда пожаловаться?"):
        assert tells(of_complaints, said) and not tells(FULL, said)


def test_an_answer_may_tell_of_papers_and_terms_in_its_own_words() -> None:
    assert tells(PROSE, "а документы?")
    assert tells(PROSE, "сколько ждать?")
    assert not tells(PROSE, "куда идти?")
    assert not tells(PROSE, "документы и куда идти?"), "all that is asked for, or it is no answer"
    assert not tells(FULL, "а если мне 17?"), "nothing of it is a field"


def test_the_new_words_are_read_even_after_a_long_story() -> None:
    assert joined("как оформить субсидию", "а если мне 17?") == "как оформить субсидию а если мне 17?"
    assert len(joined("о" * 5000, "а если мне 17?")) == MAX_QUESTION
    assert joined("о" * 5000, "а если мне 17?").endswith(" а если мне 17?")
