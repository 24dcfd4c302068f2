"""A knowledge base of any size, made of the shipped one: its entries, and others spliced from theirs."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.questions import ENTRIES
from faq.encoders import Encoder, Vectors
from faq.entry import Entry
from faq.index import Index
from faq.loading import load
from faq.semantic import Semantics, passages_of
from faq.vectors import VectorStore

SEED = 20261122
A_FILE = 100  # entries; a file may hold 256 KB
NOISE = 0.7  # beside two sources of length 1: a spliced text says something of its own


class LargeBase:
    """The shipped entries, then made-up ones: every text of theirs begins like one entry, ends like another.

    The same on every run. Made-up entries use no words but the shipped ones, so the lists of who uses a word
    are longer than in a real base of that size, and more entries are near to a question.
    """

    def __init__(self, size: int) -> None:
        shipped = tuple(load(ENTRIES).entries.values())
        chance = random.Random(SEED)  # noqa: S311  no secret
        self._parents = [chance.sample(shipped, 2) for _ in range(size - len(shipped))]
        self.shipped = shipped
        self.entries = (*shipped, *(_spliced(number, *pair) for number, pair in enumerate(self._parents)))

    def write(self, folder: Path) -> None:
        """As files of entries, without files of authorities and channels beside them."""
        folder.mkdir(parents=True)
        for start in range(0, len(self.entries), A_FILE):
            entries = self.entries[start : start + A_FILE]
            text = "\n".join([f'title = "Часть {start}"', *map(_toml, entries)])
            # In the order of the entries: among words as near as each other the speller takes the first, and
            # another one would leave a text without its vector.
            (folder / f"part{start:05}.toml").write_text(text, "utf-8")

    def keep_vectors(self, encoder: Encoder, index: Index, store: VectorStore) -> None:
        """What the encoder makes of the shipped texts; of the others something between these and noise.

        To read ten thousand entries would take half an hour, and only the number of vectors matters here.
        """
        semantics = Semantics([encoder], store)
        origin = Index.of(self.shipped)
        for lesson in semantics.lessons(origin):
            semantics.learn(lesson)
        (meaning,) = semantics.meanings(origin)
        ends = np.append(origin.owners, len(origin.spoken))
        place = {entry.id: number for number, entry in enumerate(self.shipped)}
        own = {
            entry.id: meaning.phrasings[ends[number] : ends[number + 1]]
            for number, entry in enumerate(self.shipped)
        }
        chance = np.random.default_rng(SEED)
        asked: dict[str, Vectors] = {}
        told: dict[str, Vectors] = {}
        texts = passages_of(encoder, index)
        for number, (one, other) in enumerate(self._parents, len(self.shipped)):
            pairs = zip(own[one.id], own[other.id], strict=False)
            meant = index.meant[index.owners[number] :]
            asked |= {
                text: _between(first, second, chance)
                for text, (first, second) in zip(meant, pairs, strict=False)
            }
            if texts and meaning.texts is not None:
                first, second = meaning.texts[place[one.id]], meaning.texts[place[other.id]]
                told[texts[number]] = _between(first, second, chance)
        semantics.keep(encoder, asked, told)


def _spliced(number: int, one: Entry, other: Entry) -> Entry:
    """The first half of each text of the one, the second half of the other's."""
    return Entry(
        id=f"made.{number}",
        subject="made",
        question=_joined(one.question, other.question),
        also=tuple(map(_joined, one.also, other.also)),
        keywords=one.keywords[:1] + other.keywords[-1:],
        answer=_joined(one.answer, other.answer),
    )


def _joined(one: str, other: str) -> str:
    beginning, end = one.split(" "), other.split(" ")
    return " ".join([*beginning[: len(beginning) // 2], *end[len(end) // 2 :]])


def _between(one: Vectors, other: Vectors, chance: np.random.Generator) -> Vectors:
    noise = chance.standard_normal(one.shape, dtype=np.float32)
    mixed = one + other + noise * np.float32(NOISE / np.linalg.norm(noise))
    return np.asarray(mixed / np.linalg.norm(mixed))


def _toml(entry: Entry) -> str:
    fields: dict[str, str | Sequence[str]] = {"id": entry.id, "question": entry.question}
    fields |= {"also": list(entry.also), "keywords": list(entry.keywords), "answer": entry.answer}
    return "\n".join(
        [
            "[[entry]]",
            *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()),
        ]
    )
