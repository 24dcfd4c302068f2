"""An arrival: what a resident has sent, in the messenger's own form, kept for some days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update."""

    at: datetime
    raw: bytes


class Arrivals(Protocol):
    """Those that are kept still."""

    async def of(self, resident_id: int) -> Sequence[Arrival]: ...
