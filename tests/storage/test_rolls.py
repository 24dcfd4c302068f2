"""Rolls: who is on them, and audiences in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.roll import NEWS, Audience
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import ANNA, AT

Records = Storage | FakeStorage
HERE = "Икрянинский район"
ids = range(ANNA.id, ANNA.id + 5)


async def people(records: Records) -> None:
    """Five on the roll of news: the second has gone, the third and the fourth live in HERE."""
    async with records.visit(AT) as visit:
        for id_ in ids:
            visit.residents.save(
                replace(
                    ANNA,
                    id=id_,
                    reachable=id_ != ids[1],
                    municipality=HERE if id_ in (ids[2], ids[3]) else None,
                )
            )
            visit.rolls.join(NEWS, id_)
        visit.rolls.join("incident-1", ANNA.id)
        await visit.commit()


async def test_joining_and_leaving_is_kept(records: Records) -> None:
    await people(records)
    async with records.visit(AT) as visit:
        assert await visit.rolls.of(ANNA.id) == {NEWS, "incident-1"}
        visit.rolls.leave(NEWS, ANNA.id)
        visit.rolls.leave("never joined", ANNA.id)
        visit.rolls.join("incident-1", ANNA.id)
        assert not await visit.rolls.has(NEWS, ANNA.id), "a visit sees what it has changed"
        assert await visit.rolls.of(ANNA.id) == {"incident-1"}
        await visit.commit()
    async with records.visit(AT) as visit:
        assert not await visit.rolls.has(NEWS, ANNA.id)
        assert await visit.rolls.has("incident-1", ANNA.id)
        assert await visit.rolls.of(ids[4]) == {NEWS}


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (Audience(NEWS), [ids[0], ids[2], ids[3], ids[4]]),
        (Audience(NEWS, HERE), [ids[2], ids[3]]),
        (Audience(NEWS, "Наримановский район"), []),
        (Audience("incident-1"), [ids[0]]),
        (Audience("nobody's"), []),
    ],
)
async def test_an_audience_is_gone_through_in_order(
    records: Records, audience: Audience, who: list[int]
) -> None:
    await people(records)
    async with records.visit(AT) as visit:
        assert await visit.rolls.size(audience) == len(who)
        assert list(await visit.rolls.next(audience, 0, 10)) == who
        assert list(await visit.rolls.next(audience, 0, 1)) == who[:1]
        assert list(await visit.rolls.next(audience, ids[2], 10)) == [one for one in who if one > ids[2]]
