"""Moments to come, as supervisors write them."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from desk.said_moment import is_open_end, understood
from tests.desk.samples import AT, MOSCOW  # Monday, 2 March 2026, noon in Moscow


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("до 18:00", "2026-03-02 18:00"),
        ("До 18.30.", "2026-03-02 18:30"),
        ("18:00", "2026-03-02 18:00"),
        ("до 18", "2026-03-02 18:00"),
        ("18 часов", "2026-03-02 18:00"),
        ("к 9 часам", None),
        ("до 9:00", "2026-03-03 09:00"),
        ("сегодня до 20:00", "2026-03-02 20:00"),
        ("завтра 10:00", "2026-03-03 10:00"),
        ("до завтра, 10:00", "2026-03-03 10:00"),
        ("завтра в 10 ч", "2026-03-03 10:00"),
        ("завтра", "2026-03-03 23:59"),
        ("до послезавтра", "2026-03-04 23:59"),
        ("5 марта", "2026-03-05 23:59"),
        ("до 5 марта, 12:00", "2026-03-05 12:00"),
        ("до 5.03 12:00", "2026-03-05 12:00"),
        ("до 05.03.2026", "2026-03-05 23:59"),
        ("до 1.02", "2027-02-01 23:59"),
        ("до 1.02.2026", "2026-02-01 23:59"),
        ("до 24:00", "2026-03-03 00:00"),
        ("через 2 часа", "2026-03-02 14:00"),
        ("через 40 минут", "2026-03-02 12:40"),
        ("через час", "2026-03-02 13:00"),
        ("18", None),
        ("31.02", None),
        ("до 25:00", None),
        ("до", None),
        ("", None),
        ("завтра в", None),
        ("Нет воды до 18:00", None),
        ("до 18:00 обещали починить", None),
        ("через неделю", None),
        ("9" * 1000, None),
    ],
)
def test_a_moment_is_understood_or_nothing_is(said: str, meant: str | None) -> None:
    expected = datetime.fromisoformat(meant).replace(tzinfo=MOSCOW) if meant else None
    assert understood(said, AT, MOSCOW) == expected


def test_a_day_without_a_time_begins_when_it_is_told_to() -> None:
    expected = datetime.fromisoformat("2026-03-05 10:00").replace(tzinfo=MOSCOW)
    assert understood("5 марта", AT, MOSCOW, time(10)) == expected


def test_nobody_knows_is_an_answer_too() -> None:
    assert is_open_end("Без срока.") and is_open_end("пока неизвестно")
    assert not is_open_end("до 18:00") and not is_open_end("")
