"""Evidence from words and letters: BM25 over terms, cosine over character n-grams."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faq.postings import Floats, Ints, Postings

K1 = 1.2
B = 0.5
_PAD = " "

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
        idf = _idf(np.bincount(terms, minlength=len(vocabulary)), len(bags))
        lengths = np.bincount(docs, counts, minlength=len(bags))
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()), 1.0))
        values = idf[terms] * counts / (counts + norm[docs])
        postings = Postings.of(terms, docs, values, vocabulary=len(vocabulary), size=len(bags))
        return cls(vocabulary, idf, _unseen(len(bags)), postings)

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
        return self.postings.dot([t for t, _ in known], [w for _, w in known]) / total

    def weight_of(self, term: str) -> float:
        """How rare a term is in this base; one the base has never seen is the rarest."""
        number = self.vocabulary.get(term)
        return self.unseen if number is None else float(self.idf[number])


@dataclass(frozen=True, slots=True)
class Letters:
    """Cosine between the character n-grams (tf-idf) of the question and of each text; best of an entry."""

    sizes: tuple[int, ...]
    grams: Ints
    idf: Floats
    unseen: float
    postings: Postings
    owners: Ints

    @classmethod
    def of(cls, texts: Sequence[str], owners: Ints, sizes: tuple[int, ...]) -> "Letters":
        """`owners[i]` is where the texts of entry i begin; `sizes` of n-grams, 2…4."""
        codes = [_grams(text, sizes) for text in texts]
        docs = np.repeat(np.arange(len(texts)), [len(code) for code in codes])
        grams, terms = np.unique(np.concatenate(codes), return_inverse=True)
        # One number for each pair of document and gram, so that one sort counts them all.
        pairs, counts = np.unique(docs * len(grams) + terms, return_counts=True)
        docs, terms = np.divmod(pairs, len(grams))
        idf = _idf(np.bincount(terms, minlength=len(grams)), len(texts))
        values = _unit(idf[terms] * (1 + np.log(counts)), docs, len(texts))
        postings = Postings.of(terms, docs, values, vocabulary=len(grams), size=len(texts))
        return cls(sizes, grams, idf, _unseen(len(texts)), postings, owners)

    def scores(self, text: str) -> Floats:
        """One number for each entry, 0…1."""
        codes, counts = np.unique(_grams(text, self.sizes), return_counts=True)
        places = np.minimum(np.searchsorted(self.grams, codes), len(self.grams) - 1)
        known = self.grams[places] == codes
        weights = (1 + np.log(counts)) * np.where(known, self.idf[places], self.unseen)
        norm = float(np.sqrt((weights**2).sum())) or 1.0
        cosines = self.postings.dot(places[known].tolist(), (weights[known] / norm).tolist())
        return np.maximum.reduceat(cosines, self.owners)


def _triplets(bags: Sequence[Bag], vocabulary: dict[str, int]) -> tuple[Ints, Ints, Floats]:
    """Term numbers, document numbers, counts; new stems are added to `vocabulary`."""
    terms = [vocabulary.setdefault(stem, len(vocabulary)) for bag in bags for stem in bag]
    docs = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    counts = np.fromiter((count for bag in bags for count in bag.values()), float, len(terms))
    return np.array(terms, dtype=np.int64), docs, counts


def _idf(documents: Ints, size: int) -> Floats:
    return np.asarray(np.log(1 + (size - documents + 0.5) / (documents + 0.5)))


def _unseen(size: int) -> float:
    return float(np.log(1 + (size + 0.5) / 0.5))


def _unit(values: Floats, docs: Ints, size: int) -> Floats:
    norms = np.sqrt(np.bincount(docs, values**2, minlength=size))
    return values / np.maximum(norms, 1e-9)[docs]


def _grams(text: str, sizes: tuple[int, ...]) -> Ints:
    """Codes of all n-grams of the text with a space on each side.

    Fifteen bits a character keep four of them positive in 64 bits. Characters beyond share codes, which
    does no harm here.
    """
    padded = np.frombuffer(f" {text} ".encode("utf-16-le"), dtype="<u2").astype(np.int64) & 0x7FFF
    codes = padded
    found = []
    for size in range(2, max(sizes) + 1):
        codes = (codes[:-1] << 15) | padded[size - 1 :]
        if size in sizes:
            found.append(codes)
    return np.concatenate(found)


def bag(stems: Iterable[str], weight: float = 1.0) -> dict[str, float]:
    """Stems counted, each time by `weight`."""
    counted: dict[str, float] = {}
    for stem in stems:
        counted[stem] = counted.get(stem, 0.0) + weight
    return counted
