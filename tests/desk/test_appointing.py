"""Who becomes an operator, and who is one no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk import appointing
from desk.errors import StillListed
from tests.desk.fakes import FakeRecords
from tests.desk.samples import AT, CHIEF, OLGA, PAVEL, centre


def test_who_was_appointed_can_be_dismissed() -> None:
    records = FakeRecords()
    appointing.appoint(OLGA, CHIEF, records, AT)
    assert records.staff.all == {OLGA.id: OLGA}
    appointing.dismiss(OLGA, CHIEF, records, centre(), AT)
    assert records.staff.all == {}


def test_whom_the_settings_name_is_not_said_to_be_dismissed() -> None:
    named = replace(centre(), listed=frozenset({PAVEL.id}))
    with pytest.raises(StillListed) as refusal:
        appointing.dismiss(PAVEL, CHIEF, FakeRecords(), named, AT)
    assert refusal.value.args_ == {"name": PAVEL.name}
