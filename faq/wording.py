"""The words a base knows: its own, and the common ones of the language."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import Stemmer  # type: ignore[import-not-found]  # a compiled module without stubs
from numpy.typing import NDArray

from faq import plain_words
from faq.dictionary import Dictionary
from faq.folding import stem

COMMON_WORDS = Path(__file__).with_name("common_words.txt")
ENGLISH_WORDS = Path(__file__).with_name("english_words.txt")
SHORTEST_STEM = 4  # letters; of a word of its own 3: «за» makes no known word of «заись»
RARE = 0.95
EVERYDAY = 15_000  # the place of words that are on no list of frequencies
COMMONEST = 30_000  # the rarer ones are no typos either, but little is read as one


@dataclass(frozen=True, slots=True)
class WordSet:
    """Many words in four bytes each. One unknown word in thirty thousand seems to be among them."""

    sums: NDArray[np.uint32]

    @classmethod
    def of(cls, words: Iterable[str]) -> "WordSet":
        """Each word once."""
        return cls(np.unique(np.fromiter(map(crc32, map(str.encode, words)), np.uint32)))

    def __contains__(self, word: object) -> bool:
        found = crc32(str(word).encode())
        place = int(np.searchsorted(self.sums, np.uint32(found)))
        return place < len(self.sums) and int(self.sums[place]) == found


@dataclass(frozen=True, slots=True)
class Language:
    """`words` in their common forms, their `stems`; what they look like.

    `spelled` are first the `listed` ones, the commonest first, and then those that `plain_words` explains;
    `spelled_stems` the stems of both, the commonest first;
    `common` are the COMMONEST of the list and the explained ones.
    """

    words: WordSet
    stems: WordSet
    common: WordSet
    spelled: Dictionary
    spelled_stems: Dictionary
    listed: int
    trigrams: frozenset[str]
    soft: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """`counts` are the base's own words, `total` in all; `stems`, `trigrams` and `soft` are of these only.

    `soft`: words without their soft signs, which transliteration drops → the words.
    """

    counts: Counter[str]
    total: int
    language: Language
    stems: frozenset[str]
    trigrams: frozenset[str]
    soft: Mapping[str, str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Wording":
        """Collect the words of plain texts."""
        return cls._counted(Counter(word for text in texts for word in text.split()))

    def without(self, words: Iterable[str]) -> "Wording":
        """The same wording as if those had not been met."""
        left = Counter(self.counts)
        for word in words:
            del left[word]
        return self._counted(left)

    @classmethod
    def _counted(cls, counts: Counter[str]) -> "Wording":
        return cls(
            counts,
            max(counts.total(), 1),
            russian(),
            frozenset(
                one for one in map(stem, counts) if len(one) >= (3 if one in counts else SHORTEST_STEM)
            ),
            _trigrams_of(counts),
            _softened(counts),
        )

    def knows(self, word: str) -> bool:
        """Whether this is a word of the base, in any form, or of the language, in a form that is met."""
        return word in self.counts or stem(word) in self.stems or word in self.language.words

    def softened(self, word: str) -> str:
        """The word with its soft signs put back, unless it is common without."""
        if word in self.counts or word in self.language.common:
            return word
        return self.soft.get(word) or self.language.soft.get(word) or word

    def may_know(self, word: str) -> bool:
        """Whether it might be a form of a word of the language: a rare form, or a slip."""
        return stem(word) in self.language.stems

    def likeness(self, word: str) -> float:
        """How much a word looks like the known ones: 1 known, less if it is rare or has unseen trigrams."""
        if self.knows(word):
            return 1.0 if word in self.counts or word in self.language.common else RARE
        grams = _trigrams(word)
        seen = sum(gram in self.trigrams or gram in self.language.trigrams for gram in grams)
        return 0.9 * seen / len(grams)


def _trigrams(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[i : i + 3] for i in range(len(padded) - 2)] or [padded]


def _trigrams_of(words: Iterable[str]) -> frozenset[str]:
    # All at once takes a quarter of the time; «$^» between two words is in none.
    text = f"^{'$^'.join(words)}$"
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def _softened(words: Iterable[str]) -> Mapping[str, str]:
    return {word.replace("ь", ""): word for word in words if "ь" in word}


@cache
def russian() -> Language:
    """The lists that come with the bot. Raises OSError when one is missing."""
    listed = _listed(COMMON_WORDS)
    everyday = plain_words.shipped().words
    words = [*listed, *everyday]
    stemmed = Stemmer.Stemmer("russian", 0).stemWords(words)
    stems = WordSet.of(stemmed)
    # The everyday ones come where their kind of words begins on the list.
    ordered = dict.fromkeys((*stemmed[:EVERYDAY], *stemmed[len(listed) :], *stemmed[EVERYDAY : len(listed)]))
    commonest = listed[:COMMONEST]
    common = WordSet.of([*commonest, *everyday])
    spelled = Dictionary.of([*listed, *everyday])
    spelled_stems = Dictionary.of([one for one in ordered if len(one) >= SHORTEST_STEM and one.isalpha()])
    return Language(
        WordSet.of(words),
        stems,
        common,
        spelled,
        spelled_stems,
        len(listed),
        _trigrams_of(commonest),
        _softened(commonest),
    )


@cache
def english() -> frozenset[str]:
    """The commonest English words. Raises OSError when the file is missing."""
    return frozenset(_listed(ENGLISH_WORDS))


def _listed(path: Path) -> list[str]:
    """One word a line; lines that begin with # tell where they are from."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
