"""What administrators see of broadcasts: the list, a draft and its choices, and how one goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from desk.button import Button, Choices
from desk.campaign import Campaign, Course, Progress
from desk.choices.campaign import (
    AddressPlace,
    AddressSubject,
    ChooseAudience,
    ChoosePlace,
    NewCampaign,
    ShowCampaigns,
    SteerCampaign,
    Turn,
)
from desk.letters import Ballot, Leaflet, Say
from desk.quiet_hours import is_quiet
from desk.roll import NEWS, subject_in
from desk.rows import paged
from faq.entry import Shelf

ON_A_PAGE = 15
TITLE = 40  # characters of the first line
SIGNS = {
    Course.DRAFT: "✏️",
    Course.RUNNING: "📣",
    Course.WRITTEN: "📣",
    Course.PAUSED: "⏸",
    Course.CANCELLED: "⛔",
    Course.OVER: "✅",
}
COURSES = {
    Course.RUNNING: "word-campaign-running",
    Course.WRITTEN: "word-campaign-running",
    Course.PAUSED: "word-campaign-paused",
    Course.CANCELLED: "word-campaign-cancelled",
    Course.OVER: "word-campaign-over",
}

RESTING = ("word-campaign-scheduled", "word-campaign-night", COURSES[Course.PAUSED])


def title(campaign: Campaign) -> str:
    """What it is called: its first words; of a poll and of a notice, what they are about."""
    match campaign.content:
        case Leaflet(words=words):
            told = words.text or "📎"
        case Say(args={"question": question}):
            told = f"🗳 {question}"
        case Ballot(poll_id=number):
            told = f"🗳 № {number}"
        case Say(args={"notice": notice}):
            told = f"📢 {notice}"
        case _:
            told = campaign.id
    line = " ".join(told.split())
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


def listed(campaigns: Sequence[Campaign]) -> Say:
    """The latest ones, each with its button."""
    rows: list[tuple[Button, ...]] = [
        (Button(SteerCampaign(one.id, Turn.SHOW), text=f"{SIGNS[one.course]} {title(one)}"),)
        for one in campaigns
    ]
    return Say(
        "campaigns" if rows else "campaigns-none",
        choices=((Button(NewCampaign(), phrase="button-campaign-new"),), *rows),
    )


def draft(campaign: Campaign, people: int, shelf: Shelf, at: datetime) -> Say:
    """How it stands before it is sent."""
    args = _told(campaign, shelf) | {"people": people, "starts": _starts(campaign, at)}
    choices = (
        (
            Button(ChooseAudience(campaign.id), phrase="button-campaign-audience"),
            Button(ChoosePlace(campaign.id), phrase="button-campaign-place"),
        ),
        (
            _turn(campaign, Turn.TIMES, "button-campaign-times"),
            _turn(campaign, Turn.TRY, "button-campaign-try"),
        ),
        (
            _turn(campaign, Turn.REWRITE, "button-campaign-rewrite"),
            _turn(campaign, Turn.DROP, "button-campaign-drop"),
        ),
        (_turn(campaign, Turn.ASK_TO_SEND, "button-campaign-send"),),
    )
    return Say("campaign-draft", args, choices)


def audiences(campaign: Campaign, page: int, shelf: Shelf) -> Say:
    """Which roll?"""
    subjects = sorted(shelf.subjects.values(), key=lambda one: one.order)
    part, turns = paged(subjects, page, ON_A_PAGE, lambda to: ChooseAudience(campaign.id, to))
    rows: list[tuple[Button, ...]] = [(_turn(campaign, Turn.TO_NEWS, "button-campaign-to-news"),)]
    rows += [(Button(AddressSubject(campaign.id, one.id), text=one.title),) for one in part]
    return Say("campaign-audience", choices=(*rows, *turns, _back(campaign)))


def places(campaign: Campaign, page: int, named: Sequence[tuple[str, str]]) -> Say:
    """Which municipality? `named`: keys and names."""
    part, turns = paged(named, page, ON_A_PAGE, lambda to: ChoosePlace(campaign.id, to))
    anywhere = (Button(AddressPlace(campaign.id, ""), phrase="button-campaign-anywhere"),)
    rows = [(Button(AddressPlace(campaign.id, key), text=name),) for key, name in part]
    return Say("campaign-place", choices=(anywhere, *rows, *turns, _back(campaign)))


def times(campaign: Campaign) -> Say:
    """When?"""
    choices = (
        (_turn(campaign, Turn.AT_ONCE, "button-campaign-at-once"),),
        (_turn(campaign, Turn.TOMORROW, "button-campaign-tomorrow"),),
        (_turn(campaign, Turn.OTHER_TIME, "button-campaign-other-time"),),
        _back(campaign),
    )
    return Say("campaign-times", choices=choices)


def sending(campaign: Campaign, people: int, shelf: Shelf, at: datetime) -> Say:
    """Really?"""
    args = _told(campaign, shelf) | {"people": people, "starts": _starts(campaign, at)}
    surely = (_turn(campaign, Turn.SEND, "button-campaign-send-surely"),)
    return Say("campaign-sending", args, (surely, _back(campaign)))


def cancelling(campaign: Campaign) -> Say:
    """Really?"""
    surely = (_turn(campaign, Turn.CANCEL, "button-campaign-cancel-surely"),)
    return Say("campaign-cancelling", {"title": title(campaign)}, (surely, _back(campaign)))


def board(campaign: Campaign, progress: Progress, shelf: Shelf, zone: ZoneInfo, at: datetime) -> Say:
    """How it goes."""
    gone = progress.sent + progress.left_out + progress.blocked + progress.failed
    args = _told(campaign, shelf) | {
        "course": course(campaign, zone, at),
        "starts": campaign.starts_at.isoformat(),
        "sent": progress.sent,
        "planned": max(campaign.planned, campaign.written),
        "waiting": 0 if campaign.has_ended else max(campaign.planned - gone, progress.waiting),
        "left_out": progress.left_out,
        "blocked": progress.blocked,
        "failed": progress.failed,
    }
    return Say("campaign-board", args, _steering(campaign))


def course(campaign: Campaign, zone: ZoneInfo, at: datetime) -> str:
    """How it goes, in a word."""
    if campaign.course is Course.RUNNING and at < campaign.starts_at:
        return "word-campaign-scheduled"
    if campaign.course in (Course.RUNNING, Course.WRITTEN) and is_quiet(at, zone):
        return "word-campaign-night"
    return COURSES[campaign.course]


def _steering(campaign: Campaign) -> Choices:
    to_all = (Button(ShowCampaigns(), phrase="button-campaigns"),)
    if campaign.has_ended:
        return (to_all,)
    paused = campaign.course is Course.PAUSED
    turn = _turn(campaign, Turn.PAUSE, "button-campaign-pause")
    if paused:
        turn = _turn(campaign, Turn.GO_ON, "button-campaign-go-on")
    stop = _turn(campaign, Turn.ASK_TO_CANCEL, "button-campaign-cancel")
    return ((turn, stop), (_turn(campaign, Turn.SHOW, "button-campaign-refresh"), *to_all))


def _told(campaign: Campaign, shelf: Shelf) -> dict[str, str | int]:
    roll = campaign.audience.roll
    subject = subject_in(roll)
    named = "word-roll-news" if roll == NEWS else "word-roll-of-its-own"
    if subject is not None:
        named = shelf.subjects[subject].title if subject in shelf.subjects else subject
    return {
        "title": title(campaign),
        "roll": named,
        "place": campaign.audience.municipality or "word-anywhere",
    }


def _starts(campaign: Campaign, at: datetime) -> str:
    return campaign.starts_at.isoformat() if campaign.starts_at > at else "word-at-once"


def _turn(campaign: Campaign, turn: Turn, phrase: str) -> Button:
    return Button(SteerCampaign(campaign.id, turn), phrase=phrase)


def _back(campaign: Campaign) -> tuple[Button, ...]:
    return (_turn(campaign, Turn.SHOW, "button-campaign-back"),)
