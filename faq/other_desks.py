"""Questions that other desks get: what is nearer to these than to the base, the base does not know.

    python -m faq.other_desks

reads them with the shipped encoders and writes `faq/other_desks.npz`, so that no start has to.
"""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from faq import plain_words
from faq.encoders import AUTO, Encoder, Vectors, chosen
from faq.folding import plain, words
from faq.sketch import Sketch

OTHER_DESKS = Path(__file__).with_name("other_desks.txt")
VECTORS = Path(__file__).with_name("other_desks.npz")
STEPS = 127  # in which a vector's greatest number is kept
NEAREST = 3  # of them tell how strange a question is; one alone may be near by chance
LIKELY = 128  # of them are looked at closely in a large base
SAMPLE = 250  # of them tell how near an entry is to any question whatever


@dataclass(frozen=True, slots=True)
class OtherDesks:
    """The questions of other desks to one encoder, and those of them that a base is not about itself."""

    vectors: Vectors
    strange: Vectors
    sketch: Sketch | None

    @classmethod
    def of(cls, vectors: Vectors, centres: Vectors, sketch: Sketch | None = None) -> "OtherDesks":
        """`vectors` (questions, size); `centres` (entries, size) of a base, without the mean of `vectors`.

        `sketch`: of a large base's centres; there the nearest are looked for roughly first, as entries are.
        Left out are those nearer to an entry than the base's own entries are to each other.
        """
        centred = _unit(vectors - vectors.mean(axis=0))
        # Some at a time: of ten thousand entries with all of them the table would take 76 MB.
        parts = (centred[start : start + SAMPLE] @ centres.T for start in range(0, len(centred), SAMPLE))
        nearest = np.concatenate([part.max(axis=1) for part in parts])
        strange = np.ascontiguousarray(vectors[nearest < _own_nearness(centres)])
        return cls(vectors, strange, sketch.of_others(strange) if sketch and len(strange) > LIKELY else None)

    def nearness(self, vector: Vectors) -> float:
        """How near a question is to the nearest of the strange ones: a mean cosine, 0 if there are none."""
        if len(self.strange) < NEAREST:
            return 0.0
        likely = self.strange
        if self.sketch is not None:
            likely = likely[np.argpartition(self.sketch.likeness(vector), -LIKELY)[-LIKELY:]]
        return float(np.partition(likely @ vector, -NEAREST)[-NEAREST:].mean())

    @property
    def sample(self) -> Vectors:
        """Some of all of them, (SAMPLE, size) or a little more."""
        return self.vectors[:: max(1, len(self.vectors) // SAMPLE)]


def _own_nearness(centres: Vectors) -> float:
    """How near the nearest other entry is, for half of the base; 1 where there is no other."""
    if len(centres) == 1:
        return 1.0
    some = np.arange(0, len(centres), max(1, len(centres) // SAMPLE))
    near = centres[some] @ centres.T
    near[np.arange(len(some)), some] = -1
    return float(np.median(near.max(axis=1)))


@cache
def asked() -> tuple[str, ...]:
    """The questions, plain."""
    lines = OTHER_DESKS.read_text("utf-8").splitlines()
    plainly = [" ".join(words(plain(line))) for line in lines if line and not line.startswith("#")]
    return tuple(dict.fromkeys(plainly))


def questions() -> tuple[str, ...]:
    """The same as encoders read them."""
    return tuple(map(plain_words.shipped().explained, asked()))


@cache
def shipped(name: str) -> Vectors | None:
    """The vectors (questions, size) of encoder `name`; None if they are not there or of other questions.

    Words explained otherwise since change few of them a little, so that vectors need not be made anew.
    """
    try:
        with np.load(VECTORS) as kept:
            if name not in kept or str(kept["made_of"]) != made_of(asked()):
                return None
            return _unit(kept[name].astype(np.float32))
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def made_of(texts: Sequence[str]) -> str:
    """A mark that changes with the texts."""
    return hashlib.blake2b("\n".join(texts).encode(), digest_size=16).hexdigest()


def write(encoders: Sequence[Encoder], path: Path = VECTORS) -> None:
    """Read the questions and keep their vectors, a byte a number. Half a minute."""
    texts = questions()
    read = {one.name: _stepped(np.stack([one.question(text) for text in texts])) for one in encoders}
    np.savez_compressed(path, allow_pickle=False, made_of=np.array(made_of(asked())), **read)


def _stepped(vectors: Vectors) -> NDArray[np.int8]:
    return np.asarray(np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * STEPS), dtype=np.int8)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def main() -> int:
    """Write the file. Exit 2 when an encoder is missing."""
    encoders, missing = chosen(AUTO)
    if missing:
        sys.stderr.write("\n".join(missing) + "\n")
        return 2
    write(encoders)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
