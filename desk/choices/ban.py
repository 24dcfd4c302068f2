"""What operators choose about residents who must not write, and about what is no question at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class BanTerm(IntEnum):
    """For how long, as a button offers it."""

    FOREVER = 0
    HOUR = 1
    DAY = 2
    WEEK = 3


class BanWhy(IntEnum):
    """Why, as a button offers it."""

    INSULTS = 0
    THREATS = 1
    FLOOD = 2
    SPAM = 3


@dataclass(frozen=True, slots=True)
class ChooseBanWhy:
    """The resident is to be banned for so long: why?"""

    ticket_id: int
    term: BanTerm
    choice: Literal["ban-why"] = "ban-why"


@dataclass(frozen=True, slots=True)
class BanResident:
    """A ticket's resident is to be banned."""

    ticket_id: int
    term: BanTerm
    why: BanWhy
    choice: Literal["ban"] = "ban"


@dataclass(frozen=True, slots=True)
class UnbanResident:
    """A ticket's resident may write again."""

    ticket_id: int
    choice: Literal["unban"] = "unban"


@dataclass(frozen=True, slots=True)
class ShowKept:
    """What a banned resident has written meanwhile."""

    ticket_id: int
    choice: Literal["kept"] = "kept"


BanChoice = ChooseBanWhy | BanResident | UnbanResident | ShowKept
