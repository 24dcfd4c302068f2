"""A deadline of the law: how many days there are, by which rule, and what to do when they are over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

FILE = "deadlines.toml"


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """What residents read of it in one language."""

    title: str
    passed: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`days` are calendar days, or working ones. `rule` names the law; `entry` says more when it is over."""

    id: str
    title: str
    days: int
    rule: str
    passed: str
    working: bool = False
    about: str = ""
    entry: str | None = None
    department: str | None = None
    translations: Mapping[str, DeadlineWords] = field(default_factory=lambda: MappingProxyType({}))

    def in_language(self, lang: str) -> DeadlineWords:
        """The words in `lang` (two letters), or in Russian."""
        return self.translations.get(lang) or DeadlineWords(self.title, self.passed, self.about)
