"""Reminders: kept by entry, last day and whether it is past; two processes do not both give one."""

from __future__ import annotations

from datetime import date

import pytest

from desk.records import Reminder
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT

Records = Storage | FakeStorage
MONDAY = date(2026, 3, 2)
SOON = Reminder("fam-01", date(2026, 3, 16), ended=False)
ENDED = Reminder("fam-01", date(2026, 3, 16), ended=True)


async def test_a_reminder_given_is_known_ever_after(records: Records) -> None:
    async with records.visit(AT) as visit:
        assert await visit.reminders.given() == {}
        visit.reminders.add(SOON, MONDAY)
        assert await visit.reminders.given() == {SOON: MONDAY}
        await visit.commit()
    async with records.visit(AT) as visit:
        visit.reminders.add(ENDED, date(2026, 3, 17))
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.reminders.given() == {SOON: MONDAY, ENDED: date(2026, 3, 17)}


async def test_a_reminder_is_given_by_one_of_two(records: Records) -> None:
    async with records.visit(AT) as first, records.visit(AT) as second:
        for visit in (first, second):
            visit.reminders.add(SOON, MONDAY)
            visit.reminders.add(ENDED, MONDAY)
        await first.commit()
        with pytest.raises(Conflict):
            await second.commit()
