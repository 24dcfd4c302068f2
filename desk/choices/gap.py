"""What editors and supervisors choose about what the knowledge base could not answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowGaps:
    """What the knowledge base could not answer, from a page on."""

    page: int = 0
    choice: Literal["gaps"] = "gaps"


@dataclass(frozen=True, slots=True)
class ShowGap:
    """A gap with those that ask the same."""

    gap: int
    choice: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A new entry is to settle a gap and those that ask the same."""

    gap: int
    choice: Literal["draft-entry"] = "draft-entry"


@dataclass(frozen=True, slots=True)
class WriteAnswer:
    """The editor wants to write that entry's answer."""

    gap: int
    choice: Literal["write-answer"] = "write-answer"


@dataclass(frozen=True, slots=True)
class ChooseEntry:
    """An entry there is answers a gap: which?"""

    gap: int
    choice: Literal["choose-entry"] = "choose-entry"


@dataclass(frozen=True, slots=True)
class AddPhrasings:
    """That entry answers a gap: its words lead there from now on."""

    gap: int
    entry: str
    choice: Literal["add-phrasings"] = "add-phrasings"


@dataclass(frozen=True, slots=True)
class DismissGap:
    """A gap is not our matter."""

    gap: int
    choice: Literal["dismiss-gap"] = "dismiss-gap"


@dataclass(frozen=True, slots=True)
class ToBase:
    """An operator thinks that a ticket's answer belongs into the knowledge base."""

    ticket_id: int
    choice: Literal["to-base"] = "to-base"


GapChoice = ShowGaps | ShowGap | DraftEntry | WriteAnswer | ChooseEntry | AddPhrasings | DismissGap | ToBase
