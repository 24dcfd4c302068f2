"""Two tickets of one resident about the same matter become one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk import handoff
from desk.act import with_ticket
from desk.addressee import ToResident, ToThread
from desk.centre import Centre
from desk.deed import Deed
from desk.errors import NoSuchDuplicate
from desk.letters import Lane, Letter, Say
from desk.people import Operator
from desk.records import Records, keep, linked
from desk.rights import check_in
from desk.ticket import Ticket
from desk.timing import going_on, promise

SHOWN = 5  # other tickets of the resident that can be named


async def others(ticket: Ticket, records: Records, most: int = SHOWN) -> Sequence[Ticket]:
    """The resident's other tickets, the newest first."""
    theirs = await records.tickets.of(ticket.resident_id, most + 1)
    return [one for one in theirs if one.id != ticket.id][:most]


async def unite(
    ticket: Ticket,
    other_id: int,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    insists: bool = False,
) -> None:
    """The ticket is closed, and all that was said in it goes on in another one, in that operator's hands.

    A closed one opens again; what was promised for the ticket holds for it when that comes sooner.
    Raises TicketIsClosed, AnothersTicket; NoSuchDuplicate when this resident has no such other ticket.
    """
    closed = ticket.closed(at)
    other = await records.tickets.get(other_id)
    if other is None or other.id == ticket.id or other.resident_id != ticket.resident_id:
        raise NoSuchDuplicate()
    check_in(Deed.MERGE, ticket, operator, insists, str(other.id), touched=other)
    department = centre.departments.get(other.department_id)
    now = other
    if not other.is_open:
        promised, resolve_by = promise(department, at)
        now = other.reopened(min(promised, ticket.promised_at) if ticket.owes_reply else promised, resolve_by)
    now = going_on(now.taken_over(operator), department, at)
    keep(ticket, closed, records)
    keep(other, now, records)
    records.acts.add(with_ticket(Deed.MERGE, operator, ticket, at, f"→ {other.number}"))
    records.acts.add(with_ticket(Deed.MERGE, operator, other, at, f"← {ticket.number}"))
    there = linked(other, await records.threads.get(other.id))
    moved = Say("united-away", {"ticket": there, "name": operator.name})
    records.outbox.add(Letter(ToThread(ticket.id), moved))
    here = linked(ticket, await records.threads.get(ticket.id))
    began = Say("united-here", {"ticket": here, "name": operator.name})
    for content in (began, *await handoff.story(ticket, records, into=other)):
        records.outbox.add(Letter(ToThread(other.id), content, Lane.OPENING))
    told = {"number": ticket.number, "other": other.number}
    records.outbox.add(Letter(ToResident(ticket.resident_id), Say("united-resident", told)))
