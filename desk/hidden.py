"""A message with private numbers, as everybody but its author may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desk.private_numbers import Private
from desk.source import Source
from desk.words import Words


@dataclass(frozen=True, slots=True)
class Hidden:
    """A resident's message: what it gives away, and its words with that hidden."""

    source: Source
    kinds: tuple[Private, ...]
    words: Words
    captioned: bool  # the words are the caption of a medium
    said_at: datetime


class HiddenWords(Protocol):
    """All such messages. What Telegram has of them is told to nobody."""

    async def get(self, source: Source) -> Hidden | None: ...
    def save(self, hidden: Hidden) -> None: ...
    def forget(self, source: Source) -> None: ...
