"""A department with several groups: where its new tickets go."""

from dataclasses import replace
from datetime import timedelta

from desk.department import Departments
from desk.overflow import FREE, FREE_WITHIN, FULL, FULL_FOR, group_of
from desk.records import Thread
from tests.desk.fakes import FakeRecords
from tests.desk.samples import AT, FAMILY

FIRST, SECOND, THIRD = FAMILY.chat_id, -1005, -1006
BIG = replace(FAMILY, overflow=(SECOND, THIRD))
SECOND_OLD = timedelta(seconds=1)


def waiting(**letters: tuple[int, timedelta]) -> FakeRecords:
    """So many letters wait for first, second, third, the oldest for so long."""
    records = FakeRecords()
    chats = {"first": FIRST, "second": SECOND, "third": THIRD}
    records.outbox.waiting_in = {chats[name]: (n, AT - age) for name, (n, age) in letters.items()}
    return records


async def test_a_department_with_one_group_asks_for_nothing() -> None:
    records = waiting(first=(10 * FULL, FULL_FOR * 10))
    assert await group_of(FAMILY, records, AT) == FIRST


async def test_a_new_ticket_goes_on_when_too_many_letters_wait_or_one_for_too_long() -> None:
    assert await group_of(BIG, waiting(first=(FULL, FULL_FOR)), AT) == FIRST
    assert await group_of(BIG, waiting(first=(FULL + 1, SECOND_OLD)), AT) == SECOND
    assert await group_of(BIG, waiting(first=(1, FULL_FOR + SECOND_OLD)), AT) == SECOND
    both = waiting(first=(FULL + 1, SECOND_OLD), second=(FULL + 1, SECOND_OLD))
    assert await group_of(BIG, both, AT) == THIRD


async def test_a_group_that_was_full_gets_new_tickets_when_hardly_anything_waits_there() -> None:
    records = waiting(first=(FREE + 1, SECOND_OLD))
    records.threads.save(Thread(1, FIRST))
    assert await group_of(BIG, records, AT) == FIRST
    records.threads.save(Thread(2, SECOND))
    assert await group_of(BIG, records, AT) == SECOND
    records.outbox.waiting_in[FIRST] = (FREE, AT - FREE_WITHIN - SECOND_OLD)
    assert await group_of(BIG, records, AT) == SECOND
    records.outbox.waiting_in[FIRST] = (FREE, AT - FREE_WITHIN)
    assert await group_of(BIG, records, AT) == FIRST


async def test_when_all_are_full_the_emptiest_gets_it() -> None:
    records = waiting(
        first=(3 * FULL, SECOND_OLD), second=(2 * FULL, SECOND_OLD), third=(2 * FULL + 1, SECOND_OLD)
    )
    assert await group_of(BIG, records, AT) == SECOND


def test_its_groups_are_known_and_move_like_any() -> None:
    departments = Departments((BIG,))
    assert list(departments.chats()) == [FIRST, SECOND, THIRD]
    assert list(departments.moved({SECOND: -7}).chats()) == [FIRST, -7, THIRD]
