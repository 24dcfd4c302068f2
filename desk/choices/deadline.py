"""The deadline calculator's buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowDeadlines:
    """The deadlines there are."""

    choice: Literal["deadlines"] = "deadlines"


@dataclass(frozen=True, slots=True)
class CountDeadline:
    """One of them, counted from so many days ago. None: from the day said before, else it is asked for."""

    deadline: str
    days_ago: int | None = None
    choice: Literal["count-deadline"] = "count-deadline"


@dataclass(frozen=True, slots=True)
class AskDay:
    """The same deadline from another day: which?"""

    deadline: str
    choice: Literal["ask-day"] = "ask-day"


DeadlineChoice = ShowDeadlines | CountDeadline | AskDay
