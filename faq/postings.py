"""A sparse matrix read by term: which documents hold a term, and with what weight."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Column t holds `docs[starts[t]:starts[t + 1]]` with `values` of the same shape; `size` documents."""

    starts: Ints
    docs: NDArray[np.int32]
    values: NDArray[np.float32]
    size: int

    @classmethod
    def of(cls, terms: Ints, docs: Ints, values: Floats, *, vocabulary: int, size: int) -> "Postings":
        """Build from triplets of one shape: term number, document number, weight."""
        order = np.argsort(terms, kind="stable")
        starts = np.zeros(vocabulary + 1, dtype=np.int64)
        np.cumsum(np.bincount(terms, minlength=vocabulary), out=starts[1:])
        return cls(starts, docs[order].astype(np.int32), values[order].astype(np.float32), size)

    def dot(self, terms: Sequence[int], weights: Sequence[float]) -> Floats:
        """For each document, the sum of its weights of `terms`, each times the query's weight."""
        if not terms:
            return np.zeros(self.size)
        columns = np.asarray(terms)
        starts = self.starts[columns]
        lengths = self.starts[columns + 1] - starts
        at = runs(starts, lengths)
        values = self.values[at] * np.repeat(np.asarray(weights, np.float32), lengths)
        return np.bincount(self.docs[at], values, minlength=self.size).astype(np.float64)


def runs(starts: Ints, lengths: Ints) -> Ints:
    """The numbers start, start + 1, … of each run, one run after another.

    All runs in one go: a slice for each costs several times that.
    """
    return np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
