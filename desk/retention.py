"""Retention: which words are erased by age, piece by piece; what is counted stays, without the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from desk.privacy import Keep
from desk.source import Source

PIECE = 50  # rows in one commit: nobody waits long for it


class Rule(StrEnum):
    """What is erased when it is old enough; desk/privacy.py has the days."""

    LETTERS = "letters"  # since they arrived, or were given up
    UPDATES = "updates"  # that could not be dealt with: as long as letters
    FORMS = "forms"  # since the resident was last heard of
    QUESTIONS = "questions"  # that no ticket was made of, since they were asked
    TICKETS = "tickets"  # with all that was said in them, since they were closed
    MARKS = "marks"  # reactions, and words with numbers hidden: as long as tickets
    PROFILES = "profiles"  # of whom nothing else is left, since the resident was last heard of


def before(rule: Rule, keep: Keep, at: datetime) -> datetime:
    """What is older than that is erased."""
    days = {
        Rule.LETTERS: keep.letters,
        Rule.UPDATES: keep.letters,
        Rule.FORMS: keep.forms,
        Rule.QUESTIONS: keep.questions,
        Rule.TICKETS: keep.tickets,
        Rule.MARKS: keep.tickets,
        Rule.PROFILES: keep.profiles,
    }
    return at - timedelta(days=days[rule])


def week_of(at: datetime) -> str:
    """«2026-W47»: weeks as ISO 8601 counts them."""
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02d}"


@dataclass(frozen=True, slots=True)
class Gone:
    """How much one piece was; `topics`: where it was said in the operators' groups."""

    count: int
    topics: tuple[Source, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether nothing is left that is old enough."""
        return self.count < PIECE


class Retention(Protocol):
    """Erases by age and counts it by week and rule, in one transaction."""

    async def count(self, rule: Rule, before: datetime) -> int: ...
    async def erase(self, rule: Rule, before: datetime, week: str) -> Gone: ...
    async def weeks(self) -> Mapping[str, Mapping[Rule, int]]: ...
    def drop(self, week: str) -> None: ...
