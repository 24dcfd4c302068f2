"""A limit of calls a second, kept in whatever second one looks."""

from __future__ import annotations

LATE = 1.02  # calls may arrive that much closer together than they left


def even(per_second: float) -> tuple[float, float]:
    """Calls a second, and at once, such that no second, wherever it begins, has more than so many.

    One after the other, then, instead of a second's calls in a heap: 30 in a heap and 30 that follow would be
    60 of one second.
    """
    rate = per_second / LATE
    return rate, 1 + (per_second - rate) / 2
