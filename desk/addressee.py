"""To whom a letter goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ToResident:
    """A resident's private chat. `language`: of one of whom nothing is kept any more."""

    resident_id: int
    language: str | None = None
    to: Literal["resident"] = "resident"


@dataclass(frozen=True, slots=True)
class ToThread:
    """A ticket's thread, wherever it is by the time the letter goes out."""

    ticket_id: int
    to: Literal["thread"] = "thread"


@dataclass(frozen=True, slots=True)
class ToChat:
    """A chat of the staff outside any ticket: a group's General, an administrator."""

    chat_id: int
    to: Literal["chat"] = "chat"


@dataclass(frozen=True, slots=True)
class ToTopic:
    """A topic that a ticket has left, or any place in a group known by its numbers."""

    chat_id: int
    topic_id: int
    to: Literal["topic"] = "topic"


To = ToResident | ToThread | ToChat | ToTopic
