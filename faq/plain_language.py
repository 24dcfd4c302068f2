"""Plain language: sentences of a length people read at once, no words of officials.

Source of the rule: the promise that a person of seventy understands an answer the first time.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

OFFICIALESE = Path(__file__).with_name("officialese.toml")
LONGEST = 20  # words in a sentence

_WORD = re.compile(r"[^\W\d_][\w-]*|\d[\d\s.,]*")
# A line always ends a sentence; a sign does not before a small letter («ул. мира», «нужны: паспорт»).
_END = re.compile(r"\n+|(?<=[.!?…:;])\s+(?![a-zа-яё])")


def long_sentences(text: str) -> Iterator[tuple[str, int]]:
    """Sentences of more than LONGEST words, and how many they have. The text is without markup."""
    for sentence in _END.split(text):
        if (count := len(_WORD.findall(sentence))) > LONGEST:
            yield sentence.strip(), count


def officialese(text: str) -> Iterator[tuple[str, str]]:
    """Officials' words in a text, as they stand there, and what to say instead."""
    folded = text.lower().replace("ё", "е")
    for pattern, say in _listed():
        for found in pattern.finditer(folded):
            yield text[found.start() : found.end()], say


@cache
def _listed() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (_pattern(one["start"]), one["say"]) for one in tomllib.loads(OFFICIALESE.read_text("utf-8"))["word"]
    )


def _pattern(start: str) -> re.Pattern[str]:
    ending = r"\b" if start.endswith("=") else r"\w*"
    return re.compile(rf"\b{re.escape(start.removesuffix('='))}{ending}")
