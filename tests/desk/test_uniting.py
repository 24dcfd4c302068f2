"""Duplicates of one resident become one ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import uniting
from desk.addressee import ToResident, ToThread
from desk.errors import NoSuchDuplicate, TicketIsClosed
from desk.letters import Relay, Say
from desk.records import Mirror, Note, Thread
from desk.sla import deadline
from desk.source import Source
from desk.ticket import State, Ticket
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CLOSED, FAMILY, NUMBER, OLGA, TICKET, centre

LATER = AT + timedelta(hours=1)
OLD = CLOSED
NEW = replace(TICKET, id=TICKET.id + 1)
GROUP = FAMILY.chat_id


def duplicates(old: Ticket = OLD, new: Ticket = NEW) -> FakeRecords:
    records = FakeRecords()
    for ticket, topic in ((old, 42), (new, 52)):
        records.tickets.add(ticket)
        records.threads.save(Thread(ticket.id, GROUP, topic, topic + 1))
    for number in (10, 11):
        records.threads.pair(Mirror(new.id, Source(ANNA.id, number), Source(GROUP, number + 50)))
    records.notes.add(Note(new.id, Source(GROUP, 70), "Павел", "звонила", 10))
    return records


async def unite(records: FakeRecords, ticket: Ticket = NEW, other_id: int = OLD.id) -> None:
    await uniting.unite(ticket, other_id, OLGA, records, centre(), LATER)


async def test_the_duplicate_is_closed_and_the_other_goes_on_with_all_that_was_said() -> None:
    records = duplicates()
    await unite(records)
    old, new = records.tickets.all[OLD.id], records.tickets.all[NEW.id]
    assert (old.state, old.assignee_id, new.state) == (State.TAKEN, OLGA.id, State.CLOSED)
    said = [one for one in records.outbox.to(ToThread(OLD.id)) if isinstance(one, Say | Relay)]
    assert said == [
        Say("united-here", {"ticket": f"{GROUP}:52:{NEW.number}", "name": "Ольга"}),
        Say("transcript-begins", {"count": 2}),
        Relay((Source(ANNA.id, 10),), OLD.id),
        Say("transcript-note", {"name": "Павел", "words": "звонила"}),
        Relay((Source(ANNA.id, 11),), OLD.id),
    ]
    away = Say("united-away", {"ticket": f"{GROUP}:42:{NUMBER}", "name": "Ольга"})
    assert away in records.outbox.to(ToThread(NEW.id))
    told = Say("united-resident", {"number": NEW.number, "other": NUMBER})
    assert records.outbox.to(ToResident(ANNA.id)) == [told]


async def test_the_sooner_of_two_promises_holds() -> None:
    records = duplicates()
    await unite(records)
    assert records.tickets.all[OLD.id].promised_at == NEW.promised_at
    answered = NEW.answered(OLGA, AT)
    records = duplicates(new=answered)
    await unite(records, answered)
    later = deadline(LATER, FAMILY.first_reply, FAMILY.hours)
    assert records.tickets.all[OLD.id].promised_at == later


async def test_an_open_one_keeps_its_own_promise() -> None:
    open_one = replace(TICKET, promised_at=LATER)
    records = duplicates(open_one)
    await unite(records)
    assert records.tickets.all[OLD.id].promised_at == LATER


@pytest.mark.parametrize("other", [NEW.id, 7], ids=["itself", "none"])
async def test_nothing_is_united_with_what_is_not_there(other: int) -> None:
    with pytest.raises(NoSuchDuplicate):
        await unite(duplicates(), other_id=other)


async def test_somebody_else_s_ticket_or_a_closed_one_is_not_united() -> None:
    with pytest.raises(NoSuchDuplicate):
        await unite(duplicates(replace(OLD, resident_id=9)))
    with pytest.raises(TicketIsClosed):
        await unite(duplicates(), NEW.closed(AT))


async def test_the_resident_s_other_tickets_are_named() -> None:
    assert await uniting.others(NEW, duplicates()) == [OLD]
