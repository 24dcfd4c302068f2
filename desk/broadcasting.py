"""Broadcasts: an administrator writes one, looks at it, addresses it, sends it, and steers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from desk import campaign_pages as pages
from desk import campaigning, said_moment
from desk.act import about
from desk.addressee import ToChat
from desk.campaign import Campaign, Course
from desk.campaign_errors import (
    BroadcastTooLong,
    BroadcastUnfit,
    CampaignGone,
    CampaignUnderWay,
    MomentNotUnderstood,
    NobodySubscribes,
)
from desk.centre import Centre
from desk.choices.campaign import Turn
from desk.deed import Deed
from desk.form import Form, Purpose
from desk.letters import Announcement, Leaflet, Letter, Say
from desk.people import Operator, Resident
from desk.question import Message
from desk.records import Records
from desk.rights import check
from desk.roll import NEWS, Audience
from desk.source import Source

LISTED = 8
TEXT_UNITS, CAPTION_UNITS = 4000, 930  # less than Telegram takes: how to stop it is told below
MEDIA = (None, "photo", "document")
TOMORROW_AT = time(10)
AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does it, with what. `pressed`: the message whose button was pressed."""

    by: Operator
    resident: Resident
    records: Records
    centre: Centre
    at: datetime
    pressed: Source | None = None

    def say(self, said: Say, anew: bool = False) -> None:
        """In the pressed message, or below it."""
        told = said if anew else replace(said, replacing=self.pressed)
        self.records.outbox.add(Letter(ToChat(self.by.id), told))


async def show_all(desk: Desk) -> None:
    """The latest ones. Raises NotAllowed."""
    check(Deed.BROADCAST, desk.by)
    desk.say(pages.listed(await desk.records.campaigns.latest(LISTED)))


def begin(desk: Desk, campaign_id: str = "") -> None:
    """Ask for what is to be told; of a draft, for something else instead. Raises NotAllowed."""
    check(Deed.BROADCAST, desk.by)
    form = Form(Purpose.BROADCAST).filled(campaign=campaign_id).asking("words", desk.at)
    desk.records.residents.save(desk.resident.filling(form))
    desk.say(Say("campaign-write"), anew=True)


async def hear(message: Message, desk: Desk) -> None:
    """What was asked for: the words, or the time.

    Raises BroadcastUnfit, BroadcastTooLong, MomentNotUnderstood, CampaignGone, CampaignUnderWay, NotAllowed.
    """
    check(Deed.BROADCAST, desk.by)
    form = desk.resident.form
    assert form is not None, "the door has looked"
    known = form.values.get("campaign", "")
    if form.asks == "time":
        draft = await _draft(known, desk)
        draft = replace(draft, starts_at=_moment(message.words.text, desk))
    else:
        content = _leaflet(message)
        draft = replace(await _draft(known, desk), content=content) if known else _new(content, desk)
    desk.records.residents.save(desk.resident.filling(None))
    desk.records.campaigns.save(draft)
    if form.asks != "time":
        _preview(draft, (desk.by.id,), desk)
    await _show_draft(draft, desk)


async def choose_audience(campaign_id: str, page: int, desk: Desk) -> None:
    """Which subject? Raises CampaignGone, CampaignUnderWay, NotAllowed."""
    desk.say(pages.audiences(await _draft(campaign_id, desk), page, desk.centre.knowledge.shelf))


async def choose_place(campaign_id: str, page: int, named: list[tuple[str, str]], desk: Desk) -> None:
    """Which municipality? Raises CampaignGone, CampaignUnderWay, NotAllowed."""
    desk.say(pages.places(await _draft(campaign_id, desk), page, named))


async def address(campaign_id: str, change: Callable[[Audience], Audience], desk: Desk) -> None:
    """Another audience. Raises CampaignGone, CampaignUnderWay, NotAllowed."""
    draft = await _draft(campaign_id, desk)
    draft = replace(draft, audience=change(draft.audience))
    desk.records.campaigns.save(draft)
    await _show_draft(draft, desk)


