"""The knowledge base in use: a resident's words → Sure, Unsure, Unknown or Outdated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from faq.columns import Allowed
from faq.entry import Entry, Shelf
from faq.index import Index
from faq.matching import SAME_WORDS, shipped
from faq.places import Places
from faq.search import Found, Search
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


@dataclass(frozen=True, slots=True)
class Outdated:
    """What was asked about is no longer so, or not yet: `entry` must not be given as an answer.

    `entries` (three at most) hold on that day and may be meant instead; the ranking has only such.
    """

    entry: Entry
    entries: tuple[Entry, ...]
    ranking: Ranking


Verdict = Sure | Unsure | Unknown | Outdated


class KnowledgeBase:
    """A shelf with its index. Nothing changes after `build`, so threads may share one."""

    def __init__(self, shelf: Shelf, search: Search | None) -> None:
        self.shelf = shelf
        self._search = search
        self._entries = tuple(shelf.entries.values())
        # Entries with a term or a place of their own; all others may always be shown.
        self._dated = [i for i, one in enumerate(self._entries) if one.valid_from or one.valid_until]
        self._local = [i for i, one in enumerate(self._entries) if one.municipality]
        self._places = Places.of(one.municipality for one in self._entries if one.municipality)

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
        if self._search is None or self.knows_all_of(semantics):
            return ()
        return semantics.lessons(self._search.index)

    def taught(self, semantics: Semantics) -> "KnowledgeBase":
        """The same base with all meanings that `semantics` has read by now. CPU work, as `build`."""
        if self._search is None:
            return self
        index = self._search.index
        return KnowledgeBase(self.shelf, Search.of(index, semantics.meanings(index), shipped()))

    def where(self, municipality: str | None) -> str | None:
        """How entries name a resident's municipality; "": none is for it; None: it tells nothing here."""
        if municipality is None or not self._local:
            return None
        return self._places.known(municipality) or ""

    def look_up(self, text: str, *, on: date, municipality: str | None = None) -> Verdict:
        """What the base says to `text` on the day `on`, for a resident of `municipality` if known.

        Municipalities that the text names are meant instead: people ask for their relatives, too. Entries
        of others are left out. Accepts any strings and never raises.
        """
        meant = self._places.named(text)
        if not meant and (here := self.where(municipality)) is not None:
            meant = frozenset((here,))
        ended = [i for i in self._dated if not self._entries[i].valid_on(on)]
        elsewhere = [i for i in self._local if meant and self._entries[i].municipality not in meant]
        found = self._found(text, RANKING, self._all_but(elsewhere))
        if found is None or not set(ended).intersection(found.weighed.entries):
            return self._verdict(found, meant)
        today = self._verdict(self._found(text, RANKING, self._all_but([*elsewhere, *ended])), meant)
        first = found.weighed.entries[0]
        # The rule that came after has much the same words: it is the answer, unless those of the old one
        # were said exactly.
        replaced = isinstance(today, Sure) and found.score < SAME_WORDS
        if first not in ended or found.is_unknown or replaced:
            return today
        return Outdated(self._entries[first], _offered(today), today.ranking)

    def _verdict(self, found: Found | None, meant: frozenset[str]) -> Verdict:
        ranking = self._ranking(found)
        if found is None or not ranking or found.is_unknown:
            return Unknown(ranking)
        first = ranking[0].entry
        # Where the resident lives is not known: an answer for one municipality is offered, not given.
        if found.is_sure and (first.municipality is None or first.municipality in meant):
            return Sure(first, ranking)
        return Unsure(tuple(match.entry for match in ranking[:SUGGESTIONS]), ranking)

    def rank(self, text: str, limit: int = RANKING) -> Ranking:
        """The likeliest entries, best first, whatever their terms and places."""
        return self._ranking(self._found(text, limit, None))

    def _found(self, text: str, limit: int, allowed: Allowed) -> Found | None:
        return self._search.find(text, allowed, limit) if self._search else None

    def _ranking(self, found: Found | None) -> Ranking:
        if found is None:
            return ()
        pairs = zip(found.weighed.entries, found.weighed.scores, strict=True)
        return tuple(Match(self._entries[number], score) for number, score in pairs)

    def _all_but(self, numbers: Sequence[int]) -> Allowed:
        if not numbers:
            return None
        allowed = np.ones(len(self._entries), dtype=bool)
        allowed[numbers] = False
        return allowed


def _offered(verdict: Verdict) -> tuple[Entry, ...]:
    match verdict:
        case Sure(entry):
            return (entry,)
        case Unsure(entries) | Outdated(entries=entries):
            return entries
        case Unknown():
            return ()
