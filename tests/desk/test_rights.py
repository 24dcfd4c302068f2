"""Who may do what, and who is asked first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from desk import closing, handoff, uniting
from desk.choices.handoff import Insist
from desk.deed import Deed
from desk.errors import AlreadyTaken, NotAllowed
from desk.people import Operator, Role
from desk.records import Thread
from desk.rights import ANYWAY, OWN, RIGHTS, AnothersTicket, Reach, check
from desk.ticket import Ticket, ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import AT, CHIEF, OLGA, PAVEL, TICKET, centre

LATER = AT + timedelta(hours=1)
TAKEN = TICKET.taken(OLGA)
OTHER = replace(TICKET, id=ticket_id(2026, 2))
VERA = Operator(58, "Вера")
Act = Callable[[Ticket, Operator, FakeRecords, bool], Awaitable[None] | None]

DEEDS: dict[Deed, tuple[Act, str]] = {
    Deed.CLOSE: (lambda t, by, r, sure: closing.close(t, by, r, centre(), LATER, insists=sure), ""),
    Deed.WAIT: (lambda t, by, r, sure: handoff.wait(t, by, r, LATER, insists=sure), ""),
    Deed.GIVE_BACK: (lambda t, by, r, sure: closing.give_back(t, by, r, LATER, insists=sure), ""),
    Deed.TRANSFER: (
        lambda t, by, r, sure: handoff.transfer(t, "housing", by, r, centre(), LATER, insists=sure),
        "housing",
    ),
    Deed.ENTRUST: (lambda t, by, r, sure: handoff.entrust(t, VERA, by, r, LATER, insists=sure), "58 Вера"),
    Deed.MERGE: (
        lambda t, by, r, sure: uniting.unite(t, OTHER.id, by, r, centre(), LATER, insists=sure),
        str(OTHER.id),
    ),
}


async def done(deed: Deed, by: Operator, insists: bool = False, ticket: Ticket = TAKEN) -> FakeRecords:
    records = FakeRecords()
    records.tickets.all = {ticket.id: ticket, OTHER.id: OTHER}
    records.threads.save(Thread(ticket.id, -1001, 42, 43))
    doing = DEEDS[deed][0](ticket, by, records, insists)
    if doing is not None:
        await doing
    return records


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name.lower())
async def test_in_a_colleagues_ticket_an_operator_is_asked_and_then_it_is_done(deed: Deed) -> None:
    with pytest.raises(AnothersTicket) as asked:
        await done(deed, PAVEL)
    assert asked.value.args_ == {"name": "Ольга", "number": TICKET.number}
    ((button,),) = asked.value.choices
    assert button.choice == Insist(TICKET.id, deed, DEEDS[deed][1])
    records = await done(deed, PAVEL, insists=True)
    assert records.tickets.saved
    assert {one.by_id for one in records.acts.all} <= {PAVEL.id}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name.lower())
async def test_nobody_is_asked_in_their_own_ticket_nor_a_supervisor_nor_where_nobody_has_it(
    deed: Deed,
) -> None:
    for by, ticket in ((OLGA, TAKEN), (CHIEF, TAKEN), (PAVEL, TICKET), (PAVEL, TICKET.assigned(55, "Ольга"))):
        assert (await done(deed, by, ticket=ticket)).tickets.saved


async def test_merging_into_a_colleagues_ticket_asks_too() -> None:
    records = FakeRecords()
    mine = TICKET.taken(PAVEL)
    records.tickets.all = {mine.id: mine, OTHER.id: OTHER.taken(OLGA)}
    with pytest.raises(AnothersTicket) as asked:
        await uniting.unite(mine, OTHER.id, PAVEL, records, centre(), LATER)
    assert asked.value.args_["number"] == OTHER.number


def test_every_deed_has_a_right_and_what_asks_has_words_for_it() -> None:
    # In a file; as time passes; by a command; of two roles, which desk/entering.py names.
    reserved = {Deed.SETTINGS, Deed.RETENTION, Deed.RESTORE, Deed.DASHBOARD}
    assert set(RIGHTS) | OWN == set(Deed) - reserved
    assert not set(RIGHTS) & OWN
    assert {deed for deed, right in RIGHTS.items() if right.in_colleagues is Reach.ASKED} == set(ANYWAY)


@pytest.mark.parametrize("role", Role)
def test_a_deed_is_for_its_role_and_those_that_may_do_what_it_may(role: Role) -> None:
    for deed, right in RIGHTS.items():
        if role in (right.role, Role.ADMIN) or (role, right.role) == (Role.SUPERVISOR, Role.OPERATOR):
            check(deed, replace(OLGA, role=role))
        else:
            with pytest.raises(NotAllowed):
                check(deed, replace(OLGA, role=role))


def test_only_a_supervisor_takes_a_colleagues_ticket_as_the_table_says() -> None:
    assert RIGHTS[Deed.TAKE].in_colleagues is Reach.CLOSED
    with pytest.raises(AlreadyTaken):
        handoff.take(TAKEN, PAVEL, FakeRecords(), centre(), LATER)
    records = FakeRecords()
    handoff.take(TAKEN, CHIEF, records, centre(), LATER)
    assert records.tickets.all[TICKET.id].assignee_id == CHIEF.id
