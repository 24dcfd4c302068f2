"""Routes: which are offered, and who is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desk import following
from desk.aid_errors import NoRoutes
from desk.centre import Centre
from desk.journey import Journey
from desk.letters import Lane, Say
from faq.entry import Shelf
from faq.route import Route, Step
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, FakeKnowledge, centre

EVENT = date(2026, 2, 1)
BIRTH = Route("birth", "Родился ребёнок", steps=(Step("cert", "Получить", days=30, risky=True),))
FAR = replace(BIRTH, id="far", title="Паводок", municipality="Икрянинский район")
DUE = Journey(ANNA.id, "birth", EVENT, reminding=True, remind_on=date(2026, 2, 24))


def with_routes(*routes: Route) -> Centre:
    """A centre whose base has these."""
    return replace(
        centre(), knowledge=FakeKnowledge(shelf=Shelf({}, {}, {}, {}, routes={one.id: one for one in routes}))
    )


async def reminded(journey: Journey, at: datetime, *routes: Route, reachable: bool = True) -> FakeRecords:
    """What a round at that moment leaves."""
    records = FakeRecords()
    records.residents.save(replace(ANNA, reachable=reachable))
    records.journeys.save(journey)
    await following.remind(records, with_routes(*routes), at)
    return records


@pytest.mark.parametrize(
    ("home", "offered"),
    [
        (None, ["Родился ребёнок", "Икрянинский район: Паводок"]),
        ("Икрянинский район", ["Родился ребёнок", "Икрянинский район: Паводок"]),
        ("г. Астрахань", ["Родился ребёнок"]),
    ],
)
async def test_a_route_for_another_municipality_is_not_offered(home: str | None, offered: list[str]) -> None:
    records = FakeRecords()
    await following.show(replace(ANNA, municipality=home), records, with_routes(BIRTH, FAR), AT)
    (letter,) = records.outbox.all
    assert isinstance(letter.content, Say)
    assert [row[0].text for row in letter.content.choices] == offered


async def test_a_base_without_routes_says_so() -> None:
    with pytest.raises(NoRoutes):
        await following.show(ANNA, FakeRecords(), with_routes(), AT)


async def test_a_reminder_gives_way_to_conversations_and_is_not_said_again() -> None:
    records = await reminded(DUE, AT, BIRTH)
    (letter,) = records.outbox.all
    assert letter.lane is Lane.BROADCAST
    await following.remind(records, with_routes(BIRTH), AT)
    assert len(records.outbox.all) == 1


@pytest.mark.parametrize("hour", [5, 17])  # eight in the morning and in the evening in Moscow
async def test_nobody_is_reminded_at_night(hour: int) -> None:
    records = await reminded(DUE, datetime(2026, 3, 2, hour, tzinfo=UTC), BIRTH)
    assert records.outbox.all == []
    assert records.journeys.all[ANNA.id, "birth"] == DUE


async def test_who_has_blocked_the_bot_and_a_route_that_is_gone_are_looked_at_no_more() -> None:
    for records in (await reminded(DUE, AT, BIRTH, reachable=False), await reminded(DUE, AT)):
        assert records.outbox.all == []
        kept = records.journeys.all[ANNA.id, "birth"]
        assert (kept.reminding, kept.remind_on) == (False, None)
