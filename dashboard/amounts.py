"""Amounts as people read them: shares, numbers, stars, spans of time."""

from __future__ import annotations

from datetime import timedelta

from dashboard.summary import Totals

HOUR = timedelta(hours=1)


def percent(part: int, whole: int) -> str:
    """`34 %`, — of nothing."""
    return f"{round(100 * part / whole)}\u00a0%" if whole else "—"


def number(count: int) -> str:
    """`12 345`."""
    return f"{count:,}".replace(",", "\u00a0")


def stars(totals: Totals) -> str:
    """`4,6`: the mean of the ratings, — of none."""
    one = totals.tickets
    return f"{one.stars / one.rated:.1f}".replace(".", ",") if one.rated else "—"


def lasting(span: timedelta) -> str:
    """`40 мин`, `2 ч 5 мин`, `3 д 4 ч`."""
    minutes = round(span.total_seconds() / 60)
    if span < HOUR:
        return f"{minutes} мин"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} ч {minutes} мин" if minutes else f"{hours} ч"
    return f"{hours // 24} д {hours % 24} ч" if hours % 24 else f"{hours // 24} д"
