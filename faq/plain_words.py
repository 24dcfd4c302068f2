"""What abbreviations and everyday words mean in plain ones: a sentence encoder has never met them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from sys import intern

from rapidfuzz.distance import OSA

from faq.folding import plain, stem, words
from faq.phrases import Phrases, Run

PLAIN_WORDS = Path(__file__).with_name("plain_words.toml")
REMEMBERED = 4096  # words, the commonest of a base
SHORT = 4  # letters; stems so short are shared with other words: «сво» and «своё», «одн» and «один»

_EITHER = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class PlainWords:
    """`meanings`: runs of stems with … behind (short words as they are) → the words that say it plainly.

    `words` are the single words that are explained, but for those that are slips: «пасобие».
    """

    meanings: Phrases[Run]
    words: Run

    @classmethod
    def of(cls, pairs: Mapping[str, str]) -> "PlainWords":
        """Pairs as an editor wrote them: everyday words, `{one|another}` for either → plain words."""
        meanings: dict[Run, Run] = {}
        single: list[str] = []
        for written, meant in pairs.items():
            told = tuple(map(intern, words(plain(meant))))
            for said in spelled_out(written):
                meanings[_keys(words(plain(said)))] = told
                if " " not in said and not _is_slip(said, meant):
                    single.append(said)
        return cls(Phrases.of(meanings), tuple(single))

    def explained(self, question: str) -> str:
        """A plain question in plain words, the longest runs first."""
        said = question.split()
        keys = _keys(said)
        found: list[str] = []
        at = 0
        while at < len(said):
            begins = keys[at] in self.meanings.longest  # few words do
            length, meant = next(self.meanings.at(keys, at), (1, None)) if begins else (1, None)
            # «едв» beside its full name is explained already.
            found += said[at : at + length] if meant is None or set(meant) <= set(said) else meant
            at += length
        return " ".join(found)


def spelled_out(written: str) -> Iterator[str]:
    """Every phrase that a line stands for: «{взять|получить} справку» for two."""
    pieces = [piece.split("|") for piece in _EITHER.split(written)]
    return (" ".join("".join(chosen).split()) for chosen in product(*pieces))


def _is_slip(said: str, meant: str) -> bool:
    return len(said) > SHORT and OSA.distance(said, meant, score_cutoff=2) <= 2


def _keys(said: list[str]) -> Run:
    return tuple(map(_key, said))


@lru_cache(REMEMBERED)
def _key(word: str) -> str:
    return intern(word if len(word) <= SHORT else f"{stem(word)}…")


@cache
def shipped() -> PlainWords:
    """The words that come with the bot. Raises OSError or TOMLDecodeError when the file is damaged."""
    return PlainWords.of(tomllib.loads(PLAIN_WORDS.read_text("utf-8"))["words"])
