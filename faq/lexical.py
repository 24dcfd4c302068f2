"""Evidence from words: BM25 over terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faq.postings import Floats, Ints, Postings

K1 = 1.2
B = 0.5

Bag = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Bm25:
    """Okapi BM25 (Robertson, Zaragoza 2009) divided by the most a question could score: 0…1."""

    vocabulary: Mapping[str, int]
    idf: Floats
    unseen: float
    postings: Postings

    @classmethod
    def of(cls, bags: Sequence[Bag]) -> "Bm25":
        """Index documents given as stem → weighted count."""
        vocabulary: dict[str, int] = {}
        terms, docs, counts = _triplets(bags, vocabulary)
        idf = rarity(np.bincount(terms, minlength=len(vocabulary)), len(bags))
        lengths = np.bincount(docs, counts, minlength=len(bags))
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
        values = idf[terms] * counts / (counts + norm[docs])
        postings = Postings.of(terms, docs, values, vocabulary=len(vocabulary), size=len(bags))
        return cls(vocabulary, idf, unseen(len(bags)), postings)

    def scores(self, query: Bag, expansion: Bag | None = None) -> Floats:
        """One number for each document: the share of the question's idf it answers for.

        `expansion` may add to the score (above 1, even) but not to what it is divided by: a synonym that
        the document does not use is no fault of the document.
        """
        total = sum(weight * self.weight_of(term) for term, weight in query.items())
        asked = {**(expansion or {}), **query}
        known = [(self.vocabulary[term], weight) for term, weight in asked.items() if term in self.vocabulary]
        if not known or not total:
            return np.zeros(self.postings.size)
        terms, weights = zip(*known, strict=True)
        return self.postings.dot(np.array(terms), np.array(weights)) / total

    def covered(self, terms: Iterable[str]) -> Floats:
        """One number for each document: the share of the question's idf whose terms it has at all."""
        asked = {term: self.weight_of(term) for term in terms}
        known = [(self.vocabulary[term], weight) for term, weight in asked.items() if term in self.vocabulary]
        if not known:
            return np.zeros(self.postings.size)
        numbers, weights = zip(*known, strict=True)
        return self.postings.having(np.array(numbers), np.array(weights)) / sum(asked.values())

    def weight_of(self, term: str) -> float:
        """How rare a term is in this base; one the base has never seen is the rarest."""
        number = self.vocabulary.get(term)
        return self.unseen if number is None else float(self.idf[number])


def _triplets(bags: Sequence[Bag], vocabulary: dict[str, int]) -> tuple[Ints, Ints, Floats]:
    """Term numbers, document numbers, counts; new stems are added to `vocabulary`."""
    terms = [vocabulary.setdefault(stem, len(vocabulary)) for bag in bags for stem in bag]
    docs = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    counts = np.fromiter((count for bag in bags for count in bag.values()), float, len(terms))
    return np.array(terms, dtype=np.int64), docs, counts


def rarity(documents: Ints, size: int) -> Floats:
    """How rare terms are that so many of `size` documents have."""
    return np.asarray(np.log(1 + (size - documents + 0.5) / (documents + 0.5)))


def unseen(size: int) -> float:
    """The same of a term that none has."""
    return float(np.log(1 + (size + 0.5) / 0.5))


def bag(stems: Iterable[str], weight: float = 1.0) -> dict[str, float]:
    """Stems counted, each time by `weight`."""
    counted: dict[str, float] = {}
    for stem in stems:
        counted[stem] = counted.get(stem, 0.0) + weight
    return counted
