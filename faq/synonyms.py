"""Other words for the same thing, as residents use them."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faq.folding import plain, stem, words

SYNONYMS = Path(__file__).with_name("synonyms.toml")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of phrases; a phrase is a run of stems. `members` says which groups a phrase is in."""

    groups: tuple[tuple[tuple[Phrase, tuple[str, ...]], ...], ...]
    members: dict[Phrase, tuple[int, ...]]
    longest: int

    @classmethod
    def of(cls, groups: Sequence[Sequence[str]]) -> "Synonyms":
        """Groups of phrases as an editor wrote them."""
        read = tuple(tuple(_phrase(text) for text in group) for group in groups)
        members: dict[Phrase, tuple[int, ...]] = {}
        for number, group in enumerate(read):
            for phrase, _ in group:
                members[phrase] = (*members.get(phrase, ()), number)
        return cls(read, members, max((len(phrase) for phrase in members), default=0))

    def others(self, question: Sequence[str]) -> list[str]:
        """The words of every phrase that means what some phrase among the question's words means."""
        run = [stem(word) for word in question]
        found: list[str] = []
        for start in range(len(run)):
            for end in range(start + 1, min(start + self.longest, len(run)) + 1):
                for number in self.members.get(tuple(run[start:end]), ()):
                    found += [w for phrase, text in self.groups[number] for w in text]
        return [word for word in dict.fromkeys(found) if word not in question]


def _phrase(text: str) -> tuple[Phrase, tuple[str, ...]]:
    parts = tuple(words(plain(text)))
    return tuple(stem(part) for part in parts), parts


@cache
def shipped() -> Synonyms:
    """The groups that come with the bot. Raises OSError or TOMLDecodeError when the file is damaged."""
    return Synonyms.of(tomllib.loads(SYNONYMS.read_text("utf-8"))["groups"])
