"""Rows of buttons, and the row that turns pages."""

from __future__ import annotations

import pytest

from desk.button import Button
from desk.choices.catalogue import ShowMenu
from desk.rows import laid, paged


def test_what_is_left_over_makes_a_shorter_row() -> None:
    one, two, three = (Button(ShowMenu(page)) for page in range(3))
    assert laid([one, two, three]) == ((one, two), (three,))
    assert laid([one, two, three], 3) == ((one, two, three),)
    assert laid([]) == ()


@pytest.mark.parametrize(
    ("count", "page", "shown", "leads_to"),
    [
        (0, 0, "", []),
        (3, 0, "abc", []),
        (4, 0, "abc", [1]),
        (7, 1, "def", [0, 2]),
        (7, 2, "g", [1]),
        (6, 1, "def", [0]),
        (4, 9, "d", [0]),  # the list has become shorter since
        (0, 9, "", []),
    ],
)
def test_a_page_leads_to_its_neighbours_only(count: int, page: int, shown: str, leads_to: list[int]) -> None:
    part, turns = paged("abcdefg"[:count], page, 3, ShowMenu)
    assert "".join(part) == shown
    assert [[one.choice for one in row] for row in turns] == (
        [[ShowMenu(to) for to in leads_to]] if leads_to else []
    )
