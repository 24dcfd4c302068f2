"""A base as one encoder understands it: how near its entries are to a question."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from faq import plain_words
from faq.columns import Column
from faq.encoders import Encoder, Halves, Vectors
from faq.halves import single
from faq.index import Index
from faq.other_desks import OtherDesks
from faq.own_name import OwnName
from faq.postings import Floats, Ints, runs
from faq.sketch import Sketch

# The cosines of e5 lie between 0.8 and 1; spread over 0…1 they weigh like other evidence.
LEAST, SPREAD = 0.8, 5.0
LARGE = 2000  # entries; from here on their vectors are too many to read for each question
THREADS = 2
AT_ONCE = 1000  # entries compared with all of a sample
HUBS = 0.5  # of what an entry is near to anyway; all of it takes away too much
ALL = slice(None)
OF_TEXTS = ("deep_text", "deep_apart")  # what the second sketch is of; the first is of centres

Some = Ints | slice


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of a base to one encoder: of phrasings, all of one length; of whole entries if it is slow.

    `starts[i]` is where the phrasings of entry i begin and those of the one before end. `common` is the mean
    of what other desks are asked: `centres` are the means of an entry's phrasings without it, `apart` are the
    texts without what all of them have in common. `hubs` is taken off each column: some entries are near to
    whatever is asked (cross-domain similarity local scaling: Conneau et al. 2018). A large base has
    `sketches` of its centres and texts, so that a question is not compared with every vector, and its
    phrasings stay in half precision.
    """

    encoder: Encoder
    starts: Ints
    phrasings: Vectors | Halves
    texts: Vectors | None
    centres: Vectors
    apart: Vectors | None
    common: Vectors
    others: OtherDesks
    sketches: tuple[Sketch, ...]
    own_name: OwnName
    hubs: Mapping[str, Floats]

    @classmethod
    def of(
        cls, encoder: Encoder, index: Index, phrasings: Halves, texts: Halves | None, elsewhere: Vectors
    ) -> "Meaning":
        """Unit vectors: of `phrasings`, of `texts` (one an entry), of what is asked `elsewhere`."""
        owners = index.owners
        starts = np.append(owners, len(phrasings))
        means = _sums(phrasings, starts) / np.diff(starts)[:, None]
        common = elsewhere.mean(axis=0)
        centres = _unit(means - common)
        whole = None if texts is None else single(texts)
        apart = None if whole is None else _unit(whole - whole.mean(axis=0))
        is_large = len(owners) >= LARGE
        read = phrasings if is_large else single(phrasings)
        sketched = [one for one in (centres, whole) if one is not None] if is_large else []
        sketches = tuple(map(Sketch.of, sketched))
        others = OtherDesks.of(elsewhere, centres, sketches[0] if sketches else None)
        name = index.own_name
        made = cls(encoder, starts, read, whole, centres, apart, common, others, sketches, name, {})
        return replace(made, hubs=made._hubs())

    def vector(self, question: str) -> Vectors:
        """`question` as `Index.read` gives it."""
        explained = plain_words.shipped().explained(question)
        return self.encoder.question(self.own_name.dropped(explained))

    def vector_of(self, entry: int) -> Vectors:
        """As if the entry's own title were asked."""
        return _single(self.phrasings[self.starts[entry]])

    def strangeness(self, vector: Vectors) -> float:
        """How near it is to what other desks are asked, on the scale of the nearest phrasing's column."""
        return float(self._scaled(np.array(self.others.nearness(vector))))

    def scores(self, vector: Vectors) -> dict[str, Column]:
        """Columns of evidence, one number an entry."""
        centred = _unit(vector - self.common)
        rough = [sketch.likeness(centred) for sketch in self.sketches]
        columns = {}
        for name, exact in self._kinds(vector).items():
            known = _less(exact, self.hubs[name])
            columns[name] = Column(rough[name in OF_TEXTS], known) if rough else Column(known(ALL))
        return columns

    def _kinds(self, vectors: Vectors) -> dict[str, Callable[[Some], Floats]]:
        """What gives each column for some entries, of one vector or of many, a row each."""
        texts, apart, centred = self.texts, self.apart, _unit(vectors - self.common)

        def likest(some: Some) -> Floats:
            return self._scaled(self._likest(vectors, some))

        def centre(some: Some) -> Floats:
            return _wide(centred @ self.centres[some].T)

        if texts is None or apart is None:
            return {"quick": likest, "quick_centre": centre}
        return {
            "deep": likest,
            "deep_text": lambda some: self._scaled(_wide(vectors @ texts[some].T)),
            "deep_apart": lambda some: _wide(centred @ apart[some].T),
            "deep_centre": centre,
        }

    def _hubs(self) -> dict[str, Floats]:
        """Of each column, a part of what it tells on average of questions to other desks."""
        some = [slice(start, start + AT_ONCE) for start in range(0, len(self.centres), AT_ONCE)]
        with ThreadPoolExecutor(THREADS) as pool:  # products are made outside the interpreter's lock
            return {
                name: HUBS * np.concatenate(list(pool.map(lambda part: exact(part).mean(axis=0), some)))  # noqa: B023
                for name, exact in self._kinds(self.others.sample).items()
            }

    def _likest(self, vectors: Vectors, entries: Some) -> Floats:
        """How near the nearest phrasing of each entry is."""
        starts, ends = self.starts[:-1][entries], self.starts[1:][entries]
        if not len(starts):
            return np.zeros(0)
        sizes = ends - starts
        is_row = isinstance(entries, slice)
        rows = self.phrasings[starts[0] : ends[-1]] if is_row else self.phrasings[runs(starts, sizes)]
        products = vectors @ _single(rows).T
        return _wide(np.maximum.reduceat(products, np.cumsum(sizes) - sizes, axis=-1))

    def _scaled(self, cosines: Floats) -> Floats:
        return cosines if self.texts is None else (cosines - LEAST) * SPREAD


def _less(exact: Callable[[Some], Floats], hubs: Floats) -> Callable[[Some], Floats]:
    return lambda some: exact(some) - hubs[some]


def _sums(vectors: Halves, starts: Ints) -> Vectors:
    """The sum of each run of vectors; LARGE runs at once, for all in single precision fill memory."""
    found = []
    for first in range(0, len(starts) - 1, LARGE):
        some = starts[first : first + LARGE + 1]
        wide = single(vectors[some[0] : some[-1]])
        begun, sizes = some[:-1] - some[0], np.diff(some)
        sums = wide[begun]
        for number in range(1, sizes.max()):  # `reduceat` along this axis takes five times as long
            longer = np.flatnonzero(sizes > number)
            sums[longer] += wide[begun[longer] + number]
        found.append(sums)
    return np.concatenate(found)


def _single(vectors: Vectors | Halves) -> Vectors:
    return np.asarray(vectors) if vectors.dtype == np.float32 else single(np.asarray(vectors, np.float16))


def _wide(values: Vectors) -> Floats:
    return values.astype(np.float64)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
