"""Broadcasts: what administrators write, see, send and steer; what the bot refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.addressee import ToChat
from desk.broadcasting import CAPTION_UNITS, TEXT_UNITS, Desk, address, begin, hear, show_all, steer
from desk.campaign import Campaign, Course, Progress
from desk.campaign_errors import (
    BroadcastTooLong,
    BroadcastUnfit,
    CampaignGone,
    CampaignUnderWay,
    MomentNotUnderstood,
    NobodySubscribes,
)
from desk.campaign_pages import board, title
from desk.choices.campaign import NewCampaign, SteerCampaign, Turn
from desk.deed import Deed
from desk.errors import DeskError, NotAllowed
from desk.form import Form, Purpose
from desk.letters import Announcement, Ballot, Content, Leaflet, Say
from desk.medium import Medium
from desk.people import Operator, Resident, Role
from desk.question import Message
from desk.roll import NEWS, Audience, of_subject
from desk.source import Source
from desk.words import Words
from tests.desk.fakes import FakeRecords
from tests.desk.samples import centre

NOON = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADMIN = Resident(3001, "Ольга")
BY = Operator(ADMIN.id, ADMIN.name, Role.ADMIN)
HERE = Source(ADMIN.id, 77)
TEXT = Words("Завтра отключат воду", ({"type": "bold", "offset": 0, "length": 6},))


def desk(records: FakeRecords, **changed: Any) -> Desk:
    known = records.residents.all.get(ADMIN.id, ADMIN)
    return replace(Desk(BY, known, records, centre(), NOON, HERE), **changed)


def said(text: Words = TEXT, **more: Any) -> Message:
    return Message(Source(ADMIN.id, 5), text, NOON, **more)


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (Leaflet(TEXT), "Завтра отключат воду"),
        (Say("poll-announced", {"question": "Что построить?"}), "🗳 Что построить?"),
        (Ballot(2), "🗳 № 2"),
        (
            Say("incident-over", {"notice": "Знаменск:\nвода есть, " + "и ещё " * 9}),
            "📢 Знаменск: вода есть, и ещё и ещё и ещ…",
        ),
    ],
)
def test_each_is_called_by_what_it_tells(content: Content, called: str) -> None:
    assert title(Campaign("poll-2", content, Audience(NEWS), NOON)) == called


async def draft(records: FakeRecords, people: int = 2) -> Campaign:
    """Written, with that many who would get it."""
    for id_ in range(1, people + 1):
        records.residents.save(Resident(id_, f"Житель {id_}"))
        records.rolls.join(NEWS, id_)
    begin(desk(records))
    await hear(said(), desk(records))
    (campaign,) = records.campaigns.all.values()
    return campaign


def shown(records: FakeRecords) -> Say:
    *_, last = records.outbox.to(ToChat(ADMIN.id))
    assert isinstance(last, Say)
    return last


async def test_a_draft_is_shown_as_residents_will_see_it_and_sent_only_when_it_is_said_twice() -> None:
    records = FakeRecords()
    campaign = await draft(records)
    assert (campaign.content, campaign.audience, campaign.course) == (
        Leaflet(TEXT),
        Audience(NEWS),
        Course.DRAFT,
    )
    assert Announcement(campaign.id) in records.outbox.to(ToChat(ADMIN.id))
    assert (shown(records).phrase, shown(records).args["people"]) == ("campaign-draft", 2)
    assert not await records.campaigns.open(), "a draft goes nowhere"
    await steer(campaign.id, Turn.ASK_TO_SEND, desk(records))
    assert shown(records).phrase == "campaign-sending"
    assert not await records.campaigns.open()
    await steer(campaign.id, Turn.SEND, desk(records))
    (sent,) = await records.campaigns.open()
    assert (sent.course, sent.planned, sent.shown_at, sent.by_id) == (Course.RUNNING, 2, 77, ADMIN.id)
    (act,) = records.acts.all
    assert (act.deed, act.by_id, act.note) == (Deed.BROADCAST, ADMIN.id, f"{campaign.id}: news")


async def test_it_is_addressed_timed_tried_rewritten_and_dropped() -> None:
    records = FakeRecords()
    campaign = await draft(records)

    async def now() -> Campaign:
        known = await records.campaigns.get(campaign.id)
        assert known is not None
        return known

    here = "Икрянинский район"
    await address(campaign.id, lambda one: replace(one, roll=of_subject("family")), desk(records))
    await address(campaign.id, lambda one: replace(one, municipality=here), desk(records))
    assert (await now()).audience == Audience(of_subject("family"), here)
    assert shown(records).args["people"] == 0
    await steer(campaign.id, Turn.TO_NEWS, desk(records))
    assert (await now()).audience == Audience(NEWS, here)
    await steer(campaign.id, Turn.TOMORROW, desk(records))
    zone = centre().zone
    assert (await now()).starts_at == datetime(2026, 3, 3, 10, tzinfo=zone)
    await steer(campaign.id, Turn.OTHER_TIME, desk(records))
    await hear(said(Words("завтра 15:30")), desk(records))
    assert (await now()).starts_at == datetime(2026, 3, 3, 15, 30, tzinfo=zone)
    await steer(campaign.id, Turn.AT_ONCE, desk(records))
    assert (await now()).starts_at == NOON
    await steer(campaign.id, Turn.TRY, desk(records))
    assert all(Announcement(campaign.id) in records.outbox.to(ToChat(one)) for one in centre().admins)
    await steer(campaign.id, Turn.REWRITE, desk(records))
    photo = Medium("photo", "file-1")
    await hear(said(Words("Ремонт"), media="photo", medium=photo), desk(records))
    assert (await now()).content == Leaflet(Words("Ремонт"), photo)
    await steer(campaign.id, Turn.DROP, desk(records))
    assert not records.campaigns.all
    assert [one.choice for row in shown(records).choices for one in row] == [NewCampaign()]


async def test_it_is_paused_goes_on_and_is_cancelled_each_written_in_the_register() -> None:
    records = FakeRecords()
    campaign = await draft(records)
    await steer(campaign.id, Turn.SEND, desk(records))
    courses = []
    for turn in (
        Turn.PAUSE,
        Turn.PAUSE,
        Turn.GO_ON,
        Turn.ASK_TO_CANCEL,
        Turn.CANCEL,
        Turn.GO_ON,
        Turn.CANCEL,
    ):
        await steer(campaign.id, turn, desk(records))
        courses.append(records.campaigns.all[campaign.id].course.value)
    assert courses == ["paused", "paused", "running", "running", "cancelled", "cancelled", "cancelled"]
    assert [one.deed for one in records.acts.all] == [
        Deed.BROADCAST,
        Deed.PAUSE_BROADCAST,
        Deed.RESUME_BROADCAST,
        Deed.CANCEL_BROADCAST,
    ]


@pytest.mark.parametrize("turn", [Turn.REWRITE, Turn.TO_NEWS, Turn.AT_ONCE, Turn.SEND, Turn.DROP, Turn.TRY])
async def test_what_has_been_sent_off_is_not_changed_or_sent_again(turn: Turn) -> None:
    records = FakeRecords()
    campaign = await draft(records)
    await steer(campaign.id, Turn.SEND, desk(records))
    sent = records.campaigns.all[campaign.id]
    with pytest.raises(CampaignUnderWay):
        await steer(campaign.id, turn, desk(records))
    assert records.campaigns.all[campaign.id] == sent


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        (said(media="video", medium=Medium("video", "x")), BroadcastUnfit),
        (said(media="photo", medium=Medium("photo", "x"), album="1"), BroadcastUnfit),
        (said(media="voice"), BroadcastUnfit),
        (said(Words("Ж" * (TEXT_UNITS + 1))), BroadcastTooLong),
        (
            said(Words("🙂" * (CAPTION_UNITS // 2 + 1)), media="photo", medium=Medium("photo", "x")),
            BroadcastTooLong,
        ),
    ],
)
async def test_what_cannot_be_broadcast_is_asked_for_again(
    message: Message, refusal: type[DeskError]
) -> None:
    records = FakeRecords()
    begin(desk(records))
    with pytest.raises(refusal):
        await hear(message, desk(records))
    assert not records.campaigns.all
    await hear(said(Words("Ж" * TEXT_UNITS)), desk(records))
    assert records.campaigns.all


@pytest.mark.parametrize("text", ["вчера", "1 января 2020, 10:00", "когда-нибудь", "3 марта 2031, 10:00"])
async def test_a_time_that_is_none_or_over_or_far_away_is_asked_for_again(text: str) -> None:
    records = FakeRecords()
    campaign = await draft(records)
    await steer(campaign.id, Turn.OTHER_TIME, desk(records))
    with pytest.raises(MomentNotUnderstood):
        await hear(said(Words(text)), desk(records))
    assert desk(records).resident.is_filling(Purpose.BROADCAST, NOON)


async def test_refusals() -> None:
    records = FakeRecords()
    campaign = await draft(records, people=0)
    for turn in (Turn.ASK_TO_SEND, Turn.SEND):
        with pytest.raises(NobodySubscribes):
            await steer(campaign.id, turn, desk(records))
    with pytest.raises(CampaignGone):
        await steer("unknown", Turn.SHOW, desk(records))
    supervisor = desk(records, by=Operator(2, "Света", Role.SUPERVISOR))
    filling = replace(supervisor, resident=ADMIN.filling(Form(Purpose.BROADCAST).asking("words", NOON)))
    doings: list[Callable[[], Any]] = [
        lambda: steer(campaign.id, Turn.CANCEL, supervisor),
        lambda: show_all(supervisor),
        lambda: hear(said(), filling),
    ]
    for doing in doings:
        with pytest.raises(NotAllowed):
            await doing()


def test_the_board_tells_how_it_goes() -> None:
    campaign = Campaign(
        "b-1", Leaflet(Words("Вода " * 20)), Audience(of_subject("gone")), NOON, planned=10, written=5
    )
    shelf, zone = centre().knowledge.shelf, centre().zone

    def course(one: Campaign, at: datetime = NOON) -> tuple[object, object]:
        shown = board(one, Progress(3, 1, 1, 0, 2), shelf, zone, at)
        return shown.args["course"], shown.args["waiting"]

    assert course(campaign) == ("word-campaign-running", 5)
    assert course(campaign, NOON - timedelta(minutes=1)) == ("word-campaign-scheduled", 5)
    assert course(campaign, NOON + timedelta(hours=12)) == ("word-campaign-night", 5)
    assert course(campaign.paused()) == ("word-campaign-paused", 5)
    assert course(campaign.cancelled()) == ("word-campaign-cancelled", 0)
    assert course(campaign.fed([]).over()) == ("word-campaign-over", 0)
    steering = board(campaign.paused(), Progress(), shelf, zone, NOON).choices[0][0].choice
    assert steering == SteerCampaign("b-1", Turn.GO_ON)
    assert len(str(board(campaign, Progress(), shelf, zone, NOON).args["title"])) == 40
