"""Typos: words nobody knows, read as the known words they are nearest to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.wording import Wording, russian

SHORTEST = 4
LONG = 7  # from this length on two slips are forgiven; shorter words turn into others («койота» → «квота»)
MAX_WORDS = 12  # corrected in one message; more unknown words than that is no Russian question
FOREIGN = 0.5  # of a slip: a word of the base is meant rather than one as near of the language

# How unstressed vowels are confused («атказ», «пиресчет», «еденое»), and what sounds alike.
_AS_HEARD = str.maketrans("оеэяыё", "аииииа")

Shelves = Mapping[tuple[int, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Speller:
    """The words that are suggested by length and first letter: the base's, the commonest first."""

    wording: Wording
    shelves: Shelves

    @classmethod
    def of(cls, wording: Wording) -> "Speller":
        """Sort the base's words so that one search reads only those that may be near."""
        return cls(wording, _shelved(sorted(wording.counts, key=lambda word: -wording.counts[word])))

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words, each unknown one replaced by the nearest known one if any is near enough."""
        left = MAX_WORDS
        result: list[str] = []
        for word in words:
            if left and len(word) >= SHORTEST and word.isalpha() and not self.wording.knows(word):
                left -= 1
                result.append(self._nearest(word) or word)
            else:
                result.append(word)
        return result

    def _nearest(self, word: str) -> str | None:
        """Fewest slips first, the base's words before others, then the nearest length, then the commonest."""
        forgiven = 2 if len(word) >= LONG else 1
        heard = word.translate(_AS_HEARD)
        best: tuple[float, str] | None = None
        for shelves, dearer, slips in ((self.shelves, 0.0, forgiven), (_language(), FOREIGN, 1)):
            for change in sorted(range(-slips, slips + 1), key=abs):
                shelf = shelves.get((len(word) + change, heard[0]), ())
                for found, distance, _ in process.extract(
                    word, shelf, scorer=OSA.distance, score_cutoff=slips, limit=5
                ):
                    # Vowels confused by ear are the likeliest slip of all.
                    by_ear = OSA.distance(heard, found.translate(_AS_HEARD))
                    cost = (distance + by_ear) / 2 + dearer
                    if best is None or cost < best[0]:
                        best = (cost, found)
        return best[1] if best else None


def _shelved(words: Iterable[str]) -> Shelves:
    shelves: dict[tuple[int, str], list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST and word.isalpha():
            shelves.setdefault((len(word), word[0].translate(_AS_HEARD)), []).append(word)
    return shelves


@cache
def _language() -> Shelves:
    return _shelved(russian().commonest)
