"""Evidence from meaning: how near the sentence vectors of a base are to the question's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from faq import plain_words
from faq.columns import Column
from faq.encoders import Encoder, Halves, Vectors, chosen
from faq.index import Index
from faq.own_name import OwnName
from faq.postings import Floats, Ints, runs
from faq.sketch import Sketch
from faq.vectors import VectorStore

THREADS = 2  # an engine works outside the interpreter's lock, one core a call
AT_ONCE = 16  # texts in a step, so that progress shows and a stop is heard
TEXT = 400  # characters of an entry; more takes longer and tells little more
# The cosines of e5 lie between 0.8 and 1; spread over 0…1 they weigh like other evidence.
LEAST, SPREAD = 0.8, 5.0
LARGE = 2000  # entries; from here on their vectors are too many to read for each question
ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of a base to one encoder: of phrasings, all of one length; of whole entries if it is slow.

    `starts[i]` is where the phrasings of entry i begin and those of the one before end. `centres` are the
    means of an entry's phrasings without `common`, the mean of the base: what the entry is about, apart from
    what all of them are about. A large base has `sketches` of its centres and texts, so that a question is
    not compared with every vector, and its phrasings stay in half precision.
    """

    encoder: Encoder
    starts: Ints
    phrasings: Vectors | Halves
    texts: Vectors | None
    centres: Vectors
    common: Vectors
    sketches: tuple[Sketch, ...]
    own_name: OwnName

    @classmethod
    def of(cls, encoder: Encoder, index: Index, phrasings: Halves, texts: Halves | None) -> "Meaning":
        """`phrasings` (phrasings, size) and `texts` (entries, size) are unit vectors."""
        owners, own = index.owners, index.own_name
        starts = np.append(owners, len(phrasings))
        means = _sums(phrasings, starts) / np.diff(starts)[:, None]
        common = means.mean(axis=0)
        centres = _unit(means - common)
        whole = None if texts is None else texts.astype(np.float32)
        if len(owners) < LARGE:
            return cls(encoder, starts, phrasings.astype(np.float32), whole, centres, common, (), own)
        sketches = tuple(Sketch.of(vectors) for vectors in (centres, whole) if vectors is not None)
        return cls(encoder, starts, phrasings, whole, centres, common, sketches, own)

    def scores(self, question: str) -> dict[str, Column]:
        """Columns of evidence, one number an entry; `question` as `Index.read` gives it."""
        explained = plain_words.shipped().explained(question)
        return self._scores(self.encoder.question(self.own_name.dropped(explained)))

    def scores_of(self, entry: int) -> dict[str, Column]:
        """The same as if the entry's own title were asked."""
        return self._scores(self.phrasings[self.starts[entry]].astype(np.float32))

    def _scores(self, vector: Vectors) -> dict[str, Column]:
        texts, centred = self.texts, _unit(vector - self.common)
        rough = [sketch.likeness(one) for sketch, one in zip(self.sketches, (centred, vector), strict=False)]

        def column(exact: Callable[[Ints | slice], Floats], sketch: int = 0) -> Column:
            return Column(rough[sketch], exact) if rough else Column(exact(ALL))

        if texts is None:
            return {"quick": column(lambda some: self._likest(vector, some))}
        return {
            "deep": column(lambda some: _spread(self._likest(vector, some))),
            "deep_text": column(lambda some: _spread(_wide(texts[some] @ vector)), 1),
            "deep_centre": column(lambda some: _wide(self.centres[some] @ centred)),
        }

    def _likest(self, vector: Vectors, entries: Ints | slice) -> Floats:
        """How near the nearest phrasing of each entry is."""
        starts, ends = self.starts[:-1][entries], self.starts[1:][entries]
        if not len(starts):
            return np.zeros(0)
        sizes = ends - starts
        rows = self.phrasings if isinstance(entries, slice) else self.phrasings[runs(starts, sizes)]
        products = _wide(rows.astype(np.float32, copy=False) @ vector)
        return np.maximum.reduceat(products, np.cumsum(sizes) - sizes)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A few texts that an encoder has not read yet."""

    encoder: Encoder
    questions: tuple[str, ...]
    passages: tuple[str, ...]


class Semantics:
    """The encoders of a process and where their vectors are kept. Threads may share one."""

    def __init__(self, encoders: Sequence[Encoder], store: VectorStore) -> None:
        self.encoders = tuple(encoders)
        self._store = store

    @classmethod
    def open(cls, setting: str, path: Path) -> "tuple[Semantics, tuple[str, ...]]":
        """The encoders that `[faq] encoder` asks for, with their file of vectors; why others do not work."""
        encoders, missing = chosen(setting)
        return cls(encoders, VectorStore(path)), missing

    def meanings(self, index: Index) -> tuple[Meaning, ...]:
        """What every encoder makes of the base, of those that have read all of it."""
        return tuple(found for encoder in self.encoders if (found := self._meaning(encoder, index)))

    def lessons(self, index: Index) -> tuple[Lesson, ...]:
        """What is still to be read, the quick encoders first."""
        return tuple(chain.from_iterable(self._lessons(encoder, index) for encoder in self.encoders))

    def learn(self, lesson: Lesson) -> None:
        """Read and keep the vectors: seconds of two cores."""
        encoder = lesson.encoder
        with ThreadPoolExecutor(THREADS) as pool:
            asked = list(pool.map(encoder.question, lesson.questions))
            told = list(pool.map(lambda text: encoder.passages([text])[0], lesson.passages))
        questions = dict(zip(lesson.questions, asked, strict=True))
        self.keep(encoder, questions, dict(zip(lesson.passages, told, strict=True)))

    def questions(self, texts: Sequence[str]) -> Vectors | None:
        """The vectors (texts, size) of what people asked, None where no quick encoder works.

        What has not been read yet takes milliseconds each: call it in a thread.
        """
        encoder = next((one for one in self.encoders if one.is_quick), None)
        if encoder is None or not texts:
            return None
        beginnings = [text[:TEXT] for text in texts]
        known = self._store.known(_asked(encoder), beginnings)
        new = {text: encoder.question(text) for text in dict.fromkeys(beginnings) if text not in known}
        self._store.keep(_asked(encoder), new)
        return np.stack([known[text] if text in known else new[text] for text in beginnings])

    def keep(
        self, encoder: Encoder, questions: Mapping[str, Vectors], passages: Mapping[str, Vectors]
    ) -> None:
        """Keep the vectors that the encoder has made of these texts."""
        self._store.keep(_asked(encoder), questions)
        self._store.keep(_told(encoder), passages)

    def _meaning(self, encoder: Encoder, index: Index) -> Meaning | None:
        phrasings = self._store.matrix(_asked(encoder), index.meant)
        if phrasings is None:
            return None
        if not (written := passages_of(encoder, index)):
            return Meaning.of(encoder, index, phrasings, None)
        texts = self._store.matrix(_told(encoder), written)
        return Meaning.of(encoder, index, phrasings, texts) if texts is not None else None

    def _lessons(self, encoder: Encoder, index: Index) -> Iterator[Lesson]:
        size = AT_ONCE * (8 if encoder.is_quick else 1)
        for some in _pieces(self._store.missing(_asked(encoder), index.meant), size):
            yield Lesson(encoder, some, ())
        for some in _pieces(self._store.missing(_told(encoder), passages_of(encoder, index)), size):
            yield Lesson(encoder, (), some)


def passages_of(encoder: Encoder, index: Index) -> list[str]:
    """What a slow encoder reads of each entry; a quick one finds nothing more there."""
    if encoder.is_quick:
        return []
    return [f"{entry.question} {entry.answer}"[:TEXT] for entry in index.entries]


def _pieces(texts: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(texts), size):
        yield tuple(texts[start : start + size])


def _asked(encoder: Encoder) -> str:
    return f"{encoder.name} question"


def _told(encoder: Encoder) -> str:
    return f"{encoder.name} passage"


def _sums(vectors: Halves, starts: Ints) -> Vectors:
    """The sum of each run of vectors; LARGE runs at once, for all in single precision fill memory."""
    found = []
    for first in range(0, len(starts) - 1, LARGE):
        some = starts[first : first + LARGE + 1]
        wide = vectors[some[0] : some[-1]].astype(np.float32)
        found.append(np.add.reduceat(wide, some[:-1] - some[0], axis=0))
    return np.concatenate(found)


def _wide(values: Vectors) -> Floats:
    return values.astype(np.float64)


def _spread(cosines: Floats) -> Floats:
    return (cosines - LEAST) * SPREAD


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