async def steer(campaign_id: str, turn: Turn, desk: Desk) -> None:
    """A step with it. Raises CampaignGone, CampaignUnderWay, NobodySubscribes, NotAllowed."""
    await TURNS[turn](campaign_id, desk)


async def _show(campaign_id: str, desk: Desk) -> None:
    campaign = await _known(campaign_id, desk)
    if campaign.course is Course.DRAFT:
        await _show_draft(campaign, desk)
        return
    here = desk.pressed
    if here is not None and campaign.by_id == desk.by.id and not campaign.has_ended:
        campaign = replace(campaign, shown_at=here.message_id)
        desk.records.campaigns.save(campaign)
    await _show_board(campaign, desk)


async def _rewrite(campaign_id: str, desk: Desk) -> None:
    begin(desk, (await _draft(campaign_id, desk)).id)


async def _to_news(campaign_id: str, desk: Desk) -> None:
    await address(campaign_id, lambda known: replace(known, roll=NEWS), desk)


async def _times(campaign_id: str, desk: Desk) -> None:
    desk.say(pages.times(await _draft(campaign_id, desk)))


async def _at_once(campaign_id: str, desk: Desk) -> None:
    await _start(campaign_id, desk.at, desk)


async def _tomorrow(campaign_id: str, desk: Desk) -> None:
    day = desk.centre.day(desk.at) + timedelta(days=1)
    await _start(campaign_id, datetime.combine(day, TOMORROW_AT, desk.centre.zone), desk)


async def _other_time(campaign_id: str, desk: Desk) -> None:
    draft = await _draft(campaign_id, desk)
    form = Form(Purpose.BROADCAST).filled(campaign=draft.id).asking("time", desk.at)
    desk.records.residents.save(desk.resident.filling(form))
    desk.say(Say("campaign-tell-time"), anew=True)


async def _try(campaign_id: str, desk: Desk) -> None:
    """To all administrators, as residents will see it."""
    draft = await _draft(campaign_id, desk)
    _preview(draft, desk.centre.admins, desk)
    desk.say(Say("campaign-tried", {"number": len(desk.centre.admins)}), anew=True)


async def _ask_to_send(campaign_id: str, desk: Desk) -> None:
    draft = await _draft(campaign_id, desk)
    people = await _people(draft, desk)
    desk.say(pages.sending(draft, people, desk.centre.knowledge.shelf, desk.at))


async def _send(campaign_id: str, desk: Desk) -> None:
    draft = await _draft(campaign_id, desk)
    people = await _people(draft, desk)
    starts_at = max(draft.starts_at, desk.at)
    shown_at = desk.pressed.message_id if desk.pressed is not None else None
    sent = replace(
        draft,
        course=Course.RUNNING,
        by_id=desk.by.id,
        planned=people,
        starts_at=starts_at,
        shown_at=shown_at,
    )
    _keep(sent, Deed.BROADCAST, desk)
    await _show_board(sent, desk)


async def _pause(campaign_id: str, desk: Desk) -> None:
    campaign = await _known(campaign_id, desk)
    if campaign.course in (Course.RUNNING, Course.WRITTEN):
        campaign = campaign.paused()
        _keep(campaign, Deed.PAUSE_BROADCAST, desk)
    await _show_board(campaign, desk)


async def _go_on(campaign_id: str, desk: Desk) -> None:
    campaign = await _known(campaign_id, desk)
    if campaign.course is Course.PAUSED:
        campaign = campaign.going_on()
        _keep(campaign, Deed.RESUME_BROADCAST, desk)
    await _show_board(campaign, desk)


async def _ask_to_cancel(campaign_id: str, desk: Desk) -> None:
    desk.say(pages.cancelling(await _known(campaign_id, desk)))


