"""Keys to the dashboard, wherever they are kept: taken once, swept away when they are over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.key import Key, Opens
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT

KEY = Key("a" * 64, Opens.LINK, 7_000_000_001, AT + timedelta(minutes=10))


async def test_a_key_is_there_until_it_is_taken(records: Storage | FakeStorage) -> None:
    async with records.visit(AT) as visit:
        visit.keys.add(KEY, AT)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.keys.get(KEY.hash) == KEY
        assert await visit.keys.get("b" * 64) is None
        visit.keys.take(KEY.hash)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.keys.get(KEY.hash) is None


async def test_what_is_over_goes_when_another_comes(records: Storage | FakeStorage) -> None:
    later = KEY.until + timedelta(seconds=1)
    async with records.visit(AT) as visit:
        visit.keys.add(KEY, AT)
        await visit.commit()
    async with records.visit(AT) as visit:
        visit.keys.add(Key("c" * 64, Opens.SESSION, 5, later + timedelta(hours=12)), later)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.keys.get(KEY.hash) is None
        assert await visit.keys.get("c" * 64) is not None


async def test_of_two_who_take_it_at_once_one_does(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        visit.keys.add(KEY, AT)
        await visit.commit()
    async with storage.visit(AT) as one, storage.visit(AT) as other:
        for visit in (one, other):
            assert await visit.keys.get(KEY.hash) == KEY
            visit.keys.take(KEY.hash)
        await one.commit()
        with pytest.raises(Conflict):
            await other.commit()
