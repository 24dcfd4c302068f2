"""What residents choose about polls: which one, and how they vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowPolls:
    """The polls there are for the resident."""

    choice: Literal["polls"] = "polls"


@dataclass(frozen=True, slots=True)
class ShowPoll:
    """One of them."""

    poll_id: int
    choice: Literal["poll"] = "poll"


@dataclass(frozen=True, slots=True)
class CastVote:
    """For that option; where several may be chosen, for it or not for it any more."""

    poll_id: int
    option: int
    choice: Literal["cast-vote"] = "cast-vote"


@dataclass(frozen=True, slots=True)
class WithdrawVote:
    """No vote after all."""

    poll_id: int
    choice: Literal["withdraw-vote"] = "withdraw-vote"


@dataclass(frozen=True, slots=True)
class TakeResults:
    """How one has ended, as a picture."""

    poll_id: int
    choice: Literal["poll-results"] = "poll-results"


PollChoice = ShowPolls | ShowPoll | CastVote | WithdrawVote | TakeResults
