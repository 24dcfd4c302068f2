"""Where a message lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a message lies."""

    chat_id: int
    message_id: int
