"""All tickets of one resident."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk.choices.finding import ShowHistory
from desk.history import ON_A_PAGE, show
from desk.records import Thread
from desk.ticket import ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, OLGA, TICKET, centre


async def test_a_resident_s_tickets_with_state_day_subject_and_rating() -> None:
    records = FakeRecords()
    records.residents.save(ANNA)
    old = replace(TICKET.closed(AT).rated(4), opened_at=AT - timedelta(days=9))
    now = replace(TICKET, id=ticket_id(2026, 2), subject="Жильё")
    strange = replace(TICKET, id=ticket_id(2026, 3), resident_id=5)
    for one in (old, now, strange):
        records.tickets.add(one)
    records.threads.save(Thread(old.id, -1005, 70))
    told = await show(now, 0, OLGA, records, centre(), AT)
    assert str(told.args["tickets"]).splitlines() == [
        "🆕 ЕКЦ-2026-000002 · 02.03.2026 · Жильё ◂",
        "✅ -1005:70:ЕКЦ-2026-000001 · 21.02.2026 · Семья и дети · ★★★★",
    ]
    assert (told.args["resident"], told.args["count"], told.choices) == ("Анна", 2, ())


async def test_a_long_history_has_pages_in_the_same_message() -> None:
    records = FakeRecords()
    records.residents.save(ANNA)
    for serial in range(1, ON_A_PAGE + 2):
        records.tickets.add(replace(TICKET, id=ticket_id(2026, serial)))
    first, last = [await show(TICKET, page, OLGA, records, centre(), AT) for page in (0, 9)]
    assert [one.choice for one in first.choices[0]] == [ShowHistory(TICKET.id, 1, again=True)]
    assert [one.choice for one in last.choices[0]] == [ShowHistory(TICKET.id, 0, again=True)]
    assert str(last.args["tickets"]) == "🆕 ЕКЦ-2026-000001 · 02.03.2026 · Семья и дети ◂"
