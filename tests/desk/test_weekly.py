"""The report of gaps comes once a week, at its hour or after it, and only when there is something to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.act import Act
from desk.addressee import ToChat
from desk.centre import Centre
from desk.deed import Deed
from desk.letters import Say
from desk.usage import Usage
from desk.weekly import report_week
from desk.weekly_hour import WeeklyHour
from tests.desk.fakes import FakeRecords
from tests.desk.samples import AT, MOSCOW, centre
from tests.desk.test_gathering import BORSCH, CARD, CARD_AGAIN, FakeWorkshop, kept, shop

MONDAY = WeeklyHour(0, time(9))
DUE = datetime(2026, 3, 2, 9, tzinfo=MOSCOW)


def reporting(report_at: WeeklyHour | None = MONDAY) -> Centre:
    return replace(centre(), report_at=report_at)


def told(records: FakeRecords) -> list[str]:
    return [str(one.args["count"]) for one in records.outbox.to(ToChat(900)) if isinstance(one, Say)]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (DUE, DUE),
        (DUE - timedelta(seconds=1), DUE - timedelta(days=7)),
        (DUE + timedelta(days=6, hours=23), DUE),
        (datetime(2026, 3, 2, 6, 0, tzinfo=UTC), DUE),
    ],
)
def test_the_last_hour_of_the_week(at: datetime, due: datetime) -> None:
    assert MONDAY.last(at, MOSCOW) == due


def test_a_week_with_another_clock_is_a_week_all_the_same() -> None:
    berlin = ZoneInfo("Europe/Berlin")  # its clocks go forward on 29 March 2026
    found = MONDAY.last(datetime(2026, 4, 6, 8, 59, tzinfo=berlin), berlin)
    assert found == datetime(2026, 3, 30, 9, tzinfo=berlin)


async def test_the_week_is_told_to_every_editor() -> None:
    old = replace(BORSCH, asked_at=DUE - timedelta(days=7, seconds=1))
    first = replace(CARD_AGAIN, asked_at=DUE - timedelta(days=7))
    records = kept(CARD, first, old)
    await report_week(records, shop(FakeWorkshop()), reporting(), AT)
    for admin in centre().admins:
        (said,) = records.outbox.to(ToChat(admin))
        assert isinstance(said, Say)
        assert (said.phrase, said.args["count"], said.args["groups"]) == ("gaps-weekly", 2, 1)
    assert records.gaps.reports == {DUE}


async def test_a_week_without_gaps_is_passed_over_for_good() -> None:
    records = kept()
    await report_week(records, shop(FakeWorkshop()), reporting(), AT)
    assert told(records) == []
    assert records.gaps.reports == {DUE}


async def test_it_is_told_once() -> None:
    records = kept(CARD)
    records.gaps.reported = {DUE}
    await report_week(records, shop(FakeWorkshop()), reporting(), AT + timedelta(days=6))
    assert told(records) == []
    await report_week(records, shop(FakeWorkshop()), reporting(), AT + timedelta(days=6, hours=23))
    assert told(records) == ["1"]


async def test_it_may_be_switched_off() -> None:
    records = kept(CARD)
    await report_week(records, shop(FakeWorkshop()), reporting(None), AT)
    assert told(records) == []
    assert records.gaps.reports == set()


async def test_answers_that_failed_in_the_week_are_told_beside_the_gaps() -> None:
    records = kept(CARD)
    records.usage.count(Usage("fam-01", shown=10, not_helped=4), date(2026, 3, 2))
    records.usage.count(Usage("zhku-01", shown=10, not_helped=9), date(2026, 2, 23))  # the week before
    await report_week(records, shop(FakeWorkshop()), reporting(), AT)
    gaps, failing = records.outbox.to(ToChat(900))
    assert isinstance(gaps, Say)
    assert isinstance(failing, Say)
    assert (gaps.phrase, failing.phrase, failing.args["days"]) == ("gaps-weekly", "faq-usage", 7)
    assert failing.args["worst"] == "👁 10 · 👍 0 · 👎 4 · 👤 0 · «Как получить пособие?» (fam-01)"


async def test_the_registers_newest_hash_is_told_of_a_week_with_acts() -> None:
    records = kept()
    records.acts.add(Act(DUE - timedelta(days=7, seconds=1), Deed.CLOSE, 55, "Ольга"))
    await report_week(records, shop(FakeWorkshop()), reporting(), AT)
    assert records.outbox.to(ToChat(900)) == []
    records.gaps.reports.clear()
    records.acts.add(Act(DUE, Deed.CLOSE, 55, "Ольга"))
    await report_week(records, shop(FakeWorkshop()), reporting(), AT)
    (said,) = records.outbox.to(ToChat(900))
    assert isinstance(said, Say)
    assert (said.phrase, said.args["head"]) == ("acts-weekly", f"2:{records.acts.all[1].hash}")
