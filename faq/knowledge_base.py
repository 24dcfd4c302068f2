"""The knowledge base in use: a resident's words → Sure, Unsure or Unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from faq.entry import Entry, Shelf
from faq.index import Index
from faq.matching import shipped
from faq.search import Allowed, Found, Search
from faq.semantic import Lesson, Semantics
from faq.vectors import VectorStore

RANKING = 10
UNREAD = Semantics((), VectorStore(None))  # words and letters alone
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

    def __init__(self, shelf: Shelf, search: Search | None) -> None:
        self.shelf = shelf
        self._search = search
        self._entries = tuple(shelf.entries.values())
        self._by_subject = _grouped(self._entries)
        # Entries with a term or a place of their own; all others may always be shown.
        self._limited = [i for i, entry in enumerate(self._entries) if _is_limited(entry)]

    @classmethod
    def build(cls, shelf: Shelf, semantics: Semantics = UNREAD) -> "KnowledgeBase":
        """Index a shelf, with the meanings that `semantics` has already read all of.

        CPU work of up to seconds: call it in a thread.
        """
        if not shelf.entries:
            return cls(shelf, None)
        index = Index.of(tuple(shelf.entries.values()))
        return cls(shelf, Search.of(index, semantics.meanings(index), shipped()))

    def knows_all_of(self, semantics: Semantics) -> bool:
        """Whether there is nothing that the encoders could add."""
        return self._search is None or len(self._search.meanings) == len(semantics.encoders)

    @property
    def is_slow(self) -> bool:
        """Whether a look-up may take tens of milliseconds: better in a thread."""
        return self._search is not None and bool(self._search.meanings)

    def lessons(self, semantics: Semantics) -> tuple[Lesson, ...]:
        """What the encoders have not read of this base yet."""
        return semantics.lessons(self._search.index) if self._search else ()

    def taught(self, semantics: Semantics) -> "KnowledgeBase":
        """The same base with all meanings that `semantics` has read by now. CPU work, as `build`."""
        if self._search is None:
            return self
        index = self._search.index
        return KnowledgeBase(self.shelf, Search.of(index, semantics.meanings(index), shipped()))

    def look_up(self, text: str, *, on: date, municipality: str | None = None) -> Verdict:
        """What the base says to `text` on the day `on`, for a resident of `municipality` if known.

        Entries of other municipalities are left out. Accepts any string and never raises.
        """
        found = self._found(text, RANKING, self._allowed(on, municipality))
        ranking = self._ranking(found)
        if found is None or not ranking or found.is_unknown:
            return Unknown(ranking)
        first = ranking[0].entry
        # Where the resident lives is not known: an answer for one municipality is offered, not given.
        is_local_guess = first.municipality is not None and municipality is None
        if found.is_sure and not is_local_guess:
            return Sure(first, ranking)
        return Unsure(tuple(match.entry for match in ranking[:SUGGESTIONS]), ranking)

    def rank(self, text: str, limit: int = RANKING) -> Ranking:
        """The likeliest entries, best first, whatever their terms and places."""
        return self._ranking(self._found(text, limit, None))

    def by_subject(self, subject_id: str) -> tuple[Entry, ...]:
        """The entries of one subject as the editor ordered them; none for an unknown subject."""
        return self._by_subject.get(subject_id, ())

    def related(self, entry_id: str, limit: int = 3) -> tuple[Entry, ...]:
        """Entries whose texts are nearest to this one's; none for an unknown id."""
        entry = self.shelf.entries.get(entry_id)
        if entry is None:
            return ()
        near = self.rank(f"{entry.question} {' '.join(entry.keywords)}", limit + 1)
        return tuple(match.entry for match in near if match.entry.id != entry_id)[:limit]

    def _found(self, text: str, limit: int, allowed: Allowed) -> Found | None:
        return self._search.find(text, allowed, limit) if self._search else None

    def _ranking(self, found: Found | None) -> Ranking:
        if found is None:
            return ()
        pairs = zip(found.weighed.entries, found.weighed.scores, strict=True)
        return tuple(Match(self._entries[number], score) for number, score in pairs)

    def _allowed(self, on: date, municipality: str | None) -> Allowed:
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
