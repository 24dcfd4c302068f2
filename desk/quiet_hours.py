"""Quiet hours: what nobody has asked for is told by day."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

MORNING, EVENING = time(9), time(21)


def is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Whether residents there are left alone then: from EVENING until MORNING."""
    return not MORNING <= at.astimezone(zone).time() < EVENING
