"""Evidence from letters: cosine over character n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from faq.columns import Column
from faq.lexical import rarity
from faq.postings import Floats, Ints, Postings, runs

BITS = 8  # a character; four of them make a code
OWN = 200  # characters with a number of their own, the commonest; the others share the rest
NO_GRAM = np.iinfo(np.int64).max  # stands for all that the base does not have, and comes last
AT_ONCE = 50_000  # postings that are read for a question; the rarest n-grams first

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Letters:
    """Cosine between the n-grams (tf-idf) of the question and of each text; the best of an entry's texts.

    `starts[i]` is where the texts of entry i begin and those of the one before end. `grams` are the codes of
    all n-grams in order, then NO_GRAM; `rows[i]` says where those of text i stand in `terms` and `values`.
    """

    sizes: tuple[int, ...]
    alphabet: NDArray[np.uint8]
    grams: Ints
    idf: Floats
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
        alphabet = _alphabet(every)
        docs = np.repeat(
            np.arange(len(units), dtype=np.int32), np.fromiter(map(len, units), np.int64, len(units))
        )
        grams, terms, docs = _found(alphabet[every], docs, sizes)
        order = _order(terms)
        terms, docs = terms[order], docs[order]
        firsts = np.append(0, np.flatnonzero((terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])) + 1)
        counts = np.diff(np.append(firsts, len(terms)))
        terms, docs = terms[firsts], docs[firsts]
        having = np.bincount(terms, minlength=len(grams) + 1)
        idf = rarity(having, len(texts))
        values = idf[terms] * _damped(np.arange(1, counts.max(initial=0) + 1))[counts - 1]
        values /= np.sqrt(np.bincount(docs, values**2, minlength=len(texts)))[docs]
        postings = Postings.filled(_starts(having), docs, values.astype(np.float32), len(texts))
        order = _order(docs)
        return cls(
            sizes,
            alphabet,
            np.append(grams, NO_GRAM),
            idf,
            postings,
            np.append(owners, len(texts)),
            _starts(np.bincount(docs, minlength=len(texts))),
            terms[order],
            postings.values[order],
        )

    def scores(self, text: str) -> Column:
        """One number for each entry, 0…1."""
        codes, counts = _counted(_codes(self.alphabet[_units(text)], self.sizes))
        places = np.searchsorted(self.grams, codes)
        places = np.where(self.grams.take(places) == codes, places, len(self.grams) - 1)
        weights = _damped(counts) * self.idf.take(places)
        weights /= np.sqrt(weights @ weights) or 1.0
        lengths = self.postings.lengths(places)
        if self.postings.whole is not None or lengths.sum() <= AT_ONCE:
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
        # What an entry's texts have stands in a row: slices are read faster than places.
        begun, ended = self.rows[self.starts[entries]], self.rows[self.starts[entries + 1]]
        places = list(map(slice, begun.tolist(), ended.tolist()))
        terms = np.concatenate([self.terms[place] for place in places])
        products = question.take(terms) * np.concatenate([self.values[place] for place in places])
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


def _counted(codes: Ints) -> tuple[Ints, Ints]:
    """Each code once, in order, and how often it is there; `np.unique` takes three times as long."""
    codes.sort()
    ends = np.append((codes[1:] != codes[:-1]).nonzero()[0], len(codes) - 1)
    counts = ends.copy()
    counts[1:] -= ends[:-1]
    counts[0] += 1
    return codes[ends], counts


def _found(
    letters: NDArray[np.uint8], docs: Numbers, sizes: tuple[int, ...]
) -> tuple[Ints, Numbers, Numbers]:
    """Codes of the n-grams there are, in order; the n-gram's number and the text of each place in the texts.

    An n-gram is numbered by the one it begins with and its last letter, so that tables are short.
    """
    codes = np.zeros(1, dtype=np.int64)  # the one n-gram without letters
    numbers = np.zeros(len(letters) + 1, dtype=np.int32)
    found: list[tuple[Ints, Numbers, Numbers]] = []
    for size in range(1, sizes[-1] + 1):
        keys = (numbers[:-1] << BITS) | letters[size - 1 :]
        within = docs[: len(keys)] == docs[size - 1 :]  # none goes from one text into the next
        used = np.zeros(len(codes) << BITS, dtype=bool)
        used[keys[within]] = True
        kept = np.flatnonzero(used)
        codes = (codes[kept >> BITS] << BITS) | (kept & ((1 << BITS) - 1))
        numbers = (np.cumsum(used, dtype=np.int32) - 1)[keys]
        if size in sizes:
            known = sum(len(one) for one, _, _ in found)
            found.append((codes, numbers[within] + known, docs[: len(keys)][within]))
    grams, terms, places = zip(*found, strict=True)
    return np.concatenate(grams), np.concatenate(terms), np.concatenate(places)


def _order(values: Numbers) -> Ints:
    """As a stable `argsort`, for numbers below 2³²: two bytes are sorted by radix, several times faster."""
    order = np.argsort((values & 0xFFFF).astype(np.uint16), kind="stable")
    if len(values) and values.max() > 0xFFFF:
        order = order[np.argsort((values[order] >> 16).astype(np.uint16), kind="stable")]
    return order


def _damped(counts: Ints) -> Floats:
    """An n-gram that is there twice is not worth two."""
    return 1 + np.log(counts)


def _starts(lengths: Ints) -> Ints:
    return np.append(0, np.cumsum(lengths))
