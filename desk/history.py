"""A resident's history: all their tickets, for whoever has one of them."""

from __future__ import annotations

from datetime import datetime

from desk.act import with_ticket
from desk.centre import Centre
from desk.choices.finding import ShowHistory
from desk.deed import Deed
from desk.letters import Say
from desk.people import Operator
from desk.records import Records, linked
from desk.rights import check
from desk.rows import paged
from desk.ticket import Ticket

MOST = 100  # tickets; more of one resident are nobody's reading
ON_A_PAGE = 10
SUBJECT = 40  # characters of a subject


async def show(
    ticket: Ticket, page: int, by: Operator, records: Records, centre: Centre, at: datetime
) -> Say:
    """A page of the tickets of a ticket's resident, the newest first, that one marked. Raises NotAllowed."""
    check(Deed.HISTORY, by)
    if not page:
        records.acts.add(with_ticket(Deed.HISTORY, by, ticket, at))
    every = await records.tickets.of(ticket.resident_id, MOST)
    resident = await records.residents.get(ticket.resident_id)
    shown, turns = paged(every, page, ON_A_PAGE, lambda to: ShowHistory(ticket.id, to, again=True))
    lines = [await _line(one, one.id == ticket.id, records, centre) for one in shown]
    args: dict[str, str | int] = {
        "resident": resident.name if resident is not None else "—",
        "count": len(every),
        "tickets": "\n".join(lines),
    }
    return Say("history", args, turns)


async def _line(ticket: Ticket, is_this: bool, records: Records, centre: Centre) -> str:
    opened = ticket.opened_at.astimezone(centre.zone)
    rated = f" · {'★' * ticket.rating}" if ticket.rating is not None else ""
    here = " ◂" if is_this else ""
    where = linked(ticket, await records.threads.get(ticket.id))
    return f"{ticket.sign} {where} · {opened:%d.%m.%Y} · {ticket.subject[:SUBJECT]}{rated}{here}"
