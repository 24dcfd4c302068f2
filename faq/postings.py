"""A sparse matrix read by term: which documents hold a term, and with what weight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SMALL = 2_000_000  # numbers, 8 MB


@dataclass(frozen=True, slots=True)
class Postings:
    """Column t holds `docs[starts[t]:starts[t + 1]]` with `values` of the same shape; `size` documents.

    A small matrix is kept `whole` too, (terms, documents): that is read faster.
    """

    starts: Ints
    docs: NDArray[np.int32]
    values: NDArray[np.float32]
    size: int
    whole: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, terms: Ints, docs: Ints, values: Floats, *, vocabulary: int, size: int) -> "Postings":
        """Build from triplets of one shape: term number, document number, weight."""
        order = np.argsort(terms, kind="stable")
        lengths = np.bincount(terms, minlength=vocabulary)
        starts = np.append(0, np.cumsum(lengths))
        return cls.filled(starts, docs[order].astype(np.int32), values[order].astype(np.float32), size)

    @classmethod
    def filled(
        cls, starts: Ints, docs: NDArray[np.int32], values: NDArray[np.float32], size: int
    ) -> "Postings":
        """Build from columns that are in order."""
        terms = len(starts) - 1
        if terms * size > SMALL:
            return cls(starts, docs, values, size)
        whole = np.zeros((terms, size), dtype=np.float32)
        whole[np.repeat(np.arange(terms), np.diff(starts)), docs] = values
        return cls(starts, docs, values, size, whole)

    def dot(self, terms: Ints, weights: Floats) -> Floats:
        """For each document, the sum of its weights of `terms`, each times the query's weight."""
        if self.whole is not None:
            return weights @ self.whole.take(terms, axis=0)
        places = self._places(terms)
        values = np.concatenate([self.values[place] for place in places])
        values = values * np.repeat(weights, self.lengths(terms))
        return self._summed(places, values)

    def having(self, terms: Ints, weights: Floats) -> Floats:
        """For each document, the sum of the query's weights of those terms that it holds."""
        if self.whole is not None:
            return weights @ (self.whole.take(terms, axis=0) > 0)
        return self._summed(self._places(terms), np.repeat(weights, self.lengths(terms)))

    def lengths(self, terms: Ints) -> Ints:
        """How many documents hold each of the terms."""
        return self.starts[terms + 1] - self.starts[terms]

    def _places(self, terms: Ints) -> list[slice]:
        # Few terms with long columns: slices are copied whole, numbers of places one by one.
        return list(map(slice, self.starts[terms].tolist(), self.starts[terms + 1].tolist()))

    def _summed(self, places: Sequence[slice], values: Floats) -> Floats:
        docs = np.concatenate([self.docs[place] for place in places])
        return np.asarray(np.bincount(docs, values, minlength=self.size), dtype=np.float64)


def runs(starts: Ints, lengths: Ints) -> Ints:
    """The numbers start, start + 1, … of each run, one run after another.

    All runs in one go: where they are short, a slice for each costs several times that.
    """
    return np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
