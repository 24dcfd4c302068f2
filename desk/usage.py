"""How entries do with residents: how often an answer was shown, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts of one entry over some time. `tickets`: answered questions that a person got after all."""

    entry_id: str
    shown: int = 0
    helped: int = 0
    not_helped: int = 0
    tickets: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.entry_id,
            self.shown + other.shown,
            self.helped + other.helped,
            self.not_helped + other.not_helped,
            self.tickets + other.tickets,
        )

    @property
    def failed(self) -> int:
        """How many it did not help: who says so and then asks a person is one and the same."""
        return max(self.not_helped, self.tickets)

    @property
    def failed_share(self) -> float:
        """The same as a share of those it was shown to, 0…1."""
        return min(self.failed / self.shown, 1.0) if self.shown else 0.0


def total(usages: Iterable[Usage]) -> Usage:
    """All together, of no entry."""
    return sum(usages, Usage(""))


def worst(usages: Iterable[Usage], most: int, least_shown: int) -> tuple[Usage, ...]:
    """The entries that fail the largest shares, `most` at most; rarely shown ones say nothing yet."""
    failing = [one for one in usages if one.shown >= least_shown and one.failed]
    return tuple(sorted(failing, key=lambda one: (-one.failed_share, -one.failed, one.entry_id))[:most])
