"""A column of evidence: one number an entry, worked out exactly only for entries that are looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats, Ints

BEST = 20  # entries each kind of evidence nominates; more finds nothing more
SHORTLIST = 100  # of a rough column; the best are among them as good as always
BLOCKS = 512  # as many maxima tell how great the greatest are

Allowed = NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Column:
    """`rough`: a number for each entry; `exact` gives the true ones of some entries, where they differ."""

    rough: Floats
    exact: Callable[[Ints], Floats] | None = None

    def best(self, allowed: Allowed) -> Ints:
        """The BEST entries that have some evidence, in no order; `allowed`: one flag an entry."""
        usable = self.rough if allowed is None else np.where(allowed, self.rough, -np.inf)
        if self.exact is None:
            return _above_zero(usable, _top(usable, BEST))
        short = _top(usable, SHORTLIST)
        short = short[usable[short] > -np.inf]
        values = self.exact(short)
        return short[_above_zero(values, _top(values, BEST))]

    def at(self, entries: Ints) -> Floats:
        """The evidence for these entries."""
        return self.rough[entries] if self.exact is None else self.exact(entries)


def nominated(columns: Iterable[Column], allowed: Allowed) -> Ints:
    """The entries that are among the best of any column, in the order of the base."""
    found = [column.best(allowed) for column in columns]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def _top(values: Floats, count: int) -> Ints:
    """Where the `count` greatest are, in no order."""
    places = np.arange(len(values)) if len(values) < BLOCKS * 4 else _among(values, count)
    if len(places) <= count:
        return places
    return places[np.argpartition(values[places], -count)[-count:]]


def _among(values: Floats, count: int) -> Ints:
    """Where the greatest may be, a few hundred places as a rule: looking for them everywhere takes long."""
    blocks = values[: len(values) // BLOCKS * BLOCKS].reshape(-1, BLOCKS).max(axis=0)
    return np.flatnonzero(values >= np.sort(blocks)[-count])


def _above_zero(values: Floats, places: Ints) -> Ints:
    return places[values[places] > 0]
