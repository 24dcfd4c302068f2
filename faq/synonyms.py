"""Other words for the same thing, as residents use them."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from faq.folding import plain, stem, words
from faq.phrases import Phrases, Run

SYNONYMS = Path(__file__).with_name("synonyms.toml")
SHORT = 3  # letters; the stem of «ДОУ» is «до»


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`groups`: the words of each group's phrases. `members`: runs of stems → the groups they are in.

    Short words stand as they are.
    """

    groups: tuple[Run, ...]
    members: Phrases[tuple[int, ...]]

    @classmethod
    def of(cls, groups: Sequence[Sequence[str]]) -> "Synonyms":
        """Groups of phrases as an editor wrote them."""
        read = [[tuple(words(plain(text))) for text in group] for group in groups]
        members: dict[Run, tuple[int, ...]] = {}
        for number, group in enumerate(read):
            for phrase in group:
                run = tuple(map(_key, phrase))
                members[run] = (*members.get(run, ()), number)
        return cls(tuple(tuple(chain.from_iterable(group)) for group in read), Phrases.of(members))

    def others(self, question: Sequence[str]) -> list[str]:
        """The words of every phrase that means what some phrase among the question's words means."""
        stems = list(map(_key, question))
        found: dict[str, None] = {}
        for start in range(len(stems)):
            for _, numbers in self.members.at(stems, start):
                for number in numbers:
                    found |= dict.fromkeys(self.groups[number])
        return [word for word in found if word not in question]


def _key(word: str) -> str:
    return word if len(word) <= SHORT else stem(word)


@cache
def shipped() -> Synonyms:
    """The groups that come with the bot. Raises OSError or TOMLDecodeError when the file is damaged."""
    return Synonyms.of(tomllib.loads(SYNONYMS.read_text("utf-8"))["groups"])
