"""Words cut into the pieces that a sentence encoder knows."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from faq.postings import Ints

REMEMBERED = 8192  # words
UNLIKELY = 10.0  # a sign that is no piece costs so much more than the rarest piece
_BEGINS = "▁"  # stands before a word; no piece has it inside, so that words are cut one by one


class WordPieces:
    """A unigram model (Kudo 2018): of all ways to cut a word the likeliest. Threads may share one.

    Pieces are looked up by a hash of 64 bits: a dictionary of strings takes ten times the memory.
    """

    def __init__(
        self, pieces: bytes, ends: Ints, scores: NDArray[np.float32], unknown: int, written: Mapping[int, str]
    ) -> None:
        """`pieces` one after another in UTF-8, from `ends[i]` to `ends[i + 1]`; `written` as another sign."""
        texts = (pieces[a:b] for a, b in pairwise(ends.tolist()))
        hashes = np.fromiter(map(hash, texts), np.int64, len(ends) - 1)
        self._order = np.argsort(hashes).astype(np.int32)
        self._hashes = hashes[self._order]
        self._scores = scores
        self._unknown, self._written = unknown, dict(written)
        self._least = float(scores.min()) - UNLIKELY
        self._longest = int(np.diff(ends).max())
        self._pieces = lru_cache(REMEMBERED)(self._cut)

    def ids(self, text: str) -> list[int]:
        """The numbers of the pieces of a text in order."""
        text = text.translate(self._written)
        while "  " in text:
            text = text.replace("  ", " ")
        return [piece for word in text.removeprefix(" ").split(" ") for piece in self._pieces(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        letters = [one.encode("utf-8", "surrogatepass") for one in (_BEGINS, *word)]
        best = [(0.0, 0, 0)] + [(-np.inf, 0, 0)] * len(letters)  # score, piece, where it begins
        for (begin, end), piece, score in self._known(letters):
            if best[begin][0] + score > best[end][0]:
                best[end] = best[begin][0] + score, piece, begin
        found = []
        end = len(letters)
        while end:
            _, piece, end = best[end]
            found.append(piece)
        return tuple(reversed(found))

    def _known(self, letters: list[bytes]) -> list[tuple[tuple[int, int], int, float]]:
        """Where each piece stands that the word has, its number and score; each letter is one at least."""
        places, hashes = [], []
        for begin in range(len(letters)):
            text = b""
            for end in range(begin + 1, len(letters) + 1):
                text += letters[end - 1]
                if len(text) > self._longest:
                    break
                places.append((begin, end))
                hashes.append(hash(text))
        wanted = np.array(hashes, dtype=np.int64)
        at = np.searchsorted(self._hashes, wanted).clip(max=len(self._hashes) - 1)
        numbers = np.where(self._hashes[at] == wanted, self._order[at], -1)
        found = []
        for place, number, score in zip(
            places, numbers.tolist(), self._scores[numbers].tolist(), strict=True
        ):
            if number >= 0 and number != self._unknown:
                found.append((place, number, score))
            elif place[1] - place[0] == 1:
                found.append((place, self._unknown, self._least))
        return found
