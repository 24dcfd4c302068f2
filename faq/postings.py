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
        spans = [slice(self.starts[term], self.starts[term + 1]) for term in terms]
        if not spans:
            return np.zeros(self.size)
        docs = np.concatenate([self.docs[span] for span in spans])
        values = np.concatenate([self.values[span] * w for span, w in zip(spans, weights, strict=True)])
        return np.bincount(docs, values, minlength=self.size).astype(np.float64)
