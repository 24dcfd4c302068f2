"""A shift: who is on duty in a group, and how tickets come to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Assignment(StrEnum):
    """How a new ticket gets to one of those on duty."""

    NONE = "none"  # whoever takes it
    BY_TURNS = "round-robin"
    LEAST_LOADED = "least-loaded"


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody on duty in a department's chat."""

    chat_id: int
    operator_id: int
    name: str
    since: datetime
    turn_at: datetime | None = None  # when a ticket came to them last

    def had_turn(self, at: datetime) -> Shift:
        """With a ticket given to them."""
        return replace(self, turn_at=at)
