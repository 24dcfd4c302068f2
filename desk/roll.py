"""Rolls: named lists of residents. Who subscribes to what, who wants to hear how something ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

NEWS = "news"  # who wants to hear of everything that concerns everybody
_SUBJECT = "subject-"


def of_subject(subject_id: str) -> str:
    """The roll of those who want to hear what is new about a subject."""
    return _SUBJECT + subject_id


def subject_in(roll: str) -> str | None:
    """The subject whose roll it is, None when it is no subject's."""
    return roll.removeprefix(_SUBJECT) if roll.startswith(_SUBJECT) else None


def is_subscription(roll: str) -> bool:
    """Whether residents get on it by subscribing, so that they are told how to stop it."""
    return roll == NEWS or subject_in(roll) is not None


@dataclass(frozen=True, slots=True)
class Audience:
    """Those on a roll; where a municipality is named, those of them who have told that they live there.

    Who has blocked the bot is not among them.
    """

    roll: str
    municipality: str | None = None


class Rolls(Protocol):
    """Who is on which roll. Joining twice, or leaving what one is not on, changes nothing."""

    async def has(self, roll: str, resident_id: int) -> bool: ...
    async def of(self, resident_id: int) -> frozenset[str]: ...
    async def size(self, audience: Audience) -> int: ...
    async def next(self, audience: Audience, after: int, limit: int) -> Sequence[int]: ...
    def join(self, roll: str, resident_id: int) -> None: ...
    def leave(self, roll: str, resident_id: int) -> None: ...
