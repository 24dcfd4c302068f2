"""Who calls, or is lost, is answered in kind; whatever may be a question is looked up."""

from __future__ import annotations

import pytest

from desk import calling, small_talk
from desk.choices.catalogue import AskPerson


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("алло", "heard"),
        ("Алё!!", "heard"),
        ("АЛЛО ЕСТЬ КТО", "heard"),
        ("ау", "heard"),
        ("???", "heard"),
        ("😡", "heard"),
        ("у меня ещё вопрос", "heard"),
        ("можно спросить?", "heard"),
        ("не поняла", "lost"),
        ("я ничего не понимаю", "lost"),
        ("не понимаю ничего", "lost"),
        ("повторите пожалуйста", "lost"),
        ("что нажать?", "lost"),
        ("вы робот?", "who"),
        ("кто это", "who"),
        ("с кем я говорю", "who"),
        ("это не то", "wrong"),
        ("нет, не это", "wrong"),
        ("не помогло", "wrong"),
        ("перезвоните мне", "back"),
        ("позвоните мне по телефону 89171234567", "back"),
        ("помогите", "help"),
        ("пожалуйста помогите мне", "help"),
    ],
)
def test_a_call_is_recognised(text: str, kind: str) -> None:
    said = calling.reply(text, 7)
    assert said is not None and said.phrase == f"calling-{kind}"
    assert said.choices[0][0].choice == AskPerson(7), "a person, with the question before"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "кто решает",
        "кто это платит",
        "помогите с субсидией",
        "помогите оформить пособие",
        "не понимаю как записаться к врачу",
        "позвоните в собес",
        "не получается войти в госуслуги",
        "мне не то начислили",
        "повторите мсэ",
        "человек упал",
        "нет",
        "это вы",
        "алло " * 30,
    ],
)
def test_what_may_be_a_question_is_no_call(text: str) -> None:
    assert calling.reply(text, None) is None


@pytest.mark.parametrize("text", ["а человек есть?", "есть живые люди?", "можно человека"])
def test_who_asks_whether_there_are_people_wants_one(text: str) -> None:
    assert small_talk.wants_person(text)


@pytest.mark.parametrize("text", ["спасибо, дай бог здоровья", "💖💖💖"])
def test_a_blessing_is_thanks(text: str) -> None:
    assert small_talk.reply(text) is not None
