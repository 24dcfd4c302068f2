"""Words by how they sound: which are spelled how, and which come first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.slips import sounds


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Words in about thirty bytes each.

    `letters` are the words in order, a line each, in UTF-8; `starts[i]` is where word i begins. `sums` are
    the hashes of their sounds, sorted, `places[i]` the number of the word that sum i is of.
    """

    letters: bytes
    starts: NDArray[np.uint32]
    sums: NDArray[np.int64]
    places: NDArray[np.uint32]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Dictionary":
        """Words of letters only; their order stays."""
        letters = "".join(f"{word}\n" for word in words).encode()
        ends = np.flatnonzero(np.frombuffer(letters, np.uint8) == ord("\n"))
        sums = np.fromiter(map(hash, sounds(words)), np.int64, len(words))
        order = np.argsort(sums, kind="stable")
        return cls(letters, np.append(0, ends + 1).astype(np.uint32), sums[order], order.astype(np.uint32))

    def sounding(self, sounds: Sequence[str]) -> Iterator[tuple[str, int]]:
        """The words that sound like any of these, with their places in the order from 0."""
        asked = np.fromiter(map(hash, sounds), np.int64, len(sounds))
        firsts, ends = np.searchsorted(self.sums, asked), np.searchsorted(self.sums, asked, "right")
        for at in np.flatnonzero(ends > firsts).tolist():
            for place in self.places[firsts[at] : ends[at]].tolist():
                yield self.word(place), place

    def word(self, place: int) -> str:
        """The word with this place."""
        start, end = self.starts[place : place + 2].tolist()
        return self.letters[start : end - 1].decode()
