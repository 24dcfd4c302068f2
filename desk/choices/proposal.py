"""What is chosen about residents' proposals: by themselves, and by those who look through them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Literal


@unique
class WhyNot(IntEnum):
    """Why others do not see it. A number keeps its meaning for ever: buttons carry it."""

    OFF_TOPIC = 1
    RUDE = 2
    PERSONAL = 3  # it tells of people
    REPEATED = 4  # there is one like it
    BEYOND = 5  # others decide about that


@dataclass(frozen=True, slots=True)
class Propose:
    """The resident's next text is a proposal."""

    poll_id: int
    choice: Literal["propose"] = "propose"


@dataclass(frozen=True, slots=True)
class WasQuestion:
    """What they have written in that message was a question."""

    message_id: int
    choice: Literal["was-question"] = "was-question"


@dataclass(frozen=True, slots=True)
class ShowProposals:
    """What others propose."""

    poll_id: int
    page: int = 0
    choice: Literal["proposals"] = "proposals"


@dataclass(frozen=True, slots=True)
class ReviewProposals:
    """The next one that nobody has looked at."""

    choice: Literal["review-proposals"] = "review-proposals"


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """Everybody may read it."""

    person: int
    message_id: int
    choice: Literal["accept-proposal"] = "accept-proposal"


@dataclass(frozen=True, slots=True)
class ChooseWhyNot:
    """Nobody else is to read it: why?"""

    person: int
    message_id: int
    choice: Literal["choose-why-not"] = "choose-why-not"


@dataclass(frozen=True, slots=True)
class RejectProposal:
    """For that reason, which the author is told."""

    person: int
    message_id: int
    why_not: WhyNot
    choice: Literal["reject-proposal"] = "reject-proposal"


ProposalChoice = (
    Propose | WasQuestion | ShowProposals | ReviewProposals | AcceptProposal | ChooseWhyNot | RejectProposal
)
