"""Vectors of texts, kept on disk under the content they were made of."""

import hashlib
import logging
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from faq.encoders import Halves, Vectors

log = logging.getLogger(__name__)

_AT_ONCE = 500  # SQLite's oldest builds take 999 values in a statement
_WAIT = 10.0  # seconds for another process that writes


class VectorStore:
    """One SQLite file, shared by processes and threads; half precision. It may be deleted at any time.

    Without a file, or with one that cannot be used, vectors live as long as the process.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._memory: dict[bytes, bytes] = {}

    def known(self, name: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of encoder `name` for those of the texts that have been encoded before."""
        found = self._found(_keys(name, texts))
        return {
            text: np.frombuffer(raw, np.float16).astype(np.float32)
            for text in texts
            if (raw := found.get(_key(name, text)))
        }

    def missing(self, name: str, texts: Sequence[str]) -> list[str]:
        """Those of the texts, each once, that encoder `name` has not encoded yet."""
        keys = {_key(name, text): text for text in texts}
        found = self._found(list(keys))
        return [text for key, text in keys.items() if key not in found]

    def matrix(self, name: str, texts: Sequence[str]) -> Halves | None:
        """The vectors of encoder `name` for all the texts (texts, size); None if one is not known."""
        keys = _keys(name, texts)
        places: dict[bytes, int] = {}
        firsts = [places.setdefault(key, place) for place, key in enumerate(keys)]
        # Each goes where it belongs as it is read: all of a large base in pieces would take as much again.
        vectors: Halves | None = None
        read = 0
        for some in self._pieces(list(places)):
            read += len(some)
            rows = np.frombuffer(b"".join(some.values()), np.float16).reshape(len(some), -1)
            if vectors is None:
                vectors = np.empty((len(keys), rows.shape[1]), np.float16)
            vectors[[places[key] for key in some]] = rows
        if vectors is None or read < len(places):
            return None
        again = [place for place, first in enumerate(firsts) if place != first]
        vectors[again] = vectors[[firsts[place] for place in again]]
        return vectors

    def keep(self, name: str, vectors: Mapping[str, Vectors]) -> None:
        """Add the vectors of encoder `name` by text."""
        rows = {_key(name, text): vector.astype(np.float16).tobytes() for text, vector in vectors.items()}
        if self._path is None:
            self._memory.update(rows)
            return
        try:
            with closing(_opened(self._path)) as file, file:
                file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", list(rows.items()))
        except (sqlite3.Error, OSError) as exc:
            log.warning("vectors are not kept in %s: %s", self._path, exc)
            self._memory.update(rows)

    def _found(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        return {key: vector for some in self._pieces(keys) for key, vector in some.items()}

    def _pieces(self, keys: Sequence[bytes]) -> Iterator[dict[bytes, bytes]]:
        """What is known of these, each once, some at a time; none of them is empty."""
        if kept := {key: self._memory[key] for key in keys if key in self._memory}:
            yield kept
        try:
            # In the order of the file: pages are read once, and one after another.
            yield from filter(None, self._on_disk(sorted({key for key in keys if key not in kept})))
        except (sqlite3.Error, OSError) as exc:
            log.warning("vectors are not read from %s: %s", self._path, exc)

    def _on_disk(self, keys: Sequence[bytes]) -> Iterator[dict[bytes, bytes]]:
        if not keys or self._path is None or not self._path.exists():
            return
        with closing(_opened(self._path)) as file:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                yield dict(file.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some))  # noqa: S608


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path, timeout=_WAIT)
    file.execute("PRAGMA page_size = 16384")  # of a new file: a vector takes a quarter of SQLite's usual page
    file.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
    return file


def _keys(name: str, texts: Sequence[str]) -> list[bytes]:
    return [_key(name, text) for text in texts]


def _key(name: str, text: str) -> bytes:
    return hashlib.blake2b(f"{name}\0{text}".encode("utf-8", "replace"), digest_size=16).digest()
