"""What becomes of a letter after a call: it is settled, or tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from storage import marks
from storage.letters import Posted
from storage.writer import Change

LONGEST_BACKOFF = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class Done:
    """The letter is settled. `more`: it has led to new letters."""

    more: bool = False


class Remedy(Enum):
    """What the next attempt does otherwise."""

    PLAIN = auto()  # say it without formatting
    REOPEN = auto()  # open the topic first
    SPELL = auto()  # say the words instead of copying the message
    ALONE = auto()  # say it without the words behind it
    WHOLE = auto()  # answer the whole message instead of a part of it


@dataclass(frozen=True, slots=True)
class Again:
    """The letter is to be tried again; its chat waits `park` seconds."""

    posted: Posted
    park: float = 0.0
    remedy: Remedy | None = None


Settled = Done | Again


def later(
    posted: Posted,
    seconds: float,
    reason: str | None,
    now: datetime,
    park: float = 0.0,
    remedy: Remedy | None = None,
) -> tuple[list[Change], Settled]:
    """Again in so many seconds; its chat waits `park` of them. `remedy`: what is done otherwise then."""
    due = now + timedelta(seconds=seconds)
    again = Again(replace(posted, due_at=due), park, remedy)
    return [marks.postponed(posted.id, due, reason, posted.attempts)], again


def backoff(attempts: int) -> float:
    """Seconds before the next attempt: full jitter, growing from 1 s to 5 min."""
    return random.uniform(0.5, 1) * min(LONGEST_BACKOFF, 2.0 ** min(attempts, 9))  # noqa: S311  no secret
