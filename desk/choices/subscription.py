"""What residents choose about what they are told unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ShowSubscriptions:
    """What can be subscribed to, from a page of subjects on."""

    page: int = 0
    choice: Literal["subscriptions"] = "subscriptions"


@dataclass(frozen=True, slots=True)
class FollowNews:
    """Whether to hear of what concerns everybody."""

    wanted: bool
    choice: Literal["follow-news"] = "follow-news"


@dataclass(frozen=True, slots=True)
class FollowSubject:
    """Whether to hear what is new about a subject."""

    subject: str
    wanted: bool
    page: int = 0
    choice: Literal["follow-subject"] = "follow-subject"


@dataclass(frozen=True, slots=True)
class FollowNothing:
    """Nothing unasked any more."""

    choice: Literal["follow-nothing"] = "follow-nothing"


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """No more of what this campaign was for: the button under each of its messages."""

    campaign_id: str
    choice: Literal["unsubscribe"] = "unsubscribe"


SubscriptionChoice = ShowSubscriptions | FollowNews | FollowSubject | FollowNothing | Unsubscribe
