"""The appeal helper's buttons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class AppealPart(IntEnum):
    """What a resident writes into an appeal, in the order in which it is asked for."""

    WHERE = 0
    WHAT = 1
    ASK = 2


@dataclass(frozen=True, slots=True)
class BeginAppeal:
    """An appeal, please. `asked`: about that question; `ticket_id`: about what that ticket is about."""

    asked: int | None = None
    ticket_id: int | None = None
    choice: Literal["begin-appeal"] = "begin-appeal"


@dataclass(frozen=True, slots=True)
class ChooseAppeal:
    """Of that kind."""

    appeal: str
    choice: Literal["choose-appeal"] = "choose-appeal"


@dataclass(frozen=True, slots=True)
class ShowAppealSubjects:
    """Subjects to choose from, from a page on."""

    page: int = 0
    choice: Literal["appeal-subjects"] = "appeal-subjects"


@dataclass(frozen=True, slots=True)
class SetAppealSubject:
    """About that subject."""

    subject: str
    choice: Literal["appeal-subject"] = "appeal-subject"


@dataclass(frozen=True, slots=True)
class ContinueAppeal:
    """The draft that was begun goes on; `anew`: another is begun instead."""

    anew: bool = False
    choice: Literal["continue-appeal"] = "continue-appeal"


@dataclass(frozen=True, slots=True)
class RewritePart:
    """A part is to be written (again)."""

    part: AppealPart
    choice: Literal["rewrite-part"] = "rewrite-part"


@dataclass(frozen=True, slots=True)
class FillPart:
    """A part is given by a button: the place does not matter, or the question's own words are taken."""

    part: AppealPart
    choice: Literal["fill-part"] = "fill-part"


@dataclass(frozen=True, slots=True)
class DecideWords:
    """The words last written belong into the appeal, or are a question of their own."""

    into_appeal: bool
    choice: Literal["decide-words"] = "decide-words"


@dataclass(frozen=True, slots=True)
class ShowBodies:
    """The bodies an appeal can go to; `every`: all there are, not only those of its subject."""

    every: bool = False
    choice: Literal["appeal-bodies"] = "appeal-bodies"


@dataclass(frozen=True, slots=True)
class SetBody:
    """It goes to that one."""

    authority: str
    choice: Literal["appeal-body"] = "appeal-body"


AppealChoice = (
    BeginAppeal
    | ChooseAppeal
    | ShowAppealSubjects
    | SetAppealSubject
    | ContinueAppeal
    | RewritePart
    | FillPart
    | DecideWords
    | ShowBodies
    | SetBody
)
