"""Administrators hear in time that an answer's term ends: once before, once after, in the daytime."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from desk.addressee import ToChat
from desk.centre import Centre
from desk.letters import Say
from desk.records import Reminder
from desk.reminding import remind, warn_of_calendar
from faq.entry import Entry
from tests.desk.fakes import FakeRecords, FakeStorage
from tests.desk.samples import BENEFIT, RENT, SCHOOL, FakeKnowledge, centre

END = date(2026, 3, 16)
NOON = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # in Moscow; END is the fourteenth day after


def knowing(*entries: Entry) -> Centre:
    here = centre()
    assert isinstance(here.knowledge, FakeKnowledge)
    here.knowledge.shelf = replace(here.knowledge.shelf, entries={one.id: one for one in entries})
    return here


async def told(storage: FakeStorage, here: Centre, at: datetime) -> list[str]:
    """What the first administrator is told in a round at that moment."""
    async with storage.visit(at) as records:
        before = len(records.outbox.to(ToChat(900)))
        await remind(records, here, at)
        said = records.outbox.to(ToChat(900))[before:]
        assert records.outbox.to(ToChat(901))[before:] == said
        await records.commit()
    return [str(one.args["terms"]) for one in said if isinstance(one, Say)]


async def test_an_owner_is_named_14_days_before_and_once_after_the_last_day() -> None:
    here = knowing(replace(BENEFIT, valid_until=END, owner="отдел пособий"), SCHOOL)
    storage = FakeStorage()
    days = {day: await told(storage, here, NOON + timedelta(days=day)) for day in range(-1, 20)}
    assert {day: len(said) for day, said in days.items() if said} == {0: 1, 15: 1}
    assert days[0] == ["⏳ 16.03.2026 · «Как получить пособие?» (fam-01). Отвечает: отдел пособий"]
    assert days[15] == ["⛔ 16.03.2026 · «Как получить пособие?» (fam-01). Отвечает: отдел пособий"]


async def test_all_entries_of_a_day_are_one_message_and_a_second_one_waits_for_tomorrow() -> None:
    storage = FakeStorage()
    both = knowing(replace(BENEFIT, valid_until=END), replace(SCHOOL, valid_until=END))
    (message,) = await told(storage, both, NOON)
    assert message.count("⏳") == 2
    more = knowing(*both.knowledge.shelf.entries.values(), replace(RENT, valid_until=END))
    assert await told(storage, more, NOON + timedelta(hours=3)) == []
    (message,) = await told(storage, more, NOON + timedelta(days=1))
    assert "zhku-01" in message
    assert "fam-01" not in message


async def test_a_new_last_day_is_a_new_reminder() -> None:
    storage = FakeStorage()
    await told(storage, knowing(replace(BENEFIT, valid_until=END)), NOON)
    later = knowing(replace(BENEFIT, valid_until=END + timedelta(days=1)))
    (message,) = await told(storage, later, NOON + timedelta(days=1))
    assert "17.03.2026" in message


async def test_nobody_is_woken() -> None:
    here, storage = knowing(replace(BENEFIT, valid_until=END)), FakeStorage()
    early = datetime(2026, 3, 2, 5, 59, tzinfo=UTC)  # 8:59 in Moscow
    assert await told(storage, here, early) == []
    assert len(await told(storage, here, early + timedelta(minutes=1))) == 1


async def test_without_administrators_the_operators_hear_of_it() -> None:
    records = FakeRecords()
    here = replace(knowing(replace(BENEFIT, valid_until=END)), admins=())
    await remind(records, here, NOON)
    assert len(records.outbox.to(ToChat(-1001))) == 1
    assert await records.reminders.given() == {Reminder("fam-01", END, False): date(2026, 3, 2)}


async def warned(storage: FakeStorage, here: Centre, at: datetime) -> list[object]:
    """The years an administrator is warned of in a round at that moment."""
    async with storage.visit(at) as records:
        before = len(records.outbox.to(ToChat(900)))
        await warn_of_calendar(records, here, at)
        said = records.outbox.to(ToChat(900))[before:]
        await records.commit()
    return [one.args["year"] for one in said if isinstance(one, Say)]


async def test_a_year_whose_moved_days_are_not_known_is_told_once_before_promises_reach_it() -> None:
    here = replace(centre(), knows_year=lambda year: year < 2028)
    storage = FakeStorage()
    noon = datetime(2027, 11, 1, 9, 0, tzinfo=UTC)
    days = {day: await warned(storage, here, noon + timedelta(days=day)) for day in range(0, 80, 4)}
    assert {day: said for day, said in days.items() if said} == {16: [2028]}


async def test_nobody_is_woken_for_a_calendar() -> None:
    here = replace(centre(), knows_year=lambda _: False)
    storage = FakeStorage()
    assert await warned(storage, here, datetime(2027, 11, 1, 5, 59, tzinfo=UTC)) == []
    assert await warned(storage, here, datetime(2027, 11, 1, 6, 0, tzinfo=UTC)) == [2027]
