"""Campaigns: fed to the broadcast lane in pieces, and asked before each letter goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum, auto

from desk import campaign_pages
from desk.addressee import ToChat, ToResident
from desk.campaign import Campaign, Course
from desk.centre import Centre
from desk.letters import Announcement, Lane, Letter, Say
from desk.quiet_hours import is_quiet
from desk.records import Records
from desk.source import Source

PIECE = 100  # letters written in one transaction


class Fate(Enum):
    """What becomes of a letter whose turn has come."""

    GOES = auto()
    WAITS = auto()  # by day, or when the campaign goes on
    IS_LEFT_OUT = auto()  # nobody wants it any more


async def feed(campaign_id: str, records: Records, centre: Centre, at: datetime) -> bool:
    """Write its next letters, and how far it has come, in one go. False: there is nothing to write now."""
    campaign = await records.campaigns.get(campaign_id)
    if campaign is None or not campaign.goes(at) or is_quiet(at, centre.zone):
        return False
    residents = await records.rolls.next(campaign.audience, campaign.told_up_to, PIECE)
    for one in residents:
        records.outbox.add(
            Letter(ToResident(one), Announcement(campaign.id), Lane.BROADCAST, album=campaign.id)
        )
    records.campaigns.save(campaign.fed(residents))
    return True


async def end(campaign_id: str, records: Records, centre: Centre, at: datetime) -> None:
    """It is over when all its letters are written and none of them waits."""
    campaign = await records.campaigns.get(campaign_id)
    if campaign is None or campaign.course is not Course.WRITTEN:
        return
    if await records.outbox.awaits(campaign.id):
        return
    campaign = campaign.over()
    records.campaigns.save(campaign)
    tell(campaign, await board(campaign, records, centre, at), records)


async def board(campaign: Campaign, records: Records, centre: Centre, at: datetime) -> Say:
    """How it goes."""
    progress = await records.outbox.progress(campaign.id)
    return campaign_pages.board(campaign, progress, centre.knowledge.shelf, centre.zone, at)


def tell(campaign: Campaign, said: Say, records: Records) -> None:
    """In the message that whoever has sent it off looks at."""
    if campaign.by_id is not None and campaign.shown_at is not None:
        said = replace(said, replacing=Source(campaign.by_id, campaign.shown_at))
        records.outbox.add(Letter(ToChat(campaign.by_id), said, Lane.CARDS))


async def fate(campaign_id: str, resident_id: int, records: Records, centre: Centre, at: datetime) -> Fate:
    """Whether a letter of it may go to that resident now: much may have happened since it was written."""
    campaign = await records.campaigns.get(campaign_id)
    if campaign is None or campaign.course is Course.CANCELLED:
        return Fate.IS_LEFT_OUT
    if not await records.rolls.has(campaign.audience.roll, resident_id):
        return Fate.IS_LEFT_OUT
    if campaign.course is Course.PAUSED or is_quiet(at, centre.zone):
        return Fate.WAITS
    return Fate.GOES
