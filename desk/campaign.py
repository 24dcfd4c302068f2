"""A campaign: one thing told to everybody of an audience, each once, in pieces, by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from desk.button import Button
from desk.choices.subscription import Unsubscribe
from desk.letters import Content, Leaflet, Say
from desk.roll import Audience, is_subscription


class Course(StrEnum):
    """How a campaign goes."""

    DRAFT = "draft"  # an administrator is still at it
    RUNNING = "running"  # its letters are written piece by piece from `starts_at` on
    PAUSED = "paused"  # somebody has stopped it for now
    CANCELLED = "cancelled"  # what has not gone yet never goes
    WRITTEN = "written"  # all its letters are written; some may wait
    OVER = "over"  # none of them waits any more


@dataclass(frozen=True, slots=True)
class Campaign:
    """`id` is also the `album` of its letters; chosen by who begins it: letters, digits, «-», ≤ 40 of them.

    `told_up_to`: the last resident a letter was written to; they go by their ids, so nobody gets two.
    """

    id: str
    content: Content
    audience: Audience
    starts_at: datetime
    by_id: int | None = None  # the administrator who has sent it; None: it follows from something else
    course: Course = Course.RUNNING
    told_up_to: int = 0
    written: int = 0  # letters
    planned: int = 0  # residents it was for when it was sent off
    shown_at: int | None = None  # the message in the administrator's chat that tells how it goes
    version: int = 0

    def goes(self, at: datetime) -> bool:
        """Whether its next letters may be written."""
        return self.course is Course.RUNNING and at >= self.starts_at

    @property
    def has_ended(self) -> bool:
        """Whether nothing can be changed about it."""
        return self.course in (Course.CANCELLED, Course.OVER)

    @property
    def said(self) -> Content:
        """What a resident gets: what they have subscribed to has a button that stops it."""
        if not is_subscription(self.audience.roll) or not isinstance(self.content, Say | Leaflet):
            return self.content
        stop = Button(Unsubscribe(self.id), phrase="button-unsubscribe")
        return replace(self.content, choices=(*self.content.choices, (stop,)))

    def fed(self, residents: Sequence[int]) -> Campaign:
        """With letters written to these, the next in order; to none: that was all of them."""
        if not residents:
            return replace(self, course=Course.WRITTEN)
        return replace(self, told_up_to=residents[-1], written=self.written + len(residents))

    def paused(self) -> Campaign:
        """Stopped for now."""
        return replace(self, course=Course.PAUSED)

    def going_on(self) -> Campaign:
        """Not stopped any more; whether all its letters are written is found out anew."""
        return replace(self, course=Course.RUNNING)

    def cancelled(self) -> Campaign:
        """Stopped for good."""
        return replace(self, course=Course.CANCELLED)

    def over(self) -> Campaign:
        """None of its letters waits any more."""
        return replace(self, course=Course.OVER)


@dataclass(frozen=True, slots=True)
class Progress:
    """What has become of a campaign's letters so far."""

    sent: int = 0
    left_out: int = 0  # unsubscribed since, or it was cancelled
    blocked: int = 0  # the resident has blocked the bot
    failed: int = 0  # refused otherwise, or may have arrived: in /letters
    waiting: int = 0


class Campaigns(Protocol):
    """All campaigns."""

    async def get(self, campaign_id: str) -> Campaign | None: ...
    async def open(self) -> Sequence[Campaign]: ...
    async def latest(self, limit: int) -> Sequence[Campaign]: ...
    def save(self, campaign: Campaign) -> None: ...
    def remove(self, draft: Campaign) -> None: ...
