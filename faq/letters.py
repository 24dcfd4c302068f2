"""Evidence from letters: cosine over character n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from faq.columns import Column
from faq.lexical import rarity, unseen
from faq.postings import Floats, Ints, Postings, runs

BITS = 8  # a character; four of them make a code
OWN = 200  # characters with a number of their own, the commonest; the others share the rest
HALF = 31  # bits of the lower of two numbers in one
LOW = (1 << HALF) - 1
AT_ONCE = 50_000  # postings that are read for a question; the rarest n-grams first


@dataclass(frozen=True, slots=True)
class Letters:
    """Cosine between the n-grams (tf-idf) of the question and of each text; the best of an entry's texts.

    `starts[i]` is where the texts of entry i begin and those of the one before end. `grams` are the codes of
    all n-grams in order; `rows[i]` says where the n-grams of text i stand in `terms` and `values`.
    """

    sizes: tuple[int, ...]
    alphabet: NDArray[np.uint8]
    grams: Ints
    idf: Floats
    unseen: float
    postings: Postings
    starts: Ints
    rows: Ints
    terms: NDArray[np.int32]
    values: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str], owners: Ints, sizes: tuple[int, ...]) -> "Letters":
        """`owners[i]` is where the texts of entry i begin; `sizes` of n-grams, 2…4, ascending."""
        units = [_units(text) for text in texts]
        every = np.concatenate(units)
        lengths = np.fromiter(map(len, units), np.int64, len(units))
        alphabet = _alphabet(every)
        # Code and document in one number: a single sort groups and counts them.
        found = np.sort(_pairs(alphabet[every], lengths, sizes))
        firsts = np.flatnonzero(np.diff(found, prepend=-1))
        counts = np.diff(np.append(firsts, len(found)))
        codes, docs = found[firsts] >> HALF, found[firsts] & LOW
        starts = np.append(np.flatnonzero(np.diff(codes, prepend=-1)), len(codes))
        idf = rarity(np.diff(starts), len(texts))
        terms = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        values = idf[terms] * (1 + np.log(counts))
        values /= np.sqrt(np.bincount(docs, values**2, minlength=len(texts)))[docs]
        order = np.sort((docs << HALF) | np.arange(len(docs))) & LOW
        return cls(
            sizes,
            alphabet,
            codes[starts[:-1]],
            idf,
            unseen(len(texts)),
            Postings(starts, docs.astype(np.int32), values.astype(np.float32), len(texts)),
            np.append(owners, len(texts)),
            np.append(0, np.cumsum(np.bincount(docs, minlength=len(texts)))),
            terms[order].astype(np.int32),
            values[order].astype(np.float32),
        )

    def scores(self, text: str) -> Column:
        """One number for each entry, 0…1."""
        codes, counts = np.unique(_codes(self.alphabet[_units(text)], self.sizes), return_counts=True)
        places = np.minimum(np.searchsorted(self.grams, codes), len(self.grams) - 1)
        known = self.grams[places] == codes
        weights = (1 + np.log(counts)) * np.where(known, self.idf[places], self.unseen)
        weights /= np.sqrt((weights**2).sum()) or 1.0
        places, weights = places[known], weights[known]
        lengths = self.postings.lengths(places)
        if lengths.sum() <= AT_ONCE:
            return Column(self._likest(places, weights))
        rare = np.argsort(lengths)
        rare = rare[: int(np.searchsorted(np.cumsum(lengths[rare]), AT_ONCE)) or 1]
        question = np.zeros(len(self.grams), dtype=np.float32)
        question[places] = weights
        return Column(self._likest(places[rare], weights[rare]), partial(self._exact, question))

    def _likest(self, terms: Ints, weights: Floats) -> Floats:
        return np.maximum.reduceat(self.postings.dot(terms, weights), self.starts[:-1])

    def _exact(self, question: NDArray[np.float32], entries: Ints) -> Floats:
        """The cosines of some entries' texts with a question that has a weight for each n-gram."""
        if not len(entries):
            return np.zeros(0)
        sizes = self.starts[entries + 1] - self.starts[entries]
        texts = runs(self.starts[entries], sizes)
        lengths = self.rows[texts + 1] - self.rows[texts]
        at = runs(self.rows[texts], lengths)
        products = question[self.terms[at]] * self.values[at]
        cosines = np.add.reduceat(products, np.cumsum(lengths) - lengths)
        return np.maximum.reduceat(cosines, np.cumsum(sizes) - sizes).astype(np.float64)


def _units(text: str) -> NDArray[np.uint16]:
    """The text with a space on each side, in halves of UTF-16."""
    return np.frombuffer(f" {text} ".encode("utf-16-le"), dtype="<u2")


def _alphabet(units: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """For each half of UTF-16 its number from 1."""
    alphabet = (OWN + np.arange(1 << 16) % ((1 << BITS) - OWN)).astype(np.uint8)
    commonest = np.argsort(-np.bincount(units, minlength=1 << 16), kind="stable")[: OWN - 1]
    alphabet[commonest] = np.arange(1, OWN)
    return alphabet


def _codes(letters: NDArray[np.uint8], sizes: tuple[int, ...]) -> Ints:
    """Codes of all n-grams: no letter is 0, so sizes do not mix."""
    ones = letters.astype(np.int64)
    codes = ones
    found = []
    for size in range(2, sizes[-1] + 1):
        codes = (codes[:-1] << BITS) | ones[size - 1 :]
        if size in sizes:
            found.append(codes)
    return np.concatenate(found)


def _pairs(letters: NDArray[np.uint8], lengths: Ints, sizes: tuple[int, ...]) -> Ints:
    """Each n-gram's code and the number of its text; none goes from one text into the next."""
    docs = np.repeat(np.arange(len(lengths)), lengths)
    found = []
    for size in sizes:
        within = docs[: 1 - size] == docs[size - 1 :]
        found.append((_codes(letters, (size,))[within] << HALF) | docs[: 1 - size][within])
    return np.concatenate(found)
