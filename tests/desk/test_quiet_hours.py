"""Quiet hours: from nine in the evening until nine in the morning, where residents live."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desk.quiet_hours import is_quiet

ASTRAKHAN, MOSCOW = ZoneInfo("Europe/Astrakhan"), ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(8, 59, True), (9, 0, False), (20, 59, False), (21, 0, True), (0, 0, True)],
)
def test_residents_are_left_alone_at_night(hour: int, minute: int, quiet: bool) -> None:
    at = datetime(2026, 3, 2, hour, minute, tzinfo=ASTRAKHAN)
    assert is_quiet(at, ASTRAKHAN) is quiet
    assert is_quiet(datetime(2026, 3, 2, 8, 30, tzinfo=MOSCOW), ASTRAKHAN) is False
