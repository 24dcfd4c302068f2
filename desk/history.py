"""A resident's history: all their tickets, for whoever has one of them."""

from __future__ import annotations

from datetime import datetime

from desk.act import with_ticket
from desk.centre import Centre
from desk.choices.finding import ShowHistory
from desk.deed import Deed
from desk.letters import Button, Choices, Say
from desk.people import Operator
from desk.records import Records, linked
from desk.rights import check
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
    page = min(page, max(len(every) - 1, 0) // ON_A_PAGE)
    shown = every[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    lines = [await _line(one, one.id == ticket.id, records, centre) for one in shown]
    args: dict[str, str | int] = {
        "resident": resident.name if resident is not None else "—",
        "count": len(every),
        "tickets": "\n".join(lines),
    }
    return Say("history", args, _turning(ticket, page, len(every)))


async def _line(ticket: Ticket, is_this: bool, records: Records, centre: Centre) -> str:
    opened = ticket.opened_at.astimezone(centre.zone)
    rated = f" · {'★' * ticket.rating}" if ticket.rating is not None else ""
    here = " ◂" if is_this else ""
    where = linked(ticket, await records.threads.get(ticket.id))
    return f"{ticket.sign} {where} · {opened:%d.%m.%Y} · {ticket.subject[:SUBJECT]}{rated}{here}"


def _turning(ticket: Ticket, page: int, count: int) -> Choices:
    def button(other: int, phrase: str) -> Button:
        return Button(ShowHistory(ticket.id, other, again=True), phrase=phrase)

    turning = [button(page - 1, "button-previous")] if page else []
    if count > (page + 1) * ON_A_PAGE:
        turning.append(button(page + 1, "button-next"))
    return (tuple(turning),) if turning else ()
