"""A column of evidence: one number an entry, worked out exactly only for entries that are looked at."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats, Ints

BEST = 15  # entries each kind of evidence nominates; more finds nothing more
SHORTLIST = 100  # of a rough column; the best are among them as good as always
BLOCKS = 512  # as many maxima tell how great the greatest are

Allowed = NDArray[np.bool_] | None


class Column:
    """`rough`: a number for each entry; `exact` gives the true ones of some entries, where they differ.

    It lives as long as its question and works nothing out twice.
    """

    def __init__(self, rough: Floats, exact: Callable[[Ints], Floats] | None = None) -> None:
        self._rough = rough
        self._exact = exact
        self._known = rough if exact is None else np.full(len(rough), np.nan)
        self._best: tuple[Allowed, Ints] | None = None

    def best(self, allowed: Allowed) -> Ints:
        """The BEST entries that have some evidence, in no order; `allowed`: one flag an entry."""
        if self._best is None or self._best[0] is not allowed:
            self._best = allowed, self._nominees(allowed)
        return self._best[1]

    def at(self, entries: Ints) -> Floats:
        """The evidence for these entries."""
        values = self._known[entries]
        if self._exact is not None and (new := np.isnan(values)).any():
            values[new] = self._known[entries[new]] = self._exact(entries[new])
        return values

    def _nominees(self, allowed: Allowed) -> Ints:
        usable = self._rough if allowed is None else np.where(allowed, self._rough, -np.inf)
        if self._exact is None:
            top = _top(usable, BEST)
            return top[usable[top] > 0]
        short = _top(usable, SHORTLIST)
        short = short[usable[short] > -np.inf]
        values = self.at(short)
        top = _top(values, BEST)
        return short[top[values[top] > 0]]


def nominated(columns: Iterable[Column], allowed: Allowed) -> Ints:
    """The entries that are among the best of any column, in the order of the base."""
    chosen: set[int] = set()
    for column in columns:
        chosen.update(column.best(allowed).tolist())
    return np.array(sorted(chosen), dtype=np.int64)


def _top(values: Floats, count: int) -> Ints:
    """Where the `count` greatest are, in no order."""
    if len(values) <= count:
        return np.arange(len(values))
    if len(values) < BLOCKS * 4:
        return values.argpartition(-count)[-count:]
    # Looking for them everywhere takes long. As a rule a few hundred places may hold the greatest.
    blocks = values[: len(values) // BLOCKS * BLOCKS].reshape(-1, BLOCKS).max(axis=0)
    blocks.sort()
    places = np.flatnonzero(values >= blocks[-count])
    return places[values[places].argpartition(-count)[-count:]]
