"""What administrators choose about polls: how one is asked, and what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Literal


@unique
class PollPart(IntEnum):
    """What of a poll is written in words. A number keeps its meaning for ever: buttons carry it."""

    QUESTION = 1
    OPTIONS = 2
    UNTIL = 3


@unique
class PollSetting(IntEnum):
    """What of a draft is set by a button. A number keeps its meaning for ever."""

    SEVERAL = 1  # more than one option may be chosen: 0, 1
    PROPOSING = 2  # residents may propose something: 0, 1
    DAYS = 3  # until it closes


@dataclass(frozen=True, slots=True)
class ManagePolls:
    """All polls."""

    choice: Literal["manage-polls"] = "manage-polls"


@dataclass(frozen=True, slots=True)
class ManagePoll:
    """One of them, and what can be done about it."""

    poll_id: int
    choice: Literal["manage-poll"] = "manage-poll"


@dataclass(frozen=True, slots=True)
class NewPoll:
    """One more."""

    choice: Literal["new-poll"] = "new-poll"


@dataclass(frozen=True, slots=True)
class WritePoll:
    """A part of it is to be written."""

    poll_id: int
    piece: PollPart
    choice: Literal["write-poll"] = "write-poll"


@dataclass(frozen=True, slots=True)
class SetPoll:
    """A draft's setting is to be that."""

    poll_id: int
    setting: PollSetting
    value: int
    choice: Literal["set-poll"] = "set-poll"


@dataclass(frozen=True, slots=True)
class ChoosePollPlace:
    """Whose residents are asked?"""

    poll_id: int
    choice: Literal["choose-poll-place"] = "choose-poll-place"


@dataclass(frozen=True, slots=True)
class SetPollPlace:
    """That municipality's, by its key; "": everybody's."""

    poll_id: int
    place: str
    choice: Literal["set-poll-place"] = "set-poll-place"


@dataclass(frozen=True, slots=True)
class PublishPoll:
    """Residents may vote."""

    poll_id: int
    choice: Literal["publish-poll"] = "publish-poll"


@dataclass(frozen=True, slots=True)
class DropPoll:
    """The draft is not wanted."""

    poll_id: int
    choice: Literal["drop-poll"] = "drop-poll"


@dataclass(frozen=True, slots=True)
class ClosePoll:
    """Before its time. `sure`: they were asked."""

    poll_id: int
    sure: bool = False
    choice: Literal["close-poll"] = "close-poll"


@dataclass(frozen=True, slots=True)
class WriteDecision:
    """What is decided is to be written."""

    poll_id: int
    choice: Literal["write-decision"] = "write-decision"


@dataclass(frozen=True, slots=True)
class TellDecision:
    """It goes to all who voted."""

    poll_id: int
    choice: Literal["tell-decision"] = "tell-decision"


@dataclass(frozen=True, slots=True)
class TakePollFile:
    """How it stands, as a picture or as a table."""

    poll_id: int
    as_table: bool
    choice: Literal["poll-file"] = "poll-file"


@dataclass(frozen=True, slots=True)
class LinkPoll:
    """Its link for a poster."""

    poll_id: int
    choice: Literal["link-poll"] = "link-poll"


PollMakingChoice = (
    ManagePolls
    | ManagePoll
    | NewPoll
    | WritePoll
    | SetPoll
    | ChoosePollPlace
    | SetPollPlace
    | PublishPoll
    | DropPoll
    | ClosePoll
    | LinkPoll
    | WriteDecision
    | TellDecision
    | TakePollFile
)
