"""The name of the desk itself, «Мой банк»: it stands in every other title, so it tells none of them apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faq import plain_words
from faq.folding import STOP_WORDS, plain, stem, words
from faq.leaning import topic

OFTEN = 0.2  # of the titles; a subject of its own, «Госуслуги», stands in fewer
ENTRIES = 20  # a smaller base may well be about one thing
BEFORE = frozenset("в во на с со из от для по к ко у о об при через".split())  # noqa: SIM905 - a list of words
_WHAT_IS_IT = frozenset(("такое", "такой", "такая"))

_SENTENCE = re.compile(r"[.?!…]\s+")


@dataclass(frozen=True, slots=True)
class OwnName:
    """`stems` of the words that are the desk's name, as `plain_words` explain them."""

    stems: frozenset[str]

    @classmethod
    def of(cls, titles: Sequence[str]) -> "OwnName":
        """The words that a fifth of the titles write with a capital letter inside a sentence."""
        met = Counter(word for title in titles for word in set(_names(title)))
        if len(titles) < ENTRIES:
            return cls(frozenset())
        return cls(frozenset(word for word, times in met.items() if times >= OFTEN * len(titles)))

    def dropped(self, text: str) -> str:
        """An explained text without the name and the small word before it, if a topic is left."""
        left: list[str] = []
        for word in text.split() if self.stems else ():
            if stem(word) not in self.stems:
                left.append(word)
            elif left and left[-1] in BEFORE:
                left.pop()
        rest = " ".join(left)
        return rest if any(word not in _WHAT_IS_IT for word in topic(rest)) else text


def _names(title: str) -> Iterator[str]:
    if not any(char.islower() for char in title):
        return
    for sentence in _SENTENCE.split(title):
        for written in sentence.split()[1:]:
            if written.strip("«\"'(")[:1].isupper():
                for word in plain_words.shipped().explained(" ".join(words(plain(written)))).split():
                    if word not in STOP_WORDS:
                        yield stem(word)
