"""What is chosen about letters that have not arrived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class LetterFate(IntEnum):
    """What has become of a letter that has not arrived."""

    WAITING = 0
    UNCERTAIN = 1  # it may have arrived
    DEAD = 2
    UNHANDLED = 3  # no letter, but an update that could not be handled: an answer is missing


@dataclass(frozen=True, slots=True)
class SendAgain:
    """An uncertain letter is to be sent once more."""

    letter_id: int
    choice: Literal["send-again"] = "send-again"


@dataclass(frozen=True, slots=True)
class CountAsDelivered:
    """An uncertain letter has arrived, a person has seen to it."""

    letter_id: int
    choice: Literal["count-delivered"] = "count-delivered"


@dataclass(frozen=True, slots=True)
class ShowLetters:
    """Letters that have not arrived, from a page on."""

    fate: LetterFate
    page: int = 0
    choice: Literal["letters"] = "letters"


@dataclass(frozen=True, slots=True)
class SettleListed:
    """A letter of that page is to be sent again, or counts as delivered."""

    letter_id: int
    again: bool
    fate: LetterFate
    page: int = 0
    choice: Literal["settle-listed"] = "settle-listed"


LedgerChoice = SendAgain | CountAsDelivered | ShowLetters | SettleListed
