"""The knowledge base in use: a resident's words → Sure, Unsure or Unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from faq.entry import Entry, Shelf
from faq.index import Index
from faq.matching import Weights, shipped, weigh

RANKING = 10
SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and its score: for the first one the chance that it is right, for others in proportion."""

    entry: Entry
    score: float


Ranking = tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Sure:
    """This entry is the answer."""

    entry: Entry
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Unsure:
    """One of these (three at most) may be the answer; the resident chooses."""

    entries: tuple[Entry, ...]
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Unknown:
    """The base most likely has no answer; a person should be offered."""

    ranking: Ranking


Verdict = Sure | Unsure | Unknown


class KnowledgeBase:
    """A shelf with its index. Nothing changes after `build`, so threads may share one."""

    def __init__(self, shelf: Shelf, weights: Weights) -> None:
        self.shelf = shelf
        self._weights = weights
        self._entries = tuple(shelf.entries.values())
        self._index = Index.of(self._entries) if self._entries else None
        self._by_subject = _grouped(self._entries)
        # Entries with a term or a place of their own; all others may always be shown.
        self._limited = [i for i, entry in enumerate(self._entries) if _is_limited(entry)]

    @classmethod
    def build(cls, shelf: Shelf) -> "KnowledgeBase":
        """Index a shelf. CPU work of up to seconds: call it in a thread."""
        return cls(shelf, shipped())

    def look_up(self, text: str, *, on: date, municipality: str | None = None) -> Verdict:
        """What the base says to `text` on the day `on`, for a resident of `municipality` if known.

        Entries of other municipalities are left out. Accepts any string and never raises.
        """
        allowed = self._allowed(on, municipality)
        ranking = self._rank(text, RANKING, allowed)
        if not ranking or ranking[0].score < self._weights.unknown:
            return Unknown(ranking)
        first = ranking[0].entry
        # Where the resident lives is not known: an answer for one municipality is offered, not given.
        is_local_guess = first.municipality is not None and municipality is None
        if ranking[0].score >= self._weights.sure and not is_local_guess:
            return Sure(first, ranking)
        return Unsure(tuple(match.entry for match in ranking[:SUGGESTIONS]), ranking)

    def rank(self, text: str, limit: int = RANKING) -> Ranking:
        """The likeliest entries, best first, whatever their terms and places."""
        return self._rank(text, limit, None)

    def by_subject(self, subject_id: str) -> tuple[Entry, ...]:
        """The entries of one subject as the editor ordered them; none for an unknown subject."""
        return self._by_subject.get(subject_id, ())

    def related(self, entry_id: str, limit: int = 3) -> tuple[Entry, ...]:
        """Entries whose texts are nearest to this one's; none for an unknown id."""
        entry = self.shelf.entries.get(entry_id)
        if entry is None:
            return ()
        near = self._rank(f"{entry.question} {' '.join(entry.keywords)}", limit + 1, None)
        return tuple(match.entry for match in near if match.entry.id != entry_id)[:limit]

    def _rank(self, text: str, limit: int, allowed: NDArray[np.bool_] | None) -> Ranking:
        if self._index is None:
            return ()
        evidence = self._index.evidence(self._index.read(text), allowed)
        found = weigh(evidence, self._weights, limit)
        return tuple(
            Match(self._entries[number], score)
            for number, score in zip(found.entries, found.scores, strict=True)
        )

    def _allowed(self, on: date, municipality: str | None) -> NDArray[np.bool_] | None:
        if not self._limited:
            return None
        allowed = np.ones(len(self._entries), dtype=bool)
        for i in self._limited:
            entry = self._entries[i]
            here = None in (entry.municipality, municipality) or entry.municipality == municipality
            allowed[i] = here and entry.valid_on(on)
        return allowed


def _is_limited(entry: Entry) -> bool:
    return (entry.valid_from, entry.valid_until, entry.municipality) != (None, None, None)


def _grouped(entries: Sequence[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.subject, []).append(entry)
    return {subject: tuple(group) for subject, group in groups.items()}
