"""Every table says what becomes of it when a resident is forgotten."""

from __future__ import annotations

from storage.erasure import BY_RESIDENT, BY_TICKET, IN_PARTS, KEPT
from storage.tables import TABLES

HOW = (
    "name each in storage/erasure.py: its rows go with the resident (BY_RESIDENT) or with their tickets "
    "(BY_TICKET), ErasureStore takes them out of it (IN_PARTS), or it has nothing of residents (KEPT: why)"
)


def test_every_table_has_its_place_in_the_erasure() -> None:
    named = [*BY_RESIDENT, *BY_TICKET, *IN_PARTS, *KEPT]
    lacking = sorted({one.name for one in TABLES} - {one.name for one in named})
    assert not lacking, f"{lacking}: {HOW}"
    twice = sorted({one.name for one in named if named.count(one) > 1})
    assert not twice, f"{twice}: one place is enough"


def test_a_table_that_is_kept_names_no_resident() -> None:
    found = [
        f"{table.name}.{column.name}"
        for table in KEPT
        for column in table.columns
        if "resident" in column.name or column.name == "person_id"
    ]
    assert found == ["acts.person_id"], "a row with a resident's id goes with the resident"
