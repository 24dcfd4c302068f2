"""Words that tell personal data from other numbers: an editor's file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from faq.translated import LANGUAGE

CUES = Path(__file__).with_name("personal_data.toml")
WHOLE = "="  # before a word that counts in this form only
NONE = r"(?!)"


@dataclass(frozen=True, slots=True)
class Cues:
    """Of one kind: how it is called, the words beside its digits, and how many digits stay to be seen.

    The expressions are for lower-case text with е for ё. `between` fits what may stand between a cue and
    the digits, `unless` what must not stand before it.
    """

    titles: Mapping[str, str]
    words: str
    shows: int = 0
    between: str = NONE
    unless: str = NONE


@cache
def shipped() -> Mapping[str, Cues]:
    """All kinds by their ids. Raises OSError, ValueError for a file that cannot be read."""
    tables = tomllib.loads(CUES.read_text("utf-8-sig"))["kind"]
    return {
        one["id"]: Cues(
            {key: called for key, called in one.items() if LANGUAGE.fullmatch(key)},
            _any_of(one["cues"]),
            one.get("shows", 0),
            _any_of([WHOLE + word for word in one.get("between", ())]),
            _any_of(one.get("unless", ())),
        )
        for one in tables
    }


def _any_of(words: Sequence[str]) -> str:
    """An expression that fits any of these words where it begins one."""
    return rf"(?<!\w)(?:{'|'.join(map(_word, words))})" if words else NONE


def _word(word: str) -> str:
    said = re.escape(word.removeprefix(WHOLE).replace("ё", "е")).replace("_", r"\s+")
    return said + (r"(?!\w)" if word.startswith(WHOLE) else r"\w*")
