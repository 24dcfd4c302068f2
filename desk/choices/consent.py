"""What residents choose first of all: whether they consent, and in which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Consent to that version of the text.

    `asked`: the question that waits for it, 0 for one still to be written, None when nothing waits.
    """

    version: int
    asked: int | None = None
    choice: Literal["consent"] = "consent"


@dataclass(frozen=True, slots=True)
class DeclineConsent:
    """No consent: consultations only."""

    choice: Literal["no-consent"] = "no-consent"


@dataclass(frozen=True, slots=True)
class Speak:
    """Another language."""

    language: str
    choice: Literal["speak"] = "speak"


ConsentChoice = GiveConsent | DeclineConsent | Speak
