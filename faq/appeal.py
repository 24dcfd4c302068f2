"""A kind of appeal to the authorities: what it is, how its text is put together, where it is filed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

FILE = "appeals.toml"
# What a text is filled with: the body it goes to, its subject, where, what has happened, what is asked.
PLACES = ("кому", "тема", "где", "что", "просьба")
_PLACE = re.compile(r"\{\s*([^{}\n]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class AppealWords:
    """What residents read of it in one language; the text itself is in Russian, as officials read it."""

    title: str
    about: str


@dataclass(frozen=True, slots=True)
class AppealKind:
    """`text` has a place in braces for each of PLACES; `channels` are ids known to the shelf."""

    id: str
    title: str
    about: str
    text: str
    channels: tuple[str, ...] = ()
    translations: Mapping[str, AppealWords] = field(default_factory=lambda: MappingProxyType({}))

    def in_language(self, lang: str) -> AppealWords:
        """The words in `lang` (two letters), or in Russian."""
        return self.translations.get(lang) or AppealWords(self.title, self.about)

    def written(self, values: Mapping[str, str]) -> str:
        """The text with its places filled in; `values` has one for each of PLACES."""
        return _PLACE.sub(lambda found: values[found[1]], self.text)


def places(text: str) -> tuple[str, ...]:
    """The names in braces."""
    return tuple(_PLACE.findall(text))
