"""Campaigns: kept whole, fed by one process only, and paused as they stand in the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.addressee import ToResident
from desk.button import Button
from desk.campaign import Campaign, Course, Progress
from desk.choices.place import ShowPlaces
from desk.letters import Announcement, Lane, Letter, Say
from desk.roll import NEWS, Audience
from storage.marks import dead, intent, passed_over, queued_again, sent, uncertain
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT

Records = Storage | FakeStorage
SAID = Say("privacy", {"number": 5}, ((Button(ShowPlaces(), phrase="button-municipality"),),))
WHOLE = Campaign("b-1", SAID, Audience(NEWS, "Икрянинский район"), AT, by_id=3001, shown_at=17)
LATER = Campaign("incident-2", Say("privacy"), Audience("incident-2"), AT + timedelta(hours=1))


async def keep(records: Records, *campaigns: Campaign) -> None:
    async with records.visit(AT) as visit:
        for one in campaigns:
            visit.campaigns.save(one)
        await visit.commit()


async def test_a_campaign_comes_back_as_it_was_saved(records: Records) -> None:
    fed = WHOLE.fed([5, 9]).paused()
    await keep(records, fed)
    async with records.visit(AT) as visit:
        assert await visit.campaigns.get(WHOLE.id) == replace(fed, version=1)
        assert await visit.campaigns.get("unknown") is None


async def test_open_ones_stand_in_the_order_they_start_and_the_latest_come_first(records: Records) -> None:
    ended = (replace(WHOLE, id="b-0").cancelled(), replace(WHOLE, id="b-9").over())
    written = replace(WHOLE, id="b-2").fed([])
    await keep(records, LATER, WHOLE, written, *ended)
    async with records.visit(AT) as visit:
        assert [one.id for one in await visit.campaigns.open()] == ["b-1", "b-2", "incident-2"]
        assert [one.id for one in await visit.campaigns.latest(3)] == ["incident-2", "b-0", "b-1"]


async def test_of_two_processes_that_feed_one_the_second_is_refused(records: Records) -> None:
    await keep(records, WHOLE)
    async with records.visit(AT) as first, records.visit(AT) as second:
        for visit in (first, second):
            known = await visit.campaigns.get(WHOLE.id)
            assert known is not None
            visit.outbox.add(Letter(ToResident(5), Announcement(WHOLE.id), Lane.BROADCAST, album=WHOLE.id))
            visit.campaigns.save(known.fed([5]))
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()
    async with records.visit(AT) as visit:
        known = await visit.campaigns.get(WHOLE.id)
        assert known is not None and known.written == 1


async def test_one_that_exists_is_not_begun_again(records: Records) -> None:
    await keep(records, WHOLE.fed([5]))
    with pytest.raises(Conflict):
        await keep(records, WHOLE)


async def test_letters_of_a_paused_campaign_stay_in_the_queue(storage: Storage) -> None:
    await keep(storage, WHOLE, LATER)
    async with storage.visit(AT) as visit:
        for campaign in (WHOLE, LATER):
            visit.outbox.add(
                Letter(ToResident(ANNA.id), Announcement(campaign.id), Lane.BROADCAST, album=campaign.id)
            )
        visit.outbox.add(Letter(ToResident(ANNA.id), Say("privacy"), Lane.BROADCAST))
        known = await visit.campaigns.get(WHOLE.id)
        assert known is not None
        visit.campaigns.save(known.paused())
        await visit.commit()

    async def queued() -> list[int]:
        async with storage.visit(AT) as visit:
            return sorted(one.id for one in await visit.mailbag.queued(10))

    assert await queued() == [2, 3]
    async with storage.visit(AT) as visit:
        known = await visit.campaigns.get(WHOLE.id)
        assert known is not None and known.course is Course.PAUSED
        visit.campaigns.save(known.going_on())
        await visit.commit()
    assert await queued() == [1, 2, 3]


async def test_of_one_that_is_cancelled_what_is_queued_is_left_out_and_counted_so(storage: Storage) -> None:
    await keep(storage, WHOLE)
    async with storage.visit(AT) as visit:
        for one in range(7):
            visit.outbox.add(
                Letter(ToResident(one + 1), Announcement(WHOLE.id), Lane.BROADCAST, album=WHOLE.id)
            )
        visit.outbox.add(Letter(ToResident(1), Announcement("other"), Lane.BROADCAST, album="other"))
        await visit.commit()
    at_once = [sent(1, [1], AT), passed_over(2, "blocked", AT), dead(3, "no", AT), uncertain(4, "?", AT)]
    await storage.writer.commit([*at_once, intent(5, 5)])
    async with storage.visit(AT) as visit:
        assert await visit.outbox.progress(WHOLE.id) == Progress(1, 0, 1, 2, 3)
        visit.outbox.leave_out(WHOLE.id)
        await visit.commit()
    async with storage.visit(AT) as visit:
        assert await visit.outbox.progress(WHOLE.id) == Progress(1, 2, 1, 2, 1)
        assert await visit.outbox.progress("other") == Progress(waiting=1)
        assert [one.id for one in await visit.mailbag.queued(10)] == [8]


async def test_a_draft_is_removed_and_nothing_else(records: Records) -> None:
    draft = replace(WHOLE, course=Course.DRAFT)
    await keep(records, draft)
    async with records.visit(AT) as visit:
        assert not await visit.campaigns.open(), "it goes nowhere"
        assert [one.id for one in await visit.campaigns.latest(5)] == [WHOLE.id]
        visit.campaigns.remove(draft)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.campaigns.get(WHOLE.id) is None


async def test_a_draft_that_was_sent_off_meanwhile_is_not_removed(storage: Storage) -> None:
    await keep(storage, WHOLE)
    async with storage.visit(AT) as visit:
        visit.campaigns.remove(replace(WHOLE, course=Course.DRAFT))
        with pytest.raises(Conflict):
            await visit.commit()


async def test_a_letter_that_is_not_to_go_yet_is_queued_again(storage: Storage) -> None:
    await keep(storage, WHOLE)
    async with storage.visit(AT) as visit:
        for one in (ANNA.id, ANNA.id + 1):
            visit.outbox.add(Letter(ToResident(one), Announcement(WHOLE.id), Lane.BROADCAST, album=WHOLE.id))
        await visit.commit()
    await storage.writer.commit([intent(1, ANNA.id)])
    await storage.writer.commit([queued_again(1), queued_again(2)])
    async with storage.visit(AT) as visit:
        assert [one.id for one in await visit.mailbag.queued(10)] == [2], "one under way is left alone"
        assert await visit.outbox.awaits(WHOLE.id)
    await storage.writer.commit([sent(1, [1], AT), sent(2, [2], AT)])
    async with storage.visit(AT) as visit:
        assert not await visit.outbox.awaits(WHOLE.id)
        assert await visit.outbox.knows_album(WHOLE.id)
