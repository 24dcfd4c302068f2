"""Who is on duty, and where."""

from __future__ import annotations

from datetime import timedelta

from desk.shift import Shift
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT, GROUP, MINUTE, TEXTS

Records = Storage | FakeStorage
OLGA = Shift(GROUP, 7_000_000_055, TEXTS["emoji"], AT)
PAVEL = Shift(GROUP, 56, "Павел", AT - MINUTE, turn_at=AT)
ELSEWHERE = Shift(GROUP - 1, 56, "Павел", AT)


async def keep(records: Records, *shifts: Shift) -> None:
    async with records.visit(AT) as visit:
        for one in shifts:
            visit.shifts.save(one)
        await visit.commit()


async def test_those_on_duty_in_a_chat_are_found_who_came_first_stands_first(records: Records) -> None:
    await keep(records, OLGA, PAVEL, ELSEWHERE)
    async with records.visit(AT) as visit:
        assert await visit.shifts.on_duty(GROUP) == [PAVEL, OLGA]
        assert await visit.shifts.on_duty(1) == []


async def test_a_visit_sees_who_has_come_and_gone_in_it(records: Records) -> None:
    await keep(records, OLGA, PAVEL)
    async with records.visit(AT) as visit:
        visit.shifts.end(GROUP, PAVEL.operator_id)
        visit.shifts.save(OLGA.had_turn(AT))
        assert await visit.shifts.on_duty(GROUP) == [OLGA.had_turn(AT)]
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.shifts.on_duty(GROUP) == [OLGA.had_turn(AT)]


async def test_a_shift_that_nobody_began_is_ended_without_a_word(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.shifts.end(GROUP, 56)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.shifts.on_duty(GROUP) == []


async def test_old_shifts_are_found_wherever_they_are(records: Records) -> None:
    await keep(records, OLGA, PAVEL, ELSEWHERE)
    async with records.visit(AT) as visit:
        assert await visit.shifts.begun_before(AT) == [PAVEL]
        assert len(await visit.shifts.begun_before(AT + timedelta(seconds=1))) == 3


async def test_a_shift_moves_with_its_group(records: Records) -> None:
    await keep(records, OLGA)
    async with records.visit(AT) as visit:
        visit.shifts.move(GROUP, GROUP - 2)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.shifts.on_duty(GROUP) == []
        assert [one.operator_id for one in await visit.shifts.on_duty(GROUP - 2)] == [OLGA.operator_id]
