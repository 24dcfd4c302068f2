"""What residents choose about their own data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ReadConsent:
    """The text of the consent, to give it."""

    choice: Literal["read-consent"] = "read-consent"


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """The consent, taken back."""

    choice: Literal["withdraw-consent"] = "withdraw-consent"


@dataclass(frozen=True, slots=True)
class AskForget:
    """What an erasure would mean."""

    choice: Literal["ask-forget"] = "ask-forget"


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything: that person's, while the question is fresh. `asked`: seconds since 1970, UTC."""

    person: int
    asked: int
    choice: Literal["forget"] = "forget"


@dataclass(frozen=True, slots=True)
class KeepData:
    """Erase nothing."""

    choice: Literal["keep-data"] = "keep-data"


@dataclass(frozen=True, slots=True)
class TakeData:
    """Everything that is kept, as files."""

    choice: Literal["take-data"] = "take-data"


PrivacyChoice = TakeData | ReadConsent | WithdrawConsent | AskForget | Forget | KeepData
