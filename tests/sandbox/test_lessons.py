"""A lesson by itself: what the resident says when, and what the operator is scored for."""

from dataclasses import replace

import pytest

from sandbox.training.hearing import Closed, Heard, Moved, Opened, Replied, Taken
from sandbox.training.lesson import CALL, PATIENCE, PAUSE, Lesson
from sandbox.training.score import Mark, marks, span, stars
from sandbox.training.script import Impatience, Script, Turn, Wish

WISH = Wish("Номер", ("112",), "был", "не было", first=True)
SECRET = Wish("Данные", ("1203 456789",), "не повторили", "повторили")
SCRIPT = Script(
    "one",
    "Вопрос",
    "О чём",
    "Пётр",
    "Где справка?",
    department="Дом",
    reply_within=60,
    puzzled=("Не понял", "Куда идти?"),
    turns=(Turn("А где это?", ("мфц",)), Turn("Спасибо", ("улиц",), understood=True)),
    impatient=(Impatience(100, "Вы здесь?"),),
)
OPENED = Opened("ЕКЦ-2026-000007", "Дом")


def lesson(*heard: tuple[float, Heard], script: Script = SCRIPT, opened: Opened = OPENED) -> Lesson:
    """What has come of it, the resident answering in time."""
    found = Lesson(script, 0.0).heard(opened, 1.0)
    for at, what in heard:
        found = found.heard(what, at)
        found, _ = found.says(at + PAUSE)
    return found


def mark(found: Lesson, title: str) -> Mark:
    return next(one for one in marks(found) if one.title == title)


def test_who_was_offered_no_person_calls_for_one_once() -> None:
    begun = Lesson(SCRIPT, 10.0)
    assert begun.says(10.0 + PATIENCE - 1) == (begun, None)
    called, words = begun.says(10.0 + PATIENCE)
    assert words == CALL
    assert called.due_at() is None


def test_a_reply_is_read_before_it_is_answered() -> None:
    begun = Lesson(SCRIPT, 0.0).heard(OPENED, 1.0).heard(Replied("Идите в МФЦ"), 10.0)
    assert begun.due_at() == 10.0 + PAUSE
    assert begun.says(12.0) == (begun, None)
    after, words = begun.says(13.0)
    assert words == "А где это?"
    assert after.due_at() == 13.0 + 100


def test_several_replies_in_a_row_are_answered_together() -> None:
    begun = Lesson(SCRIPT, 0.0).heard(OPENED, 1.0)
    begun = begun.heard(Replied("Здравствуйте"), 10.0).heard(Replied("Улица Ленина, 1"), 12.0)
    assert begun.says(14.0) == (begun, None)
    after, words = begun.says(15.0)
    assert (words, after.understood) == ("Спасибо", True)


def test_what_is_no_help_puzzles_them_and_in_the_end_they_keep_silent() -> None:
    begun, said = lesson(), []
    for at in (10.0, 20.0, 30.0):
        begun, words = begun.heard(Replied("Угу"), at).says(at + PAUSE)
        said.append(words)
    assert said == ["Не понял", "Куда идти?", None]
    assert begun.due_at() == 30.0 + PAUSE + 100


def test_silence_is_asked_about_until_they_have_understood() -> None:
    begun = lesson()
    assert begun.due_at() == 101.0
    asked, words = begun.says(101.0)
    assert (words, asked.due_at()) == ("Вы здесь?", None)
    content = lesson((10.0, Replied("На улице Ленина")))
    assert content.due_at() is None


def test_a_farewell_is_not_answered_again() -> None:
    begun = lesson((10.0, Replied("На улице Ленина")), (20.0, Replied("Всего доброго, МФЦ рядом")))
    assert [one.words for one in begun.lines if one.words] == ["Спасибо"]


def test_everything_done_well() -> None:
    found = lesson(
        (10.0, Taken()),
        (20.0, Replied("112, улица Ленина")),
        (30.0, Replied("Пожалуйста! Закрываю")),
        (40.0, Closed()),
        script=replace(SCRIPT, must=(WISH,), never=(SECRET,), most_words=5),
    )
    assert [(one.title, one.good) for one in marks(found)] == [
        ("Первый ответ", True),
        ("Сначала взять", True),
        ("Нужный отдел", True),
        ("Номер", True),
        ("Данные", True),
        ("Коротко", True),
        ("Житель понял, что делать", True),
        ("Закрыть со словом", True),
    ]
    assert stars(found) == 5
    assert "Вы ответили за 19 с" in mark(found, "Первый ответ").words


def test_nothing_done_at_all() -> None:
    found = lesson(script=replace(SCRIPT, must=(WISH,), never=(SECRET,), most_words=5)).finished(500.0)
    titles = {one.title for one in marks(found) if one.good}
    assert titles == {"Нужный отдел"}  # the bot's own choice stands
    assert stars(found) == 1


@pytest.mark.parametrize(
    ("heard", "title", "told"),
    [
        (((90.0, Replied("улица")),), "Первый ответ", "через 1 мин 29 с. Уложитесь в 1 мин"),
        (((10.0, Replied("улица")),), "Сначала взять", "не взяли"),
        (((10.0, Replied("улица")), (20.0, Taken())), "Сначала взять", "уже после ответа"),
        (((10.0, Moved("Сад")),), "Нужный отдел", "осталось в отделе «Сад», а отвечает «Дом»"),
        (((10.0, Replied("Мяу")), (20.0, Replied("112"))), "Номер", "не было"),
        (((10.0, Replied("Паспорт 1203456789 вижу")),), "Данные", "повторили"),
        (((10.0, Replied("раз два три четыре пять шесть")),), "Коротко", "сообщении: 6"),
        (((10.0, Replied("Мяу")),), "Житель понял, что делать", "один ясный шаг"),
        (((10.0, Replied("улица")),), "Закрыть со словом", "осталось открытым"),
        (((10.0, Replied("улица")), (20.0, Closed())), "Закрыть со словом", "закрыли молча"),
    ],
)
def test_each_slip_has_its_line(heard: tuple[tuple[float, Heard], ...], title: str, told: str) -> None:
    script = replace(SCRIPT, must=(WISH,), never=(SECRET,), most_words=5)
    found = mark(lesson(*heard, script=script).finished(200.0), title)
    assert not found.good
    assert told in found.words


def test_a_transfer_to_the_right_department_puts_it_right() -> None:
    found = lesson((10.0, Moved("Дом")), opened=Opened("ЕКЦ-2026-000007", "Сад"))
    assert mark(found, "Нужный отдел").good


def test_an_ended_lesson_hears_nothing_more() -> None:
    ended = lesson((10.0, Closed()))
    assert ended.heard(Replied("Ещё"), 20.0) == ended.finished(30.0) == ended
    assert ended.due_at() is None


@pytest.mark.parametrize(("seconds", "told"), [(0, "0 с"), (45.4, "45 с"), (60, "1 мин"), (125, "2 мин 5 с")])
def test_a_span_is_told_in_minutes_and_seconds(seconds: float, told: str) -> None:
    assert span(seconds) == told
