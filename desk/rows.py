"""Rows of buttons: laid side by side, and the row that turns pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from desk.button import Button, Choices
from desk.choices import Choice

Item = TypeVar("Item")
IN_A_ROW = 2


def laid(buttons: Sequence[Button], wide: int = IN_A_ROW) -> Choices:
    """So many beside each other; the last row may be shorter."""
    return tuple(tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide))


def turning(page: int, is_more: bool, to: Callable[[int], Choice], more: str = "button-next") -> Choices:
    """The row that leads to the page before and the one after; no row where there is neither."""
    row = [Button(to(page - 1), phrase="button-previous")] if page else []
    if is_more:
        row.append(Button(to(page + 1), phrase=more))
    return (tuple(row),) if row else ()


def paged(
    every: Sequence[Item], page: int, size: int, to: Callable[[int], Choice], more: str = "button-next"
) -> tuple[Sequence[Item], Choices]:
    """A page of them, counted from 0, and the row that turns; beyond the last page is the last one."""
    page = min(page, max(len(every) - 1, 0) // size)
    start = page * size
    return every[start : start + size], turning(page, len(every) > start + size, to, more)
