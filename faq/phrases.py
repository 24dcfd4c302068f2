"""Phrases by the keys of their words, found in a question wherever they begin."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Run = tuple[str, ...]
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Phrases(Generic[Told]):
    """`known`: runs of keys → what is told of the phrase. `longest`: keys of those that begin with a key."""

    known: Mapping[Run, Told]
    longest: Mapping[str, int]

    @classmethod
    def of(cls, known: Mapping[Run, Told]) -> "Phrases[Told]":
        """Phrases of any lengths."""
        longest: dict[str, int] = {}
        for run in known:
            longest[run[0]] = max(longest.get(run[0], 0), len(run))
        return cls(known, longest)

    def at(self, keys: Sequence[str], start: int) -> Iterator[tuple[int, Told]]:
        """The phrases that begin with this word, the longest first: length in words and what is told."""
        for length in range(min(self.longest.get(keys[start], 0), len(keys) - start), 0, -1):
            told = self.known.get(tuple(keys[start : start + length]))
            if told is not None:
                yield length, told
