"""Operators who were appointed in the chat."""

from __future__ import annotations

import pytest

from desk.people import Operator, Role
from storage.records import Storage
from tests.desk.fakes import FakeStorage
from tests.storage.samples import AT

Records = Storage | FakeStorage
OLGA = Operator(55, "Ольга", Role.SUPERVISOR)


@pytest.mark.parametrize("role", Role)
async def test_an_appointment_holds_with_its_role(records: Records, role: Role) -> None:
    async with records.visit(AT) as visit:
        visit.staff.appoint(Operator(55, "Ольга", role), AT)
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.staff.appointed(55) == Operator(55, "Ольга", role)
        assert await visit.staff.appointed(56) is None


async def test_who_was_dismissed_is_no_operator(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.staff.appoint(OLGA, AT)
        await visit.commit()
    async with records.visit(AT) as visit:
        visit.staff.dismiss(55)
        assert await visit.staff.appointed(55) is None
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.staff.appointed(55) is None


async def test_within_one_visit_the_last_word_counts(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.staff.appoint(OLGA, AT)
        visit.staff.dismiss(55)
        visit.staff.appoint(OLGA, AT)
        assert await visit.staff.appointed(55) == OLGA
        await visit.commit()
    async with records.visit(AT) as visit:
        assert await visit.staff.appointed(55) == OLGA


async def test_dismissing_a_stranger_is_nothing(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.staff.dismiss(55)
        await visit.commit()
