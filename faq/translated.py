"""Whether what editors have written is there in a resident's language."""

import re
from collections.abc import Mapping
from typing import Protocol

ORIGINAL = "ru"
LANGUAGE = re.compile(r"(?!id$)[a-z]{2}")  # a key of a table that holds words in that language


class Translated(Protocol):
    """Something written in Russian, and in some languages more."""

    @property
    def translations(self) -> Mapping[str, object]: ...


def lacking(lang: str, *written: Translated) -> bool:
    """Whether who speaks `lang` (two letters) reads some of it in Russian."""
    return lang != ORIGINAL and any(lang not in one.translations for one in written)
