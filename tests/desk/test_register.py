"""The register: what use cases write into it, and how it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from desk import banning, closing, duty, finding, handoff, history, register, replying
from desk.act import About, Act
from desk.deed import Deed
from desk.errors import NotAllowed
from desk.people import Role
from desk.ticket import ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, OLGA, PAVEL, TICKET, centre, message

LATER = AT + timedelta(hours=1)
TAKEN = TICKET.taken(OLGA)


def written(records: FakeRecords) -> list[tuple[Deed, int | None, str]]:
    return [(one.deed, one.by_id, one.note) for one in records.acts.all]


def test_a_supervisor_who_takes_over_is_written_down_with_whose_it_was() -> None:
    records = FakeRecords()
    handoff.take(TAKEN, CHIEF, records, centre(), LATER)
    assert records.acts.all == [
        Act(LATER, Deed.TAKE, CHIEF.id, CHIEF.name, TICKET.id, ANNA.id, "← Ольга", number=1)
    ]


async def test_the_first_reply_takes_and_the_second_is_no_deed() -> None:
    records = FakeRecords()
    await replying.reply(message(), TICKET, OLGA, ANNA, records, centre(), LATER)
    assert written(records) == [(Deed.TAKE, OLGA.id, "")]
    await replying.reply(message(), TAKEN, OLGA, ANNA, records, centre(), LATER)
    assert len(records.acts.all) == 1


async def test_what_time_brings_about_and_what_residents_do_is_nobodys_of_the_staff() -> None:
    records = FakeRecords()
    closing.close_silent(TAKEN, records, LATER)
    closing.close(TAKEN, None, records, centre(), LATER)
    records.tickets.all[TICKET.id] = TICKET
    told = await register.show(About(), 0, CHIEF, records)
    assert [line[1:3] for line in json.loads(str(told.args["acts"]))] == [
        ["act-close", "act-by-resident"],
        ["act-close", "act-by-itself"],
    ]


async def test_returning_a_colleagues_tickets_is_written_down_for_each() -> None:
    records = FakeRecords()
    other = replace(TAKEN, id=ticket_id(2026, 2))
    records.tickets.all = {TICKET.id: TAKEN, other.id: other}
    await duty.return_tickets(OLGA.id, CHIEF, -1001, records, centre(), LATER)
    assert written(records) == 2 * [(Deed.RETURN, CHIEF.id, "← Ольга")]


async def test_a_page_tells_whether_there_is_a_next_one() -> None:
    records = FakeRecords()
    for _ in range(register.ON_A_PAGE + 1):
        records.acts.add(Act(AT, Deed.APPOINT, PAVEL.id, PAVEL.name, person_id=OLGA.id))
    first = await register.show(About(), 0, CHIEF, records)
    second = await register.show(About(), 1, CHIEF, records)
    assert [one.phrase for row in first.choices for one in row] == ["button-next"]
    assert [one.phrase for row in second.choices for one in row] == ["button-previous"]
    assert len(json.loads(str(second.args["acts"]))) == 1


async def test_nothing_is_told_as_nothing() -> None:
    assert (await register.show(About(ticket=1), 0, CHIEF, FakeRecords())).phrase == "acts-none"


async def test_a_page_says_where_the_chain_breaks() -> None:
    records = FakeRecords()
    for _ in range(register.ON_A_PAGE + 5):
        records.acts.add(Act(AT, Deed.APPOINT, PAVEL.id, PAVEL.name, person_id=OLGA.id))
    whole = await register.show(About(), 0, CHIEF, records)
    assert (whole.phrase, whole.args["head"]) == ("acts", f"15:{records.acts.all[-1].hash}")
    for place, page in ((8, 0), (0, 1)):
        was = records.acts.all[place]
        records.acts.all[place] = replace(was, note="другое")
        told = await register.show(About(), page, CHIEF, records)
        assert (told.phrase, told.args["broken"]) == ("acts-broken", place + 1)
        records.acts.all[place] = was
    del records.acts.all[8]
    assert (await register.show(About(), 0, CHIEF, records)).args["broken"] == 10


def test_only_an_administrator_takes_the_register_away() -> None:
    records = FakeRecords()
    with pytest.raises(NotAllowed):
        register.export(CHIEF, records, LATER)
    register.export(replace(CHIEF, role=Role.ADMIN), records, LATER)
    assert written(records) == [(Deed.EXPORT_ACTS, CHIEF.id, "")]


async def test_who_looks_at_more_than_their_ticket_is_written_down_once_a_look() -> None:
    records = FakeRecords()
    await history.show(TICKET, 0, OLGA, records, centre(), LATER)
    await history.show(TICKET, 1, OLGA, records, centre(), LATER)
    await banning.show_kept(TICKET, OLGA, records, LATER)
    await finding.find("Иванова", 0, -1005, None, OLGA, records, centre(), LATER)
    told = [(Deed.HISTORY, OLGA.id, ""), (Deed.KEPT, OLGA.id, ""), (Deed.SEARCH, OLGA.id, "")]
    assert written(records) == told
