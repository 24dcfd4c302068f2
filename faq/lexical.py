"""Evidence from words and letters: BM25 over stems, and likeness to each phrasing."""

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

    def scores(self, query: Bag) -> Floats:
        """One number for each document: the share of the question's idf it answers for."""
        known = [(self.vocabulary[stem], weight) for stem, weight in query.items() if stem in self.vocabulary]
        total = sum(weight * self.weight_of(stem) for stem, weight in query.items())
        if not known:
            return np.zeros(self.postings.size)
        return self.postings.dot([t for t, _ in known], [w for _, w in known]) / total

    def weight_of(self, stem: str) -> float:
        """How rare a stem is in this base; one the base has never seen is the rarest."""
        number = self.vocabulary.get(stem)
        return self.unseen if number is None else float(self.idf[number])


@dataclass(frozen=True, slots=True)
class PhrasingWords:
    """Cosine between the idf-weighted stems of the question and of each phrasing; best of an entry."""

    vocabulary: Mapping[str, int]
    idf: Floats
    unseen: float
    postings: Postings
    owners: Ints

    @classmethod
    def of(cls, phrasings: Sequence[Bag], owners: Ints) -> "PhrasingWords":
        """`owners[i]` is where the phrasings of entry i begin."""
        vocabulary: dict[str, int] = {}
        terms, docs, counts = _triplets(phrasings, vocabulary)
        idf = _idf(np.bincount(terms, minlength=len(vocabulary)), len(phrasings))
        values = _unit(idf[terms] * counts, docs, len(phrasings))
        postings = Postings.of(terms, docs, values, vocabulary=len(vocabulary), size=len(phrasings))
        return cls(vocabulary, idf, _unseen(len(phrasings)), postings, owners)

    def scores(self, query: Bag) -> Floats:
        """One number for each entry, 0…1."""
        known = [(self.vocabulary[s], w) for s, w in query.items() if s in self.vocabulary]
        missing = sum((self.unseen * w) ** 2 for s, w in query.items() if s not in self.vocabulary)
        weights = [float(self.idf[t]) * w for t, w in known]
        norm = float(np.sqrt(missing + sum(w * w for w in weights))) or 1.0
        cosines = self.postings.dot([t for t, _ in known], weights) / norm
        return np.maximum.reduceat(cosines, self.owners)


@dataclass(frozen=True, slots=True)
class Letters:
    """Cosine between character 2–4-grams of the question and of each phrasing; best of an entry."""

    grams: Ints
    idf: Floats
    unseen: float
    postings: Postings
    owners: Ints

    @classmethod
    def of(cls, texts: Sequence[str], owners: Ints) -> "Letters":
        """`owners[i]` is where the phrasings of entry i begin."""
        codes = [_grams(text) for text in texts]
        docs = np.repeat(np.arange(len(texts)), [len(code) for code in codes])
        flat = np.concatenate(codes)
        order = np.lexsort((flat, docs))
        flat, docs = flat[order], docs[order]
        first = np.ones(len(flat), dtype=bool)
        first[1:] = (flat[1:] != flat[:-1]) | (docs[1:] != docs[:-1])
        at = np.flatnonzero(first)
        counts = np.diff(np.append(at, len(flat))).astype(float)
        grams, terms = np.unique(flat[at], return_inverse=True)
        docs = docs[at]
        idf = _idf(np.bincount(terms), len(texts))
        values = _unit(idf[terms] * (1 + np.log(counts)), docs, len(texts))
        postings = Postings.of(terms, docs, values, vocabulary=len(grams), size=len(texts))
        return cls(grams, idf, _unseen(len(texts)), postings, owners)

    def cosines(self, text: str) -> Floats:
        """One number for each phrasing, 0…1."""
        codes, counts = np.unique(_grams(text), return_counts=True)
        places = np.minimum(np.searchsorted(self.grams, codes), len(self.grams) - 1)
        known = self.grams[places] == codes
        weights = (1 + np.log(counts)) * np.where(known, self.idf[places], self.unseen)
        norm = float(np.sqrt((weights**2).sum())) or 1.0
        return self.postings.dot(places[known].tolist(), (weights[known] / norm).tolist())

    def scores(self, text: str) -> Floats:
        """One number for each entry, 0…1."""
        return np.maximum.reduceat(self.cosines(text), self.owners)


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


def _grams(text: str) -> Ints:
    """Codes of all 2-, 3- and 4-grams of the text with a space on each side.

    Sixteen bits a character: characters beyond the basic plane share codes, which does no harm here.
    """
    chars = np.frombuffer(f"{_PAD}{text}{_PAD}".encode("utf-16-le"), dtype="<u2").astype(np.int64)
    two = (chars[:-1] << 16) | chars[1:]
    three = (two[:-1] << 16) | chars[2:]
    # The highest bits of a 4-gram's first character fall off the sign: shift by 15 keeps it positive.
    four = (three[:-1] << 15) ^ chars[3:]
    return np.concatenate([two, three, four])


def bag(stems: Iterable[str], weight: float = 1.0) -> dict[str, float]:
    """Stems counted, each time by `weight`."""
    counted: dict[str, float] = {}
    for stem in stems:
        counted[stem] = counted.get(stem, 0.0) + weight
    return counted
