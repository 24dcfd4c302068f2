"""Entries for a while, put in front of a base: whether a question asks for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from faq.entry import Entry, Shelf
from faq.knowledge_base import KnowledgeBase, Unknown

BACKGROUND = 500  # of the base's entries are enough to tell what is meant: ten thousand take seconds to index
NEAR = 0.4  # the score from which a question asks for an entry, measured on the shipped check questions


@dataclass(frozen=True, slots=True)
class Front:
    """They are found as any entry is, by words and letters, in a base that has them besides its own."""

    base: KnowledgeBase
    ids: frozenset[str]

    @classmethod
    def build(cls, entries: Sequence[Entry], shelf: Shelf) -> "Front":
        """Index them. CPU work of up to seconds: call it in a thread."""
        known = tuple(shelf.entries.values())
        some = known[:: max(1, len(known) // BACKGROUND)]
        together = {one.id: one for one in (*entries, *some)}
        base = KnowledgeBase.build(Shelf(shelf.subjects, together, {}, {}))
        return cls(base, frozenset(one.id for one in entries))

    def asked(self, text: str, on: date) -> tuple[str, ...]:
        """Ids of those that a resident's words ask for, the likeliest first."""
        verdict = self.base.look_up(text, on=on)
        if isinstance(verdict, Unknown):
            return ()
        near = (one for one in verdict.ranking if one.score >= NEAR)
        return tuple(one.entry.id for one in near if one.entry.id in self.ids)
