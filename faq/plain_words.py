"""What abbreviations and everyday words mean in plain ones: a sentence encoder has never met them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from faq.folding import plain, stem, words

PLAIN_WORDS = Path(__file__).with_name("plain_words.toml")
SHORT = 4  # letters; stems so short are shared with other words: «сво» and «своё», «одн» and «один»

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainWords:
    """`meanings`: runs of stems with … behind (short words as they are) → the words that say it plainly.

    `words` are the single words that are explained, but for those that are slips: «пасобие».
    """

    meanings: Mapping[Run, Run]
    longest: int
    words: Run

    @classmethod
    def of(cls, pairs: Mapping[str, str]) -> "PlainWords":
        """Pairs as an editor wrote them: everyday words → plain words."""
        meanings = {_keys(words(plain(said))): tuple(words(plain(meant))) for said, meant in pairs.items()}
        single = tuple(said for said, meant in pairs.items() if " " not in said and not _is_slip(said, meant))
        return cls(meanings, max(map(len, meanings), default=0), single)

    def explained(self, question: str) -> str:
        """A plain question in plain words, the longest runs first."""
        said = question.split()
        keys = _keys(said)
        found: list[str] = []
        at = 0
        while at < len(said):
            length, meant = self._meaning(keys, at)
            # «едв» beside its full name is explained already.
            found += said[at : at + length] if meant is None or set(meant) <= set(said) else meant
            at += length
        return " ".join(found)

    def _meaning(self, keys: Run, at: int) -> tuple[int, Run | None]:
        for length in range(min(self.longest, len(keys) - at), 0, -1):
            meant = self.meanings.get(keys[at : at + length])
            if meant is not None:
                return length, meant
        return 1, None


def _is_slip(said: str, meant: str) -> bool:
    return len(said) > SHORT and OSA.distance(said, meant, score_cutoff=2) <= 2


def _keys(said: list[str]) -> Run:
    return tuple(word if len(word) <= SHORT else f"{stem(word)}…" for word in said)


@cache
def shipped() -> PlainWords:
    """The words that come with the bot. Raises OSError or TOMLDecodeError when the file is damaged."""
    return PlainWords.of(tomllib.loads(PLAIN_WORDS.read_text("utf-8"))["words"])
