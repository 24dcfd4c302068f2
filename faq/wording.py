"""The words a base knows: its own, and the common ones of the language."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faq.folding import stem

COMMON_WORDS = Path(__file__).with_name("common_words.toml")


@dataclass(frozen=True, slots=True)
class Wording:
    """`counts` are the base's own words; `stems` and `trigrams` also cover the common words."""

    counts: Counter[str]
    common: frozenset[str]
    stems: frozenset[str]
    trigrams: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Wording":
        """Collect the words of plain texts."""
        counts = Counter(word for text in texts for word in text.split())
        common = _common()
        every = counts.keys() | common
        trigrams = frozenset(gram for word in every for gram in _trigrams(word))
        return cls(counts, common, frozenset(map(stem, every)), trigrams)

    def knows(self, word: str) -> bool:
        """Whether this is a word of the base or of the language, in any form."""
        return word in self.counts or word in self.common or stem(word) in self.stems

    def likeness(self, word: str) -> float:
        """How much a word looks like the known ones: 1 known, else below 1 by its unseen trigrams."""
        if self.knows(word):
            return 1.0
        grams = _trigrams(word)
        return 0.9 * sum(gram in self.trigrams for gram in grams) / len(grams)


def _trigrams(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[i : i + 3] for i in range(len(padded) - 2)] or [padded]


@cache
def _common() -> frozenset[str]:
    return frozenset(tomllib.loads(COMMON_WORDS.read_text("utf-8"))["words"].split())
