"""Subscriptions: on, off, and off for good by the button under a broadcast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desk.addressee import ToResident
from desk.campaign import Campaign
from desk.campaign_errors import CampaignGone
from desk.choices.place import ShowPlaces
from desk.choices.subscription import FollowNews, FollowNothing, FollowSubject, ShowSubscriptions, Unsubscribe
from desk.letters import Pin, Say
from desk.roll import NEWS, Audience, of_subject
from desk.source import Source
from desk.subscribing import ON_A_PAGE, follow, follow_nothing, show, unsubscribe
from desk.touches import Strip
from faq.entry import Shelf, Subject
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, FakeKnowledge, centre

HERE = Source(ANNA.id, 5)


def many(subjects: int) -> Any:
    """A centre whose base has so many subjects."""
    known = {f"s{n}": Subject(f"s{n}", f"Тема {n}", order=n) for n in range(subjects)}
    return replace(centre(), knowledge=FakeKnowledge(shelf=Shelf(known, {}, {}, {})))


def page(records: FakeRecords) -> Say:
    *_, said = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(said, Say)
    return said


def offered(records: FakeRecords) -> list[Any]:
    return [one.choice for row in page(records).choices for one in row]


async def test_nothing_is_subscribed_to_until_somebody_chooses() -> None:
    records = FakeRecords()
    await show(0, ANNA, records, many(2))
    assert page(records).phrase == "subscriptions-none"
    assert offered(records)[:3] == [FollowNews(True), FollowSubject("s0", True), FollowSubject("s1", True)]
    assert FollowNothing() not in offered(records)


async def test_what_is_on_is_ticked_and_a_second_press_switches_it_off() -> None:
    records = FakeRecords()
    await follow(FollowSubject("s1", True), ANNA, records, many(2), HERE)
    assert await records.rolls.of(ANNA.id) == {of_subject("s1")}
    assert (page(records).phrase, page(records).replacing) == ("subscriptions", HERE)
    assert [one.text for row in page(records).choices[1:3] for one in row] == ["▫️ Тема 0", "✅ Тема 1"]
    await follow(FollowNews(True), ANNA, records, many(2), HERE)
    assert {FollowSubject("s1", False), FollowNews(False), FollowNothing()} <= set(offered(records))
    await follow(FollowSubject("s1", False), ANNA, records, many(2), HERE)
    assert await records.rolls.of(ANNA.id) == {NEWS}


async def test_all_of_it_ends_at_once_and_other_rolls_stay() -> None:
    records = FakeRecords()
    for roll in (NEWS, of_subject("s0"), "incident-1"):
        records.rolls.join(roll, ANNA.id)
    await follow_nothing(ANNA, records, many(1), HERE)
    assert await records.rolls.of(ANNA.id) == {"incident-1"}


async def test_many_subjects_have_pages_and_a_press_stays_on_its_page() -> None:
    records = FakeRecords()
    await follow(FollowSubject(f"s{ON_A_PAGE}", True, page=1), ANNA, records, many(ON_A_PAGE + 1), HERE)
    assert FollowSubject(f"s{ON_A_PAGE}", False, 1) in offered(records)
    assert ShowSubscriptions(0) in offered(records)
    assert FollowSubject("s0", True) not in offered(records)


async def test_the_municipality_is_told_there_too_where_there_are_any() -> None:
    records = FakeRecords()
    await show(0, ANNA, records, many(1))
    assert ShowPlaces() not in offered(records)
    await show(0, ANNA, records, replace(many(1), municipalities=("Астрахань",)))
    assert ShowPlaces() in offered(records)


@pytest.mark.parametrize("roll", [NEWS, of_subject("s0"), of_subject("gone")])
async def test_the_button_under_a_broadcast_ends_its_kind(roll: str) -> None:
    records = FakeRecords()
    campaign = Campaign("b-1", Say("privacy"), Audience(roll), AT)
    assert isinstance(campaign.said, Say)
    (row,) = campaign.said.choices
    assert [one.choice for one in row] == [Unsubscribe("b-1")]
    records.campaigns.save(campaign)
    for one in (roll, "incident-1"):
        records.rolls.join(one, ANNA.id)
    await unsubscribe(Unsubscribe("b-1"), ANNA, records, many(1), HERE)
    assert await records.rolls.of(ANNA.id) == {"incident-1"}
    assert Strip(HERE) in records.outbox.to(ToResident(ANNA.id))


async def test_what_nobody_subscribes_to_has_no_such_button_and_takes_none() -> None:
    records = FakeRecords()
    campaign = Campaign("incident-1-over", Say("privacy"), Audience("incident-1"), AT)
    assert campaign.said == campaign.content
    assert replace(campaign, audience=Audience(NEWS), content=Pin("x")).said == Pin("x")
    records.campaigns.save(campaign)
    for id_ in (campaign.id, "unknown"):
        with pytest.raises(CampaignGone):
            await unsubscribe(Unsubscribe(id_), ANNA, records, many(1), HERE)
