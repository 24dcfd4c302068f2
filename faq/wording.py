"""The words a base knows: its own, and the common ones of the language."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import Stemmer  # type: ignore[import-not-found]  # a compiled module without stubs

from faq.folding import stem

COMMON_WORDS = Path(__file__).with_name("common_words.txt")
ENGLISH_WORDS = Path(__file__).with_name("english_words.txt")
COMMONEST = 30_000  # the rarer ones are no typos either, but nobody means them by one


@dataclass(frozen=True, slots=True)
class Language:
    """The `commonest` words in order, the stems of many more, and how the commonest are spelled."""

    commonest: tuple[str, ...]
    stems: frozenset[str]
    trigrams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """`counts` are the base's own words; `stems` and `trigrams` are of these only."""

    counts: Counter[str]
    language: Language
    stems: frozenset[str]
    trigrams: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Wording":
        """Collect the words of plain texts."""
        counts = Counter(word for text in texts for word in text.split())
        return cls(counts, russian(), frozenset(map(stem, counts)), _trigrams_of(counts))

    def knows(self, word: str) -> bool:
        """Whether this is a word of the base or of the language, in any form."""
        if word in self.counts:
            return True
        stemmed = stem(word)
        return stemmed in self.stems or stemmed in self.language.stems

    def likeness(self, word: str) -> float:
        """How much a word looks like the known ones: 1 known, else below 1 by its unseen trigrams."""
        if self.knows(word):
            return 1.0
        grams = _trigrams(word)
        seen = sum(gram in self.trigrams or gram in self.language.trigrams for gram in grams)
        return 0.9 * seen / len(grams)


def _trigrams(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[i : i + 3] for i in range(len(padded) - 2)] or [padded]


def _trigrams_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(gram for word in words for gram in _trigrams(word))


@cache
def russian() -> Language:
    """The list that comes with the bot. Raises OSError when the file is missing."""
    words = _listed(COMMON_WORDS)
    stems = frozenset(Stemmer.Stemmer("russian", 0).stemWords(words))
    commonest = tuple(words[:COMMONEST])
    return Language(commonest, stems, _trigrams_of(commonest))


@cache
def english() -> frozenset[str]:
    """The commonest English words. Raises OSError when the file is missing."""
    return frozenset(_listed(ENGLISH_WORDS))


def _listed(path: Path) -> list[str]:
    """One word a line; lines that begin with # tell where they are from."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
