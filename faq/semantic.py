"""The encoders of a process: what they have read of a base, and what they still have to."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from faq import other_desks
from faq.encoders import Encoder, Vectors, chosen
from faq.entry import Entry
from faq.index import Index
from faq.meaning import Meaning
from faq.vectors import VectorStore

THREADS = 2  # an engine works outside the interpreter's lock, one core a call
AT_ONCE = 16  # texts in a step, so that progress shows and a stop is heard
TEXT = 400  # characters of an entry; more takes longer and tells little more


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
        elsewhere = self._elsewhere(encoder)
        if phrasings is None or elsewhere is None:
            return None
        if not (written := passages_of(encoder, index)):
            return Meaning.of(encoder, index, phrasings, None, elsewhere)
        texts = self._store.matrix(_told(encoder), written)
        return Meaning.of(encoder, index, phrasings, texts, elsewhere) if texts is not None else None

    def _elsewhere(self, encoder: Encoder) -> Vectors | None:
        shipped = other_desks.shipped(encoder.name)
        if shipped is not None:
            return shipped
        read = self._store.matrix(_asked(encoder), other_desks.questions())
        return None if read is None else read.astype(np.float32)

    def _lessons(self, encoder: Encoder, index: Index) -> Iterator[Lesson]:
        size = AT_ONCE * (8 if encoder.is_quick else 1)
        is_known = other_desks.shipped(encoder.name) is not None
        asked = index.meant if is_known else (*index.meant, *other_desks.questions())
        for some in _pieces(self._store.missing(_asked(encoder), asked), size):
            yield Lesson(encoder, some, ())
        for some in _pieces(self._store.missing(_told(encoder), passages_of(encoder, index)), size):
            yield Lesson(encoder, (), some)


def passages_of(encoder: Encoder, index: Index) -> list[str]:
    """What a slow encoder reads of each entry; a quick one finds nothing more there."""
    if encoder.is_quick:
        return []
    return list(map(written, index.entries))


def written(entry: Entry) -> str:
    """An entry as a slow encoder reads it."""
    return f"{entry.question} {entry.answer}"[:TEXT]


def _pieces(texts: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(texts), size):
        yield tuple(texts[start : start + size])


def _asked(encoder: Encoder) -> str:
    return f"{encoder.name} question"


def _told(encoder: Encoder) -> str:
    return f"{encoder.name} passage"
