"""Twins: entries that a search takes for each other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from faq.entry import Entry, Shelf
from faq.folding import plain, words
from faq.knowledge_base import KnowledgeBase

PARTS = 3  # a third of the phrasings is asked of a base that knows only the others
MAX_ASKED = 6_000  # phrasings; a thousand entries, some twenty seconds


@dataclass(frozen=True, slots=True)
class Twin:
    """Of the phrasings of `entry_id`, `lost` out of `asked` lead to `other_id`; `text` is one of them."""

    entry_id: str
    other_id: str
    text: str
    lost: int
    asked: int


def same_words(shelf: Shelf) -> Iterator[tuple[str, str, str]]:
    """Phrasings of the same words in two entries: (the first, the second, the second's phrasing)."""
    seen: dict[str, str] = {}
    for entry in shelf.entries.values():
        for text in _phrasings(entry):
            other = seen.setdefault(" ".join(sorted(words(plain(text)))), entry.id)
            if other != entry.id:
                yield other, entry.id, text


def is_too_big(shelf: Shelf) -> bool:
    """Whether asking every phrasing would take minutes."""
    return sum(len(_phrasings(entry)) for entry in shelf.entries.values()) > MAX_ASKED


def twins(shelf: Shelf) -> tuple[Twin, ...]:
    """Entries that at least half of another's phrasings (and two of them) lead to, best first in the files.

    Each phrasing is asked of a base that does not hold it, so an entry needs two. CPU work of seconds; none
    are looked for in a base that is_too_big.
    """
    if is_too_big(shelf):
        return ()
    asked = {entry.id: len(_phrasings(entry)) for entry in shelf.entries.values()}
    lost: Counter[tuple[str, str]] = Counter()
    texts: dict[tuple[str, str], str] = {}
    for part in range(PARTS):
        for entry_id, other_id, text in _lost(shelf, part):
            lost[entry_id, other_id] += 1
            texts.setdefault((entry_id, other_id), text)
    found = [
        Twin(*pair, texts[pair], count, asked[pair[0]])
        for pair, count in lost.items()
        if count >= 2 and count * 2 >= asked[pair[0]]
    ]
    places = {entry_id: place for place, entry_id in enumerate(shelf.entries)}
    return tuple(sorted(found, key=lambda twin: places[twin.entry_id]))


def _lost(shelf: Shelf, part: int) -> Iterator[tuple[str, str, str]]:
    kept = {id_: one for id_, entry in shelf.entries.items() if (one := _without(entry, part)) is not None}
    base = KnowledgeBase.build(replace(shelf, entries=MappingProxyType(kept)))
    for id_ in kept:
        for text in _phrasings(shelf.entries[id_])[part::PARTS]:
            ranking = base.rank(text, 1)
            if ranking and ranking[0].entry.id != id_:
                yield id_, ranking[0].entry.id, text


def _phrasings(entry: Entry) -> tuple[str, ...]:
    return (entry.question, *entry.also)


def _without(entry: Entry, part: int) -> Entry | None:
    """The entry without its phrasings of one part; None when nothing is left."""
    kept = [text for number, text in enumerate(_phrasings(entry)) if number % PARTS != part]
    return replace(entry, question=kept[0], also=tuple(kept[1:])) if kept else None
