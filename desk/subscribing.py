"""Subscriptions: what a resident wants to be told unasked, and how they stop it."""

from __future__ import annotations

from desk.addressee import ToResident
from desk.button import Button, Choices
from desk.campaign_errors import CampaignGone
from desk.centre import Centre
from desk.choices.catalogue import ShowMenu
from desk.choices.place import ShowPlaces
from desk.choices.subscription import FollowNews, FollowNothing, FollowSubject, ShowSubscriptions, Unsubscribe
from desk.letters import Letter, Say
from desk.people import Resident
from desk.records import Records, say
from desk.roll import NEWS, is_subscription, of_subject, subject_in
from desk.rows import paged
from desk.source import Source
from desk.touches import Strip

ON_A_PAGE = 20  # subjects
ON, OFF = "✅", "▫️"


async def show(
    page: int, resident: Resident, records: Records, centre: Centre, replacing: Source | None = None
) -> None:
    """Everything there is, with what is chosen ticked."""
    theirs = await records.rolls.of(resident.id)
    followed = any(is_subscription(one) for one in theirs)
    choices = _choices(page, theirs, followed, resident, centre)
    phrase = "subscriptions" if followed else "subscriptions-none"
    say(Say(phrase, choices=choices, replacing=replacing), resident, records)


async def follow(
    choice: FollowNews | FollowSubject,
    resident: Resident,
    records: Records,
    centre: Centre,
    replacing: Source | None,
) -> None:
    """On, or off; the page shows it at once."""
    roll = NEWS if isinstance(choice, FollowNews) else of_subject(choice.subject)
    if choice.wanted:
        records.rolls.join(roll, resident.id)
    else:
        records.rolls.leave(roll, resident.id)
    page = 0 if isinstance(choice, FollowNews) else choice.page
    await show(page, resident, records, centre, replacing)


async def follow_nothing(
    resident: Resident, records: Records, centre: Centre, replacing: Source | None
) -> None:
    """All off at once."""
    for roll in await records.rolls.of(resident.id):
        if is_subscription(roll):
            records.rolls.leave(roll, resident.id)
    await show(0, resident, records, centre, replacing)


async def unsubscribe(
    choice: Unsubscribe, resident: Resident, records: Records, centre: Centre, pressed: Source | None
) -> None:
    """No more of the kind. What waits for them of it is not sent, either. Raises CampaignGone."""
    campaign = await records.campaigns.get(choice.campaign_id)
    if campaign is None or not is_subscription(campaign.audience.roll):
        raise CampaignGone()
    records.rolls.leave(campaign.audience.roll, resident.id)
    if pressed is not None:
        records.outbox.add(Letter(ToResident(resident.id), Strip(pressed)))
    again = ((Button(ShowSubscriptions(), phrase="button-subscriptions"),),)
    subject = centre.knowledge.shelf.subjects.get(subject_in(campaign.audience.roll) or "")
    if subject is None:
        say(Say("unsubscribed-from-news", choices=again), resident, records)
    else:
        say(Say("unsubscribed", {"subject": subject.title}, again), resident, records)


def _choices(
    page: int, theirs: frozenset[str], followed: bool, resident: Resident, centre: Centre
) -> Choices:
    subjects = sorted(centre.knowledge.shelf.subjects.values(), key=lambda one: one.order)
    part, turns = paged(subjects, page, ON_A_PAGE, ShowSubscriptions)
    news = Button(FollowNews(wanted=True), phrase="button-follow-news")
    if NEWS in theirs:
        news = Button(FollowNews(wanted=False), phrase="button-follow-news-on")
    rows: list[tuple[Button, ...]] = [(news,)]
    for one in part:
        on = of_subject(one.id) in theirs
        label = f"{ON if on else OFF} {one.called(resident.language)}"
        rows.append((Button(FollowSubject(one.id, not on, page), text=label),))
    rows += turns
    if centre.places:
        named = f"📍 {resident.municipality}" if resident.municipality else ""
        rows.append((Button(ShowPlaces(), "" if named else "button-municipality", named),))
    if followed:
        rows.append((Button(FollowNothing(), phrase="button-follow-nothing"),))
    rows.append((Button(ShowMenu(), phrase="button-subjects"),))
    return tuple(rows)
