"""A poll: what residents are asked, how they vote, and what is decided in the end. No legal force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from desk.errors import DeskError

QUESTION, OPTION, DECISION = 300, 100, 1500  # characters at the most
LABEL = 45  # characters of a question on a button
FEWEST, MOST = 2, 10  # options
LONGEST = timedelta(days=92)  # whoever is asked for longer has forgotten what it was about
CLOSES_HOUR = 20  # of the last day: what follows is told by day
TERM = timedelta(days=7)  # until somebody says otherwise
WEEK = timedelta(days=7)  # between two reminders that nothing is decided


class PollState(StrEnum):
    """CLOSED waits for its decision."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    DECIDED = "decided"


class PollGone(DeskError):
    """There is no such poll, or it is for others."""

    phrase = "refused-poll-gone"


class PollClosed(DeskError):
    """Votes and proposals are taken while it is open."""

    phrase = "refused-poll-closed"


class PollNotDraft(DeskError):
    """What residents have seen is not changed."""

    phrase = "refused-poll-published"


class PollElsewhere(DeskError):
    """It is for the residents of `place`."""

    phrase = "refused-poll-elsewhere"


class PollWrong(DeskError):
    """It cannot be asked so. `phrase` says why."""

    def __init__(self, phrase: str, **args_: str | int) -> None:
        self.phrase = phrase
        super().__init__(**args_)


@dataclass(frozen=True, slots=True)
class Poll:
    """Its options are numbered from 0."""

    id: int
    question: str
    options: tuple[str, ...]
    closes_at: datetime
    author_id: int
    author: str
    several: bool = False  # more than one option may be chosen
    proposing: bool = False  # residents may propose something in their own words
    municipality: str | None = None  # whose residents are asked; None: all
    state: PollState = PollState.DRAFT
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    decision: str = ""
    remind_at: datetime | None = None  # when administrators hear again that nothing is decided
    version: int = 0

    @property
    def label(self) -> str:
        """Its question, short enough for a button."""
        asked = self.question
        return asked if len(asked) <= LABEL else asked[: LABEL - 1].rstrip() + "…"

    def is_open(self, at: datetime) -> bool:
        """Whether votes count."""
        return self.state is PollState.OPEN and at < self.closes_at

    def opened(self, at: datetime) -> Poll:
        """Residents may vote. Raises PollNotDraft, PollWrong."""
        self.check_draft()
        checked_options(self.options)
        if not at < self.closes_at <= at + LONGEST:
            raise PollWrong("poll-wrong-until", days=LONGEST.days)
        return replace(self, state=PollState.OPEN, opened_at=at)

    def closed(self, at: datetime) -> Poll:
        """No more votes. Raises PollClosed."""
        if self.state is not PollState.OPEN:
            raise PollClosed()
        return replace(self, state=PollState.CLOSED, closed_at=at, remind_at=at + WEEK)

    def weighed(self, words: str) -> Poll:
        """With the decision written, and told to nobody yet. Raises PollWrong."""
        decision = words.strip()
        if not 0 < len(decision) <= DECISION:
            raise PollWrong("poll-wrong-decision", limit=DECISION, length=len(decision))
        return replace(self, decision=decision)

    def decided(self) -> Poll:
        """The decision as it is written is told. Raises PollGone."""
        if self.state is not PollState.CLOSED or not self.decision:
            raise PollGone()
        return replace(self, state=PollState.DECIDED, remind_at=None)

    def reminded(self, at: datetime) -> Poll:
        """Administrators were told that nothing is decided."""
        return replace(self, remind_at=at + WEEK)

    def check_draft(self) -> None:
        """Raises PollNotDraft."""
        if self.state is not PollState.DRAFT:
            raise PollNotDraft()

    def chosen(self, before: int, option: int) -> int:
        """The vote after a press on that option. In a vote bit n stands for the option numbered n, from 0."""
        if not 0 <= option < len(self.options):
            raise PollGone()
        return before ^ (1 << option) if self.several else 1 << option


@dataclass(frozen=True, slots=True)
class Tally:
    """How residents have voted: voters, and of each option how many have chosen it."""

    voters: int
    chosen: tuple[int, ...]

    def share(self, option: int) -> int:
        """Per cent of the voters, rounded."""
        return round(100 * self.chosen[option] / self.voters) if self.voters else 0


def tally(poll: Poll, votes: Mapping[int, int]) -> Tally:
    """`votes`: a vote → by how many."""
    counts = [sum(n for vote, n in votes.items() if vote & 1 << one) for one in range(len(poll.options))]
    return Tally(sum(votes.values()), tuple(counts))


def roll_of(poll_id: int) -> str:
    """The roll of its voters, who hear what is decided."""
    return f"poll-{poll_id}"


def announcement_of(poll_id: int) -> str:
    """The campaign that tells of it."""
    return f"poll-{poll_id}"


def checked_question(words: str) -> str:
    """A question on one line. Raises PollWrong."""
    question = " ".join(words.split())
    if not 0 < len(question) <= QUESTION:
        raise PollWrong("poll-wrong-question", limit=QUESTION, length=len(question))
    return question


def checked_options(lines: Sequence[str]) -> tuple[str, ...]:
    """The options, empty lines left out. Raises PollWrong."""
    options = tuple(" ".join(one.split()) for one in lines if one.strip())
    if not FEWEST <= len(options) <= MOST:
        raise PollWrong("poll-wrong-number", count=len(options))
    long = next((one for one in options if len(one) > OPTION), None)
    if long is not None:
        raise PollWrong("poll-wrong-option", option=long[:OPTION] + "…", limit=OPTION)
    folded = [one.casefold() for one in options]
    twice = next((one for at, one in enumerate(options) if folded[at] in folded[:at]), None)
    if twice is not None:
        raise PollWrong("poll-wrong-twice", option=twice)
    return options


class Polls(Protocol):
    """Polls and the votes of residents."""

    async def get(self, poll_id: int) -> Poll | None: ...
    async def next_id(self) -> int: ...
    async def latest(self, limit: int) -> Sequence[Poll]: ...
    async def in_state(self, state: PollState) -> Sequence[Poll]: ...
    def save(self, poll: Poll) -> None: ...
    def remove(self, poll: Poll) -> None: ...
    async def vote_of(self, poll_id: int, resident_id: int) -> int: ...
    def vote(self, poll_id: int, resident_id: int, chosen: int, at: datetime) -> None: ...
    async def votes(self, poll_id: int) -> Mapping[int, int]: ...
