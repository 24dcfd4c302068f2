"""Gaps that ask the same, gathered for whoever edits the knowledge base."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.base_errors import GapGone
from desk.centre import Workshop
from desk.gap import KEPT, Fate, Gap, Reason
from desk.records import Records

MOST = 2000  # of the newest are gathered: a second's work, up to 90 MB meanwhile


@dataclass(frozen=True, slots=True)
class Cluster:
    """Gaps that ask the same; the first one stands for them."""

    gaps: tuple[Gap, ...]

    @property
    def central(self) -> Gap:
        """The one that stands for them."""
        return self.gaps[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """Their words, each once."""
        return tuple(dict.fromkeys(gap.text for gap in self.gaps))

    @property
    def answer(self) -> str:
        """An operator's answer to one of them, "" when there is none."""
        return next((gap.answer for gap in self.gaps if gap.answer), "")

    @property
    def subject(self) -> str | None:
        """The id of the subject that operators have said they are about, most often; None when none has."""
        said = Counter(gap.subject for gap in self.gaps if gap.subject)
        return said.most_common(1)[0][0] if said else None

    @property
    def guesses(self) -> tuple[str, ...]:
        """Ids of the entries that the base has taken them for, the commonest first."""
        votes: defaultdict[str, float] = defaultdict(float)
        for gap in self.gaps:
            for place, one in enumerate(gap.entries, 1):
                votes[one] += 1 / place
        return tuple(sorted(votes, key=lambda one: -votes[one]))

    @property
    def told(self) -> str:
        """How many there are, and of which kinds."""
        unknown = sum(gap.reason is Reason.UNKNOWN for gap in self.gaps)
        not_helped = sum(gap.reason is Reason.NOT_HELPED for gap in self.gaps)
        by_person = sum(bool(gap.answer) for gap in self.gaps)
        signs = {"❓": unknown, "👎": not_helped, "👤": by_person}
        return " · ".join((f"× {len(self.gaps)}", *(f"{sign} {n}" for sign, n in signs.items() if n)))


async def clusters(
    records: Records, workshop: Workshop, at: datetime, within: timedelta = KEPT
) -> tuple[Cluster, ...]:
    """What was asked lately and is still open, the most asked first.

    A cluster that was dismissed stays away until it is asked more often than all that was dismissed.
    """
    gaps = [gap for gap in await records.gaps.open(at - within, MOST) if gap.counts]
    groups = await workshop.gathered([gap.text for gap in gaps], [gap.entries for gap in gaps])
    found: list[Cluster] = []
    for group in groups:
        still = tuple(gaps[one] for one in group if gaps[one].fate is Fate.OPEN)
        if len(still) * 2 > len(group):
            found.append(Cluster(still))
    return tuple(sorted(found, key=lambda one: -len(one.gaps)))


async def cluster_of(gap_id: int, records: Records, workshop: Workshop, at: datetime) -> Cluster:
    """That gap and those that ask the same. Raises GapGone."""
    gap = await records.gaps.get(gap_id)
    if gap is None:
        raise GapGone()
    for cluster in await clusters(records, workshop, at):
        if gap in cluster.gaps:
            return Cluster((gap, *(one for one in cluster.gaps if one != gap)))
    return Cluster((gap,))
