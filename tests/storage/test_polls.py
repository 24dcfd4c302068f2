"""Polls: what is asked, and one vote a resident."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.poll import Poll, PollState, tally
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT

Records = Storage | FakeStorage
PARK = Poll(
    1,
    "Что построить в парке?",
    ("Каток", "Сцену", "Площадку «Лето»"),
    AT + timedelta(days=7),
    3001,
    "Елена",
    several=True,
    proposing=True,
    municipality="Знаменск",
)
OPEN = PARK.opened(AT)


async def keep(records: Records, *polls: Poll) -> None:
    async with records.visit(AT) as visit:
        for one in polls:
            visit.polls.save(one)
        await visit.commit()


async def vote(records: Records, resident_id: int, chosen: int, poll_id: int = 1) -> None:
    async with records.visit(AT) as visit:
        visit.polls.vote(poll_id, resident_id, chosen, AT)
        await visit.commit()


async def test_polls_come_back_as_they_were_saved(records: Records) -> None:
    decided = replace(OPEN, id=2).closed(AT).weighed("Построим каток").decided()
    await keep(records, PARK, decided)
    async with records.visit(AT) as visit:
        assert await visit.polls.get(1) == replace(PARK, version=1)
        assert [one.id for one in await visit.polls.latest(5)] == [2, 1]
        assert await visit.polls.in_state(PollState.DECIDED) == [replace(decided, version=1)]
        assert await visit.polls.next_id() == 3
        assert await visit.polls.get(3) is None


async def test_what_is_removed_is_gone(records: Records) -> None:
    await keep(records, PARK)
    async with records.visit(AT) as visit:
        visit.polls.remove(replace(PARK, version=1))
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.polls.get(1) is None


async def test_of_two_who_change_one_or_take_its_number_the_second_is_refused(records: Records) -> None:
    async with records.visit(AT) as first, records.visit(AT) as second:
        first.polls.save(PARK)
        second.polls.save(PARK)
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()
    async with records.visit(AT) as first, records.visit(AT) as second:
        for visit in (first, second):
            known = await visit.polls.get(1)
            assert known is not None
            visit.polls.save(known.opened(AT))
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()


async def test_a_resident_has_one_vote_however_often_they_press_at_once(records: Records) -> None:
    await keep(records, OPEN)
    await asyncio.gather(*(vote(records, ANNA.id, 1 + n % 7) for n in range(40)))
    await asyncio.gather(*(vote(records, ANNA.id + n, 0b101) for n in range(1, 20)))
    async with records.visit(AT) as visit:
        votes = await visit.polls.votes(1)
        assert sum(votes.values()) == 20
        assert tally(OPEN, votes).voters == 20


async def test_a_vote_is_changed_taken_back_and_counted(records: Records) -> None:
    await keep(records, OPEN, replace(OPEN, id=2))
    await vote(records, ANNA.id, 0b001)
    await vote(records, ANNA.id + 1, 0b110)
    await vote(records, ANNA.id + 2, 0b010)
    await vote(records, ANNA.id, 0b100, poll_id=2)
    async with records.visit(AT) as visit:
        assert await visit.polls.vote_of(1, ANNA.id) == 0b001
        visit.polls.vote(1, ANNA.id, 0b010, AT)
        visit.polls.vote(1, ANNA.id + 2, 0, AT)
        assert await visit.polls.vote_of(1, ANNA.id + 2) == 0
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.polls.votes(1) == {0b010: 1, 0b110: 1}
        counted = tally(OPEN, await visit.polls.votes(1))
        assert (counted.voters, counted.chosen, counted.share(1)) == (2, (0, 2, 1), 100)
        assert await visit.polls.vote_of(2, ANNA.id) == 0b100


async def test_a_vote_that_meets_the_closing_is_refused(records: Records) -> None:
    await keep(records, OPEN)
    async with records.visit(AT) as voter, records.visit(AT) as clerk:
        voter.polls.vote(1, ANNA.id, 1, AT)
        known = await clerk.polls.get(1)
        assert known is not None
        clerk.polls.save(known.closed(AT))
        await clerk.commit()
        with pytest.raises(Conflict):
            await voter.commit()
    async with records.visit(AT) as visit:
        assert await visit.polls.votes(1) == {}
