"""How often a usual day is taken for a breakdown, and how soon a breakdown is seen: ninety simulated days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desk.spike import AROUND, DAYS, FEWEST, WINDOW, Usual, is_spike

ENTRIES, TRIED_DAYS = 200, 90
A_DAY = (300, 2000, 10_000)  # questions
LOOKS = 6  # an hour
NOON = 12
RANKS, MORE = (0, 3, 20, 100), (8, 20, 40, 120)  # which entry breaks down, and how many more residents ask
TRIALS = 60
AGAIN = 12 * LOOKS  # looks before the same is proposed again
HOURS = np.array(
    [2, 1, 1, 1, 1, 2, 5, 10, 18, 24, 26, 24, 20, 20, 22, 22, 20, 18, 16, 15, 13, 10, 7, 4], dtype=float
)
WEEKDAYS = np.array([1.5, 1.2, 1.1, 1.1, 1.0, 0.5, 0.4])

Counts = NDArray[np.int64]
A_LOOK, MORE_AROUND = LOOKS, int(AROUND / WINDOW * LOOKS)
LOOKS_A_DAY = 24 * LOOKS


@dataclass(frozen=True, slots=True)
class Town:
    """`asked`: residents so far, by entry and ten minutes; `rates`: of entries at noon, an hour."""

    asked: Counts
    rates: NDArray[np.float64]

    @classmethod
    def drawn(cls, questions: int, random: np.random.Generator) -> Town:
        """Days differ by weekday, by a third as a whole, and by half for each entry."""
        popular = 1 / np.arange(1, ENTRIES + 1)
        rates = popular / popular.sum() * questions
        days = []
        for day in range(DAYS + TRIED_DAYS + 1):
            moods = random.lognormal(-0.08, 0.4, ENTRIES) * random.lognormal(0, 0.15)
            hourly = np.repeat(HOURS / HOURS.sum() / LOOKS, LOOKS)
            weekday = WEEKDAYS[day % 7] / WEEKDAYS.mean()
            days.append(random.poisson((rates * moods * weekday)[:, None] * hourly[None, :]))
        asked = np.cumsum(np.concatenate([np.zeros((ENTRIES, 1), np.int64), *days], axis=1), axis=1)
        return cls(asked, rates * HOURS[NOON] / HOURS.sum())

    def at(self, entry: int, look: int) -> int:
        """How many asked in the hour before."""
        return int(self.asked[entry, look] - self.asked[entry, look - A_LOOK])

    def is_spike(self, entry: int, look: int, more: int = 0) -> bool:
        """Whether that many, and so many more, are one."""
        everything = int((self.asked[:, look] - self.asked[:, look - A_LOOK]).sum())
        count, before, all_before = self.at(entry, look), 0, 0
        for day in range(1, DAYS + 1):
            end = look - day * LOOKS_A_DAY + MORE_AROUND
            span = self.asked[:, end] - self.asked[:, end - A_LOOK - 2 * MORE_AROUND]
            before, all_before = before + int(span[entry]), all_before + int(span.sum())
        usual = Usual(before, DAYS * (1 + 2 * AROUND / WINDOW))
        return is_spike(count + more, usual.on_busy_day(everything - count, all_before - before))


async def measured(_: Path, tell: Callable[[str], None]) -> None:
    """False proposals, and how soon a breakdown at noon is seen."""
    for questions in A_DAY:
        random = np.random.default_rng(3)
        town = Town.drawn(questions, random)
        tell(f"{questions} questions a day: {_false(town)} false proposals in {TRIED_DAYS} days")
        for rank in RANKS:
            seen = ", ".join(f"{more} more: {_seen(town, rank, more, random)}" for more in MORE)
            tell(f"  asked {town.rates[rank]:.2f} times an hour; {seen}")


def _false(town: Town) -> int:
    last: dict[int, int] = {}
    found = 0
    for look in range((DAYS + 1) * LOOKS_A_DAY, (DAYS + TRIED_DAYS) * LOOKS_A_DAY):
        counts = town.asked[:, look] - town.asked[:, look - A_LOOK]
        for entry in np.nonzero(counts >= FEWEST)[0].tolist():
            if look - last.get(entry, -AGAIN) >= AGAIN and town.is_spike(entry, look):
                last[entry] = look
                found += 1
    return found


def _seen(town: Town, entry: int, more: int, random: np.random.Generator) -> str:
    minutes = []
    for _ in range(TRIALS):
        noon = int(random.integers(DAYS + 1, DAYS + TRIED_DAYS - 1)) * LOOKS_A_DAY + NOON * LOOKS
        come = np.cumsum(random.multinomial(more, [1 / LOOKS] * LOOKS))
        looks = (n for n in range(1, LOOKS + 1) if town.is_spike(entry, noon + n, int(come[n - 1])))
        if (first := next(looks, None)) is not None:
            minutes.append(first * 60 // LOOKS)
    share = f"{100 * len(minutes) // TRIALS} %"
    return f"{share} after {int(np.median(minutes))} min" if minutes else share
