"""Journeys: of which steps a reminder is due, and when."""

from __future__ import annotations

from datetime import date, timedelta

from desk.journey import Journey
from faq.route import Route, Step

EVENT = date(2026, 11, 3)
SOON = Step("soon", "Сообщить", days=3, risky=True)
MONTH = Step("month", "Зарегистрировать", days=30, risky=True)
HALF = Step("half", "Подать", months=6, risky=True)
CALM = Step("calm", "Узнать", days=30)
ROUTE = Route("birth", "Родился ребёнок", steps=(CALM, HALF, MONTH, SOON))
WANTED = Journey(1, "birth", EVENT, reminding=True)


def reminded(journey: Journey, first: date, days: int) -> list[tuple[date, str]]:
    """What a round every day tells of, and when."""
    told = []
    journey = journey.planned(ROUTE, first)
    for today in (first + timedelta(days=one) for one in range(days)):
        if journey.remind_on is None or journey.remind_on > today:
            continue
        steps = journey.to_remind(ROUTE, today)
        told += [(today, one.id) for one in steps]
        journey = journey.told(frozenset(one.id for one in steps)).planned(ROUTE, today)
    return told


def test_each_risky_step_is_told_of_once_a_week_or_a_day_before_its_end() -> None:
    assert reminded(WANTED, EVENT, 200) == [
        (date(2026, 11, 5), "soon"),
        (date(2026, 11, 26), "month"),
        (date(2027, 4, 26), "half"),
    ]


def test_who_asks_late_is_told_the_next_day_unless_it_is_over_by_then() -> None:
    assert reminded(WANTED, date(2026, 12, 1), 10) == [(date(2026, 12, 2), "month")]
    assert reminded(WANTED, date(2026, 12, 3), 10) == []


def test_nobody_is_told_of_what_is_done_or_without_wanting_it() -> None:
    assert reminded(WANTED.ticked("month", True), EVENT, 60) == [(date(2026, 11, 5), "soon")]
    assert reminded(WANTED.wanting(False), EVENT, 200) == []
    assert reminded(WANTED.dated(None), EVENT, 200) == []


def test_rounds_that_were_missed_tell_of_what_is_not_over_yet() -> None:
    journey = WANTED.planned(ROUTE, EVENT)
    assert [one.id for one in journey.to_remind(ROUTE, date(2026, 11, 30))] == ["month"]


def test_another_day_begins_the_reminders_anew() -> None:
    told = WANTED.told(frozenset({"soon", "month"}))
    assert reminded(told.dated(date(2026, 11, 4)), EVENT, 30)[0] == (date(2026, 11, 6), "soon")
