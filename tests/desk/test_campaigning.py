"""A campaign: each once, in pieces, by day, and nobody who does not want it any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.addressee import ToResident
from desk.campaign import Campaign, Course
from desk.campaigning import PIECE, Fate, end, fate, feed
from desk.letters import Announcement, Lane, Say
from desk.people import Resident
from desk.roll import NEWS, Audience, is_subscription, of_subject, subject_in
from tests.desk.fakes import FakeRecords
from tests.desk.samples import centre

NOON = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NIGHT = NOON + timedelta(hours=12)
CAMPAIGN = Campaign("news-1", Say("privacy"), Audience(NEWS), NOON)


def told_of_news(records: FakeRecords, people: int) -> None:
    for id_ in range(1, people + 1):
        records.residents.save(Resident(id_, f"Житель {id_}"))
        records.rolls.join(NEWS, id_)


def receivers(records: FakeRecords) -> list[int]:
    return [one.to.resident_id for one in records.outbox.all if isinstance(one.to, ToResident)]


async def fed(records: FakeRecords, at: datetime = NOON) -> Campaign:
    """All there is to write then."""
    while await feed(CAMPAIGN.id, records, centre(), at):
        pass
    campaign = await records.campaigns.get(CAMPAIGN.id)
    assert campaign is not None
    return campaign


async def test_everybody_gets_one_letter_however_many_pieces_it_takes() -> None:
    records = FakeRecords()
    told_of_news(records, 2 * PIECE + 1)
    records.campaigns.save(CAMPAIGN)
    assert await feed(CAMPAIGN.id, records, centre(), NOON)
    assert len(receivers(records)) == PIECE, "a piece at a time"
    campaign = await fed(records)
    assert receivers(records) == list(range(1, 2 * PIECE + 2))
    assert (campaign.course, campaign.written) == (Course.WRITTEN, 2 * PIECE + 1)
    (letter, *_) = records.outbox.all
    assert (letter.content, letter.lane) == (Announcement(CAMPAIGN.id), Lane.BROADCAST)


async def test_it_is_for_its_audience_only() -> None:
    records = FakeRecords()
    told_of_news(records, 4)
    records.residents.save(Resident(2, "Уехал", reachable=False))
    records.residents.save(Resident(3, "Икряное", municipality="Икрянинский район"))
    records.rolls.join(of_subject("housing"), 5)
    records.campaigns.save(CAMPAIGN)
    await fed(records)
    assert receivers(records) == [1, 3, 4]
    here = Audience(NEWS, "Икрянинский район")
    records.campaigns.save(replace(CAMPAIGN, audience=here))
    await fed(records)
    assert receivers(records) == [1, 3, 4, 3]
    assert await records.rolls.size(here) == 1


@pytest.mark.parametrize(
    ("course", "at"),
    [
        (Course.RUNNING, NIGHT),
        (Course.RUNNING, NOON - timedelta(seconds=1)),
        (Course.PAUSED, NOON),
        (Course.CANCELLED, NOON),
    ],
)
async def test_nothing_is_written_at_night_or_early_or_while_it_is_stopped(
    course: Course, at: datetime
) -> None:
    records = FakeRecords()
    told_of_news(records, 1)
    records.campaigns.save(replace(CAMPAIGN, course=course))
    assert not await feed(CAMPAIGN.id, records, centre(), at)
    assert receivers(records) == []


async def test_what_was_written_is_asked_for_once_more_before_it_goes() -> None:
    records = FakeRecords()
    told_of_news(records, 1)
    records.campaigns.save(CAMPAIGN)

    async def now(at: datetime = NOON) -> Fate:
        return await fate(CAMPAIGN.id, 1, records, centre(), at)

    assert await now() is Fate.GOES
    assert await now(NIGHT) is Fate.WAITS
    records.campaigns.save(CAMPAIGN.paused())
    assert await now() is Fate.WAITS
    records.campaigns.save(CAMPAIGN.paused().going_on())
    assert await now() is Fate.GOES
    records.rolls.leave(NEWS, 1)
    assert await now() is Fate.IS_LEFT_OUT
    records.rolls.join(NEWS, 1)
    records.campaigns.save(CAMPAIGN.cancelled())
    assert await now() is Fate.IS_LEFT_OUT
    assert await fate("gone", 1, records, centre(), NOON) is Fate.IS_LEFT_OUT


async def test_it_is_over_when_none_of_its_letters_waits() -> None:
    records = FakeRecords()
    told_of_news(records, 1)
    records.campaigns.save(CAMPAIGN)
    await fed(records)
    await end(CAMPAIGN.id, records, centre(), NOON)
    assert [one.course for one in await records.campaigns.open()] == [Course.WRITTEN]
    records.outbox.all.clear()
    await end(CAMPAIGN.id, records, centre(), NOON)
    assert not await records.campaigns.open()


def test_a_roll_knows_what_it_is_for() -> None:
    assert subject_in(of_subject("housing")) == "housing"
    assert [is_subscription(one) for one in (NEWS, of_subject("tko"), "incident-1")] == [True, True, False]
