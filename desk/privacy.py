"""Privacy: who answers for residents' data, how long each kind is kept, and what the law keeps longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from faq.translated import ORIGINAL


@dataclass(frozen=True, slots=True)
class Keep:
    """Days that each kind of thing is kept; config.toml: [privacy.keep]."""

    updates: int = 14  # as they came from Telegram
    letters: int = 90  # after they have arrived
    forms: int = 30  # after the resident was last heard of
    questions: int = 365  # after they were asked
    tickets: int = 1095  # with all that was said in them, after they were closed
    profiles: int = 1095  # name, language, municipality, routes: after the resident was last heard of


@dataclass(frozen=True, slots=True)
class Privacy:
    """Texts are the deployer's; `…_in`: language → the same text in it."""

    responsible: str = ""
    responsible_in: Mapping[str, str] = field(default_factory=dict)
    law: str = ""  # what stays after an erasure, how long, by which law
    law_in: Mapping[str, str] = field(default_factory=dict)
    keep: Keep = field(default_factory=Keep)

    def who(self, language: str) -> str:
        """Who answers for the data."""
        return self.responsible_in.get(language, self.responsible)

    def stays(self, language: str) -> str:
        """What the law keeps."""
        return self.law_in.get(language, self.law)

    def lacks(self, language: str) -> bool:
        """Whether what the law keeps is told in Russian to who speaks that language."""
        return language != ORIGINAL and bool(self.law) and language not in self.law_in
