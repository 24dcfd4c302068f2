"""A proposal: what a resident suggests in their own words in a poll, and whether the others see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from desk.choices.proposal import WhyNot
from desk.errors import DeskError

LONGEST = 500  # characters
MOST = 3  # of one resident in one poll


class ProposalState(StrEnum):
    """WAITING: nobody but its author and whoever looks through them sees it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ProposalDecided(DeskError):
    """It was looked at already, or taken back."""

    phrase = "refused-proposal-decided"


class ProposalEditedLate(DeskError):
    """It was looked at as it was: nobody sees another text."""

    phrase = "refused-proposal-edited-late"


class TooManyProposals(DeskError):
    """One resident makes so many and no more in a poll."""

    phrase = "refused-too-many-proposals"


class ProposalTooLong(DeskError):
    """It is to be read on a telephone, among others."""

    phrase = "refused-proposal-too-long"


class ProposalWordless(DeskError):
    """There is nothing to read in it: signs that cannot be seen, or none but marks."""

    phrase = "refused-proposal-wordless"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Known by the resident and the message it came in. `why_not`: of a rejected one."""

    poll_id: int
    resident_id: int
    message_id: int
    words: str
    made_at: datetime
    state: ProposalState = ProposalState.WAITING
    why_not: WhyNot | None = None
    version: int = 0

    def accepted(self) -> Proposal:
        """Everybody may read it. Raises ProposalDecided."""
        self.check_waiting()
        return replace(self, state=ProposalState.ACCEPTED)

    def rejected(self, why: WhyNot) -> Proposal:
        """Nobody else reads it. Raises ProposalDecided."""
        self.check_waiting()
        return replace(self, state=ProposalState.REJECTED, why_not=why)

    def reworded(self, words: str) -> Proposal:
        """Its author has written it otherwise. Raises ProposalDecided."""
        self.check_waiting()
        return replace(self, words=words)

    def check_waiting(self) -> None:
        """Raises ProposalDecided."""
        if self.state is not ProposalState.WAITING:
            raise ProposalDecided()


class Proposals(Protocol):
    """What residents propose."""

    async def get(self, resident_id: int, message_id: int) -> Proposal | None: ...
    async def next_waiting(self) -> Proposal | None: ...
    async def waiting(self) -> int: ...
    async def waiting_in(self, poll_id: int) -> Sequence[Proposal]: ...
    async def numbers(self, poll_id: int) -> Mapping[ProposalState, int]: ...
    async def by(self, resident_id: int, poll_id: int) -> int: ...
    async def of(self, resident_id: int) -> Sequence[Proposal]: ...
    async def accepted(self, poll_id: int, skip: int, limit: int) -> Sequence[Proposal]: ...
    def save(self, proposal: Proposal) -> None: ...
    def remove(self, proposal: Proposal) -> None: ...
