"""Refusals about broadcasts."""

from __future__ import annotations

from desk.errors import DeskError


class CampaignGone(DeskError):
    """There is no such campaign, or nobody subscribes to what it was about."""

    phrase = "refused-campaign-gone"


class CampaignUnderWay(DeskError):
    """It has been sent off: only a draft can be changed."""

    phrase = "refused-campaign-under-way"


class NobodySubscribes(DeskError):
    """There is nobody to tell it to."""

    phrase = "refused-nobody-subscribes"


class BroadcastUnfit(DeskError):
    """Neither a text nor one photo or file."""

    phrase = "refused-broadcast-unfit"


class BroadcastTooLong(DeskError):
    """Longer than Telegram lets a message be."""

    phrase = "refused-broadcast-too-long"


class MomentNotUnderstood(DeskError):
    """No moment to come within a year."""

    phrase = "refused-moment-not-understood"
