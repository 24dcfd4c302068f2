"""How shares are compared: bounds that are honest about few, and a league that ranks by them."""

from __future__ import annotations

import pytest

from desk.report import TicketTotals
from desk.trend import interval, league


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_bounds_are_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert interval(part, whole) == pytest.approx((low, high), abs=0.0001)


def test_of_nothing_nothing_is_known() -> None:
    assert interval(0, 0) == (0.0, 1.0)


def test_departments_are_ranked_by_what_is_certain_and_few_replies_not_at_all() -> None:
    few = TicketTotals("few", opened=19, in_time=19)
    many = TicketTotals("many", opened=400, in_time=380, late=20)
    lucky = TicketTotals("lucky", opened=20, in_time=20)
    slow = TicketTotals("slow", opened=100, in_time=50, late=50)
    ranks = league([few, slow, lucky, many])
    assert [one.totals.department_id for one in ranks] == ["many", "lucky", "slow", "few"]
    assert [one.share for one in ranks] == [0.95, 1.0, 0.5, None]
