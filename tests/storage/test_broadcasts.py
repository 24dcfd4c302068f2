"""Letters of broadcasts: queued apart from all others, then letters like them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.addressee import ToResident
from desk.letters import Lane, Letter
from storage.ledger import standing
from storage.letters import LetterState, Posted
from storage.marks import intent, passed_over, postponed, sent
from storage.records import Storage
from storage.shares import share_of
from storage.writer import Conflict
from tests.storage.conftest import opened
from tests.storage.samples import ANNA, AT, SAID

TOLD = replace(SAID, lane=Lane.BROADCAST)


async def post(storage: Storage, *letters: Letter) -> None:
    async with storage.visit(AT) as visit:
        for letter in letters:
            visit.outbox.add(letter)
        await visit.commit()


async def queued(storage: Storage, limit: int = 10, shares: list[int] | None = None) -> list[Posted]:
    async with storage.visit(AT) as visit:
        return [one for one in await visit.mailbag.queued(limit, shares) if isinstance(one, Posted)]


async def waiting(storage: Storage) -> list[int]:
    async with storage.visit(AT) as visit:
        return [one.id for one in await visit.mailbag.waiting(0)]


async def test_they_are_not_among_the_letters_that_wait(storage: Storage) -> None:
    await post(storage, TOLD, SAID, TOLD)
    assert await waiting(storage) == [2]
    assert [(one.id, one.letter, one.chat_id) for one in await queued(storage)] == [
        (1, TOLD, ANNA.id),
        (3, TOLD, ANNA.id),
    ]
    assert [one.id for one in await queued(storage, limit=1)] == [1]
    assert await standing(storage.database) == {LetterState.PENDING: (1, AT)}
    async with storage.visit(AT) as visit:
        assert sum((await visit.ledger.numbers()).values()) == 1


async def test_one_that_is_begun_goes_the_way_of_all_letters(storage: Storage) -> None:
    await post(storage, TOLD, TOLD, TOLD)
    await storage.writer.commit([intent(1, ANNA.id)])
    with pytest.raises(Conflict):
        await storage.writer.commit([intent(1, ANNA.id)])
    later = AT + timedelta(seconds=5)
    await storage.writer.commit(
        [sent(1, [100], AT), postponed(2, later, "later"), passed_over(3, "gone", AT)]
    )
    assert await queued(storage) == []
    assert await waiting(storage) == [2], "what was tried once is tried again like any letter"
    async with storage.visit(AT) as visit:
        found = [await visit.mailbag.get(one) for one in (1, 3)]
        assert sum((await visit.ledger.numbers()).values()) == 1
    assert [one.state for one in found if one] == [LetterState.SENT, LetterState.SENT]


async def test_a_process_gets_those_of_its_own_chats(fresh: Callable[[str], str]) -> None:
    residents, mine = range(1000, 1010), [share_of(1003), share_of(1007)]
    async with opened(fresh("postgresql")) as storage:
        await post(storage, *(replace(TOLD, to=ToResident(one)) for one in residents))
        assert [one.chat_id for one in await queued(storage, shares=mine)] == [1003, 1007]
