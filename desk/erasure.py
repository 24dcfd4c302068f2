"""Erasure: what is kept of a resident goes; what is counted stays, without words and without the person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

NOBODY = 0  # whose tickets and questions are counted still; no person in Telegram has that id


@dataclass(frozen=True, slots=True)
class Erased:
    """How much it was. `told`: messages (chat, number) to the staff that name the resident.

    Those that are young enough to be deleted.
    """

    tickets: int
    questions: int
    told: tuple[tuple[int, int], ...] = ()


class Erasure(Protocol):
    """Erases what is committed of a resident, everywhere. `staff`: chats where they may be spoken of."""

    async def forget(self, resident_id: int, staff: Collection[int], at: datetime) -> Erased: ...
