"""Who is banned, and what they write meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk.ban import Ban
from desk.question import Outcome
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT, MINUTE, QUESTION, TEXTS

Records = Storage | FakeStorage
WEEK = Ban(ANNA.id, AT, AT + timedelta(days=7), TEXTS["emoji"], 7_000_000_055, TEXTS["quotes"])
EVER = replace(WEEK, until=None, reason="ban-why-spam")


async def keep(records: Records, ban: Ban) -> None:
    async with records.visit(AT) as visit:
        visit.bans.save(ban)
        await visit.commit()


async def found(records: Records, resident_id: int = ANNA.id) -> Ban | None:
    async with records.visit(AT) as visit:
        return await visit.bans.get(resident_id)


async def test_a_ban_comes_back_the_same_and_the_last_one_counts(records: Records) -> None:
    await keep(records, WEEK)
    assert await found(records) == WEEK
    assert await found(records, 1) is None
    await keep(records, EVER)
    assert await found(records) == EVER


async def test_a_visit_sees_the_ban_it_has_lifted(records: Records) -> None:
    await keep(records, EVER)
    async with records.visit(AT) as visit:
        lifted = EVER.lifted(AT + MINUTE)
        visit.bans.save(lifted)
        assert await visit.bans.get(ANNA.id) == lifted
        await visit.commit()
    assert await found(records) == lifted


async def test_that_the_resident_was_told_does_not_bring_a_lifted_ban_back(records: Records) -> None:
    await keep(records, EVER)
    lifted = EVER.lifted(AT)
    async with records.visit(AT) as late:
        late.bans.told(ANNA.id, AT + MINUTE)
        if isinstance(records, Storage):
            await keep(records, lifted)
        else:
            late.bans.save(replace(lifted, told_at=AT + MINUTE))
        await late.commit()
    assert await found(records) == replace(lifted, told_at=AT + MINUTE)


async def test_what_a_banned_resident_wrote_is_found_the_newest_first(records: Records) -> None:
    async with records.visit(AT) as visit:
        for number, outcome in (
            (1, Outcome.BANNED),
            (2, Outcome.SURE),
            (3, Outcome.BANNED),
            (4, Outcome.BANNED),
        ):
            at = AT + number * MINUTE
            visit.questions.save(replace(QUESTION, message_id=number, asked_at=at, outcome=outcome))
        await visit.commit()
    async with records.visit(AT) as visit:
        every = await visit.questions.kept(ANNA.id, AT, 10)
        assert [one.message_id for one in every] == [4, 3, 1]
        assert [one.message_id for one in await visit.questions.kept(ANNA.id, AT + 2 * MINUTE, 1)] == [4]
        assert await visit.questions.kept(ANNA.id + 1, AT, 10) == []
