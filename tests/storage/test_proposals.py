"""Proposals: what residents suggest in polls, and who decides about it first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.choices.proposal import WhyNot
from desk.proposal import Proposal, ProposalState
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, TEXTS

Records = Storage | FakeStorage
FIRST = Proposal(1, ANNA.id, 10, TEXTS["quotes"], AT)
SECOND = Proposal(1, ANNA.id, 11, TEXTS["emoji"], AT + timedelta(minutes=1))
OTHER = Proposal(2, ANNA.id + 1, 10, "Поставить лавочки", AT + timedelta(minutes=2))


async def keep(records: Records, *proposals: Proposal) -> None:
    async with records.visit(AT) as visit:
        for one in proposals:
            visit.proposals.save(one)
        await visit.commit()


async def test_they_come_back_as_they_were_saved_and_are_counted(records: Records) -> None:
    rejected = replace(OTHER, message_id=12).rejected(WhyNot.RUDE)
    await keep(records, SECOND, FIRST, OTHER, rejected)
    async with records.visit(AT) as visit:
        assert await visit.proposals.get(ANNA.id, 10) == replace(FIRST, version=1)
        assert await visit.proposals.get(ANNA.id + 1, 12) == replace(rejected, version=1)
        assert await visit.proposals.get(ANNA.id, 99) is None
        assert await visit.proposals.waiting() == 3
        assert await visit.proposals.next_waiting() == replace(FIRST, version=1)
        assert [one.words for one in await visit.proposals.waiting_in(1)] == [FIRST.words, SECOND.words]
        assert await visit.proposals.by(ANNA.id, 1) == 2
        assert [one.words for one in await visit.proposals.of(ANNA.id)] == [FIRST.words, SECOND.words]
        assert await visit.proposals.numbers(2) == {ProposalState.WAITING: 1, ProposalState.REJECTED: 1}


async def test_a_visit_goes_on_to_the_next_one_and_accepted_ones_are_listed(records: Records) -> None:
    await keep(records, FIRST, SECOND)
    async with records.visit(AT) as visit:
        first = await visit.proposals.next_waiting()
        assert first is not None
        visit.proposals.save(first.accepted())
        assert await visit.proposals.next_waiting() == replace(SECOND, version=1)
        assert await visit.proposals.waiting() == 1
        await visit.commit()
    async with records.visit(AT) as visit:
        assert [one.words for one in await visit.proposals.accepted(1, 0, 5)] == [FIRST.words]
        assert await visit.proposals.accepted(1, 1, 5) == []
        assert await visit.proposals.accepted(2, 0, 5) == []


async def test_of_two_who_decide_or_take_back_the_second_is_refused(records: Records) -> None:
    await keep(records, FIRST)
    async with records.visit(AT) as one, records.visit(AT) as other, records.visit(AT) as author:
        for visit in (one, other):
            known = await visit.proposals.get(ANNA.id, 10)
            assert known is not None
            visit.proposals.save(known.accepted())
        author.proposals.remove(FIRST)
        await one.commit()
        for late in (other, author):
            with pytest.raises(Conflict):
                await late.commit()


async def test_what_is_taken_back_is_gone(records: Records) -> None:
    await keep(records, FIRST)
    async with records.visit(AT) as visit:
        visit.proposals.remove(replace(FIRST, version=1))
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.proposals.get(ANNA.id, 10) is None
        assert await visit.proposals.waiting() == 0