async def _cancel(campaign_id: str, desk: Desk) -> None:
    campaign = await _known(campaign_id, desk)
    if not campaign.has_ended:
        campaign = campaign.cancelled()
        desk.records.outbox.leave_out(campaign.id)
        _keep(campaign, Deed.CANCEL_BROADCAST, desk)
    await _show_board(campaign, desk)


async def _drop(campaign_id: str, desk: Desk) -> None:
    desk.records.campaigns.remove(await _draft(campaign_id, desk))
    await show_all(desk)


TURNS: Mapping[Turn, Callable[[str, Desk], Awaitable[None]]] = {
    Turn.SHOW: _show,
    Turn.REWRITE: _rewrite,
    Turn.TO_NEWS: _to_news,
    Turn.TIMES: _times,
    Turn.AT_ONCE: _at_once,
    Turn.TOMORROW: _tomorrow,
    Turn.OTHER_TIME: _other_time,
    Turn.TRY: _try,
    Turn.ASK_TO_SEND: _ask_to_send,
    Turn.SEND: _send,
    Turn.PAUSE: _pause,
    Turn.GO_ON: _go_on,
    Turn.ASK_TO_CANCEL: _ask_to_cancel,
    Turn.CANCEL: _cancel,
    Turn.DROP: _drop,
}


async def _known(campaign_id: str, desk: Desk) -> Campaign:
    check(Deed.BROADCAST, desk.by)
    campaign = await desk.records.campaigns.get(campaign_id)
    if campaign is None:
        raise CampaignGone()
    return campaign


async def _draft(campaign_id: str, desk: Desk) -> Campaign:
    campaign = await _known(campaign_id, desk)
    if campaign.course is not Course.DRAFT:
        raise CampaignUnderWay()
    return campaign


def _new(content: Leaflet, desk: Desk) -> Campaign:
    id_ = f"b-{desk.by.id}-{int(desk.at.timestamp())}"
    return Campaign(id_, content, Audience(NEWS), desk.at, desk.by.id, Course.DRAFT)


def _leaflet(message: Message) -> Leaflet:
    kind = message.media
    if kind not in MEDIA or message.album is not None or (kind and message.medium is None):
        raise BroadcastUnfit()
    most = CAPTION_UNITS if kind else TEXT_UNITS
    if (units := message.words.units) > most:
        raise BroadcastTooLong(units=units, most=most)
    return Leaflet(message.words, message.medium if kind else None)


def _moment(text: str, desk: Desk) -> datetime:
    moment = said_moment.understood(text, desk.at, desk.centre.zone, TOMORROW_AT)
    if moment is None or not desk.at < moment <= desk.at + AHEAD:
        raise MomentNotUnderstood()
    return moment


async def _start(campaign_id: str, starts_at: datetime, desk: Desk) -> None:
    draft = replace(await _draft(campaign_id, desk), starts_at=starts_at)
    desk.records.campaigns.save(draft)
    await _show_draft(draft, desk)


async def _people(draft: Campaign, desk: Desk) -> int:
    people = await desk.records.rolls.size(draft.audience)
    if not people:
        raise NobodySubscribes()
    return people


def _keep(campaign: Campaign, deed: Deed, desk: Desk) -> None:
    desk.records.campaigns.save(campaign)
    where = campaign.audience
    told = f"{campaign.id}: {where.roll}" + (f", {where.municipality}" if where.municipality else "")
    desk.records.acts.add(about(deed, desk.by, desk.at, note=told))


def _preview(draft: Campaign, admins: tuple[int, ...], desk: Desk) -> None:
    for admin in admins:
        desk.records.outbox.add(Letter(ToChat(admin), Announcement(draft.id)))


async def _show_draft(draft: Campaign, desk: Desk) -> None:
    people = await desk.records.rolls.size(draft.audience)
    desk.say(pages.draft(draft, people, desk.centre.knowledge.shelf, desk.at))


async def _show_board(campaign: Campaign, desk: Desk) -> None:
    desk.say(await campaigning.board(campaign, desk.records, desk.centre, desk.at))
