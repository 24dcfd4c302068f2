"""Days as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.said_day import asks_other, is_alone, to_come, understood

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("подал 3 ноября", date(2026, 11, 3)),
        ("3.11", date(2026, 11, 3)),
        ("03.11.2026 г.", date(2026, 11, 3)),
        ("3/11/26", date(2026, 11, 3)),
        ("2026-11-03", date(2026, 11, 3)),
        ("написала 3-го ноября", date(2026, 11, 3)),
        ("3 нояьря", date(2026, 11, 3)),
        ("3 noyabrya", date(2026, 11, 3)),
        ("3 November", date(2026, 11, 3)),
        ("Nov 3rd, 2025", date(2025, 11, 3)),
        ("25 декабря", date(2025, 12, 25)),
        ("22 ноября", TODAY),
        ("29 февраля", date(2024, 2, 29)),
        ("5 мая 2027", date(2027, 5, 5)),
        ("вчера", date(2026, 11, 21)),
        ("Вчира подала", date(2026, 11, 21)),
        ("позавчера", date(2026, 11, 20)),
        ("сегодня утром", TODAY),
        ("the day before yesterday", date(2026, 11, 20)),
        ("yesterday", date(2026, 11, 21)),
        ("в прошлый понедельник", date(2026, 11, 16)),
        ("в понедельник на прошлой неделе", date(2026, 11, 9)),
        ("в воскресенье", date(2026, 11, 15)),
        ("last friday", date(2026, 11, 20)),
        ("неделю назад", date(2026, 11, 15)),
        ("две недели назад", date(2026, 11, 8)),
        ("10 дней назад", date(2026, 11, 12)),
        ("месяц назад", date(2026, 10, 22)),
        ("3 months ago", date(2026, 8, 22)),
        ("пятого", None),
        ("20 числа", date(2026, 11, 20)),
        ("25-го", date(2026, 10, 25)),
        ("31.02", None),
        ("30.02.2026", None),
        ("не помню", None),
        ("где получить справку", None),
        ("у меня 3 детей", None),
        ("", None),
    ],
)
def test_a_day_is_understood(said: str, day: date | None) -> None:
    assert understood(said, TODAY) == day


def test_a_month_before_the_thirty_first_is_the_last_of_the_month() -> None:
    assert understood("месяц назад", date(2026, 3, 31)) == date(2026, 2, 28)


@given(st.text(max_size=200), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_text_is_a_day_or_none(said: str, today: date) -> None:
    found = understood(said, today)
    assert found is None or isinstance(found, date)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 364))
def test_without_a_year_the_day_is_the_last_such_one(today: date, back: int) -> None:
    day = date.fromordinal(today.toordinal() - back)
    if (day.month, day.day) != (2, 29):
        assert understood(f"{day.day}.{day.month:02}", today) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("завтра", date(2026, 11, 23)),
        ("до послезавтра", date(2026, 11, 24)),
        ("сегодня", TODAY),
        ("tomorrow", date(2026, 11, 23)),
        ("в пятницу", date(2026, 11, 27)),
        ("до пятницы в 20:00", date(2026, 11, 27)),
        ("до воскресенья", date(2026, 11, 29)),
        ("в следующую среду", date(2026, 11, 25)),
        ("on Friday", date(2026, 11, 27)),
        ("через неделю", date(2026, 11, 29)),
        ("через две недели", date(2026, 12, 6)),
        ("на 10 дней", date(2026, 12, 2)),
        ("через 3 дня", date(2026, 11, 25)),
        ("через месяц", date(2026, 12, 22)),
        ("in two weeks", date(2026, 12, 6)),
        ("до конца недели", TODAY),
        ("до конца месяца", date(2026, 11, 30)),
        ("15 числа", date(2026, 12, 15)),
        ("до 1 декабря", date(2026, 12, 1)),
        ("1.12", date(2026, 12, 1)),
        ("вторник, 15 декабря", date(2026, 12, 15)),
        ("15 января", date(2027, 1, 15)),
        ("5 мая 2027", date(2027, 5, 5)),
        ("вчера", None),
        ("неделю назад", None),
        ("скоро", None),
        ("в пятницу " * 30, None),
    ],
)
def test_a_day_to_come_is_understood(said: str, day: date | None) -> None:
    assert to_come(said, TODAY, date(2027, 2, 22)) == day


@pytest.mark.parametrize(
    ("said", "alone"),
    [
        ("6 ноября", True),
        ("3.11.2026 г.", True),
        ("я подала заявление 3-го числа", True),
        ("Вчира отправил жалобу", True),
        ("две недели назад", True),
        ("в прошлый понедельник", True),
        ("3 нояьря", True),
        ("I filed it on Nov 3rd, 2025", True),
        ("вчера не вывезли мусор", False),
        ("15.03 подали заявление, ответа нет", False),
        ("3 ноября?", False),
        ("5 маршрут", False),
        ("я живу на 8 марта 5", False),
        ("yesterday the lift stopped", False),
    ],
)
def test_whether_a_day_is_all_that_is_told(said: str, alone: bool) -> None:
    assert is_alone(said) is alone


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("с понедельника нет горячей воды, что делать?", True),
        ("вчера пришла квитанция, куда платить за капремонт?", True),
        ("а если 3 ноября, какой тогда срок?", False),
        ("3 ноября, это правильно?", False),
        ("15 марта подавали на пособие, почему до сих пор нет ответа?", False),
        ("с понедельника нет горячей воды", False),
        ("3 ноября", False),
    ],
)
def test_whether_it_asks_something_else(said: str, other: bool) -> None:
    assert asks_other(said) is other
