"""One question stays whole, however many sentences it has; several are told apart."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import thread_time

import pytest

from faq.entry import Entry
from faq.knowledge_base import Match, Outdated, Sure, Unknown, Unsure, Verdict
from faq.parting import Part, are_several, parts
from tests.faq.test_knowledge_base import HOSTILE

CHECKS = Path(__file__).parents[2] / "faq" / "checks"
SUBSIDY, RUBBISH = (Entry(id_, "s", f"{id_}?", "…") for id_ in ("subsidy", "rubbish"))


def texts(message: str) -> list[str]:
    return [part.text for part in parts(message)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "как оформить субсидию? и ещё когда вывезут мусор?",
            ["как оформить субсидию?", "когда вывезут мусор?"],
        ),
        (
            "Как оформить субсидию, а также где получить справку о составе семьи",
            ["Как оформить субсидию", "где получить справку о составе семьи"],
        ),
        (
            "где взять справку о доходах, и как записать сына в сад",
            ["где взять справку о доходах", "как записать сына в сад"],
        ),
        ("потерял паспорт и еще как восстановить снилс", ["потерял паспорт", "как восстановить снилс"]),
        (
            "Мне 30 лет. 1. Как записать сына в сад? 2. Положена ли путёвка?",
            ["Мне 30 лет. Как записать сына в сад?", "Положена ли путёвка?"],
        ),
        (
            "Потеряла паспорт, вторую неделю. И ещё вопрос: как восстановить пароль?",
            ["Потеряла паспорт, вторую неделю.", "как восстановить пароль?"],
        ),
        (
            "1. Как оформить субсидию\n2. Не вывозят мусор",
            ["Как оформить субсидию", "Не вывозят мусор"],
        ),
        (
            "Скажите: 1) как записать сына в сад 2) положен ли санаторий инвалиду 3) где сделать прививку",
            ["Скажите: как записать сына в сад", "положен ли санаторий инвалиду", "где сделать прививку"],
        ),
        (
            "Мне 67 лет, живу одна. Как получить соцработника? И ещё вопрос: положена ли мне субсидия?",
            ["Мне 67 лет, живу одна. Как получить соцработника?", "положена ли мне субсидия?"],
        ),
        (
            "Сыну 3 года. Муж на СВО. Какие выплаты нам положены? Как записать сына в детский сад?",
            ["Сыну 3 года. Муж на СВО. Какие выплаты нам положены?", "Как записать сына в детский сад?"],
        ),
        (
            "Где подать заявление на субсидию?\nКогда выдают зимнюю доплату к пенсии?\nСпасибо",
            ["Где подать заявление на субсидию?", "Когда выдают зимнюю доплату к пенсии?"],
        ),
    ],
)
def test_several_questions_are_told_apart_each_with_its_story(message: str, expected: list[str]) -> None:
    assert texts(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "",
        "субсидия",
        "Здравствуйте. Мне 67 лет, живу одна. Как получить соцработника?",
        "Потерял паспорт. Что делать?",
        "Что за плата за мусор? Как её убрать? Это законно?",
        "как оформить субсидию? какие документы? куда нести?",
        "Можно вопрос? Как получить полис?",
        "Подали через портал 1.11, ждали 30 дней, пришёл отказ!!! За что?? Можно ли оспорить?",
        "получаю пенсию и ещё работаю, положена ли доплата",
        "Получаю пенсию. А ещё работаю. Положена ли мне доплата?",
        "нужны паспорт, а также справка с работы?",
        "нету мест в садах, сколько перед нами ещё детей",
        "как оформить пособие и когда его заплатят",
        "как получить субсидию и какие документы нужны",
        "по каким дням и во сколько приезжает мусоровоз",
        "потерял паспорт и как теперь восстановить снилс",
        "Живу на ул. Ленина, д. 5. Когда вывезут мусор?",
        "Как пройти МСЭ? Врач сказал, что надо собрать бумаги. Я не понимаю.",
        "У меня вопрос\nне вывозят мусор\nуже неделю",
        "Почему не пришла пенсия 12) ноября",
        "Был пожар, сгорел дом. Что теперь делать? С чего начать?",
        "Я пенсионерка. И ещё как оформить субсидию?",
        "Живу на Ленина 1. Квартира 2. Подъезд 3. Почему не вывозят мусор?",
    ],
)
def test_one_question_is_not_taken_apart(message: str) -> None:
    assert parts(message) == (Part(message, False),)


def test_no_check_question_of_the_shipped_base_is_taken_apart() -> None:
    asked = [
        one["q"] for path in CHECKS.glob("*.toml") for one in tomllib.loads(path.read_text("utf-8"))["check"]
    ]
    assert len(asked) > 500
    assert [one for one in asked if len(parts(one)) > 1] == []


def sure(entry: Entry) -> Sure:
    return Sure(entry, (Match(entry, 0.9),))


def unsure(entry: Entry) -> Unsure:
    return Unsure((entry,), (Match(entry, 0.5),))


UNKNOWN = Unknown((Match(SUBSIDY, 0.1),))
ENDED = Outdated(RUBBISH, (), ())


@pytest.mark.parametrize(
    ("apart", "verdicts", "whole", "several"),
    [
        (False, (unsure(SUBSIDY), unsure(RUBBISH)), unsure(SUBSIDY), True),
        (False, (sure(SUBSIDY), ENDED), UNKNOWN, True),
        (False, (sure(SUBSIDY), unsure(RUBBISH)), sure(SUBSIDY), True),
        (False, (unsure(SUBSIDY), unsure(RUBBISH)), sure(SUBSIDY), False),
        (False, (sure(SUBSIDY), unsure(SUBSIDY)), UNKNOWN, False),
        (False, (sure(SUBSIDY), UNKNOWN), unsure(SUBSIDY), False),
        (True, (sure(SUBSIDY), sure(RUBBISH)), sure(SUBSIDY), True),
        (True, (sure(SUBSIDY), UNKNOWN), unsure(SUBSIDY), True),
        (True, (sure(SUBSIDY), unsure(SUBSIDY)), unsure(SUBSIDY), False),
        (True, (UNKNOWN, UNKNOWN), UNKNOWN, False),
    ],
)
def test_the_base_decides_what_the_form_leaves_open(
    apart: bool, verdicts: tuple[Verdict, ...], whole: Verdict, several: bool
) -> None:
    found = (Part("…", False), Part("…", apart))
    assert are_several(found, verdicts, whole) is several


STRANGE = {
    "items": "1) а " * 1000,
    "lines": "\n1. а" * 1000,
    "newlines": "\n" * 4000 + "1",
    "more": "и ещё " * 700,
    "also": "а также, как " * 400,
    "questions": "как? " * 800,
    "marks": "? " * 2000,
    "spaces": " " * 4000 + "и ещё как",
    "commas": "," * 4000 + " и ещё как",
}


@pytest.mark.parametrize("name", [*HOSTILE, *STRANGE])
def test_any_text_is_taken_apart_within_milliseconds(name: str) -> None:
    begun = thread_time()
    assert len(parts((HOSTILE | STRANGE)[name])) >= 1
    assert thread_time() - begun < 0.1
