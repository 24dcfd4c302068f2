"""What is a spike, and how often a usual day is taken for one."""

from __future__ import annotations

from datetime import timedelta
from math import exp
from random import Random

import pytest

from desk.spike import DAYS, FEWEST, Usual, chance, earlier, is_spike
from tests.desk.samples import AT

SELDOM, OFTEN = Usual(3, 56.0), Usual(560, 56.0)  # once in three weeks; ten an hour


@pytest.mark.parametrize(
    ("count", "usual", "expected"),
    [
        (FEWEST - 1, Usual(0, 56.0), False),
        (FEWEST, Usual(0, 56.0), True),
        (8, SELDOM, True),
        (12, OFTEN, False),
        (25, OFTEN, False),
        (80, OFTEN, True),
        (8, Usual(0, 0.0), False),  # nothing is known of a bot's first day
        (8, Usual(0, 2.0), False),
        (10_000, OFTEN, True),
    ],
)
def test_a_spike_is_clearly_more_than_usual(count: int, usual: Usual, expected: bool) -> None:
    assert is_spike(count, usual) is expected


def test_the_chance_is_that_of_the_counts() -> None:
    """Against counts drawn by a random rate: the definition of the negative binomial."""
    random, usual, wanted = Random(1), Usual(112, 56.0), 5
    draws = 20_000
    hits = sum(_poisson(random, random.gammavariate(8, usual.rate / 8)) >= wanted for _ in range(draws))
    assert chance(wanted, usual) == pytest.approx(hits / draws, rel=0.1)
    assert chance(0, usual) == 1.0


def test_on_a_day_when_all_is_asked_more_often_more_is_usual() -> None:
    usual = Usual(112, 56.0)
    assert usual.on_busy_day(others=50, usual_others=1400).rate == pytest.approx(usual.rate * 2, rel=0.02)
    assert usual.on_busy_day(others=5, usual_others=1400) == usual, "never less than usual"


def test_usual_is_what_was_asked_in_the_same_hours() -> None:
    spans = list(earlier(AT))
    assert len(spans) == DAYS
    assert spans[0] == (AT - timedelta(days=1, minutes=90), AT - timedelta(days=1, minutes=-30))


def test_a_month_of_usual_days_has_hardly_a_spike_and_a_breakdown_is_seen_within_the_hour() -> None:
    random = Random(7)
    alarms = seen = hours = 0
    for _ in range(60):  # entries, from a question a week to five an hour
        rate = 10 ** random.uniform(-2, 0.7)
        for _ in range(30):
            today = random.lognormvariate(0, 0.35)
            before = sum(_poisson(random, rate * random.lognormvariate(0, 0.35) * 2) for _ in range(DAYS))
            for _ in range(10):
                count, hours = _poisson(random, rate * today), hours + 1
                usual = Usual(before, DAYS * 2.0)
                alarms += is_spike(count, usual)
                seen += is_spike(count + 15 + round(8 * rate), usual)
    assert alarms <= 2
    assert seen > 0.95 * hours


def _poisson(random: Random, rate: float) -> int:
    bar, count, product = exp(-rate), 0, random.random()
    while product > bar:
        count, product = count + 1, product * random.random()
    return count
