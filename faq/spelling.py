"""Typos: words nobody knows, read as the base's words they are nearest to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.wording import Wording

SHORTEST = 4
LONG = 7  # from this length on two slips are forgiven; shorter words turn into others («койота» → «квота»)
MAX_WORDS = 12  # corrected in one message; more unknown words than that is no Russian question


# How unstressed first vowels are confused: «атказ», «инергия».
_CONFUSED = str.maketrans("оеэы", "аиии")


@dataclass(frozen=True, slots=True)
class Speller:
    """The base's words by length and first letter; nothing else is ever suggested."""

    wording: Wording
    shelves: Mapping[tuple[int, str], Sequence[str]]

    @classmethod
    def of(cls, wording: Wording) -> "Speller":
        """Sort the base's words so that one search reads only those that may be near."""
        shelves: dict[tuple[int, str], list[str]] = {}
        for word in sorted(wording.counts, key=lambda word: -wording.counts[word]):
            if len(word) >= SHORTEST and word.isalpha():
                shelves.setdefault((len(word), _first(word)), []).append(word)
        return cls(wording, shelves)

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words, each unknown one replaced by the nearest of the base if any is near enough."""
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
        """Fewest slips first, then the nearest length, then the commonest."""
        slips = 2 if len(word) >= LONG else 1
        best: tuple[float, str] | None = None
        for change in sorted(range(-slips, slips + 1), key=abs):
            shelf = self.shelves.get((len(word) + change, _first(word)), ())
            found = process.extractOne(word, shelf, scorer=OSA.distance, score_cutoff=slips)
            if found is not None and (best is None or found[1] < best[0]):
                best = (found[1], found[0])
        return best[1] if best else None


def _first(word: str) -> str:
    """The first letter: a typo rarely strikes there, but a confused vowel often does."""
    return word[0].translate(_CONFUSED)
