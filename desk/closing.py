"""Close, reopen, rate."""

from __future__ import annotations

from datetime import datetime

from desk.centre import Centre
from desk.choices import Comment, Rate, ReopenOwn
from desk.errors import AnotherTicketOpen
from desk.letters import Button, Choices, Lane, Letter, Say, ToResident, ToThread
from desk.people import Operator, Resident
from desk.records import Records, keep
from desk.sla import deadline
from desk.ticket import Ticket


def close(ticket: Ticket, operator: Operator | None, records: Records, at: datetime) -> None:
    """Close a ticket; `operator` is None when the resident does it. Raises TicketIsClosed."""
    keep(ticket, ticket.closed(at), records)
    phrase = "ticket-closed-by-resident" if operator is None else "ticket-closed"
    said = Say(phrase, {"number": ticket.number}, choices=_rating(ticket))
    records.outbox.add(Letter(ToResident(ticket.resident_id), said, about=ticket.id))
    if operator is None:
        _tell(ticket, Say("resident-closed"), records)


async def reopen(
    ticket: Ticket, operator: Operator | None, records: Records, centre: Centre, at: datetime
) -> None:
    """Open a closed ticket again, number and thread kept. Raises TicketIsOpen, AnotherTicketOpen."""
    department = centre.departments.get(ticket.department_id)
    promised = deadline(at, department.first_reply, department.hours)
    other = await records.tickets.open_of(ticket.resident_id)
    if other is not None and other.id != ticket.id:
        if operator is not None:
            raise AnotherTicketOpen(number=other.number)
        said = Say("ticket-already-open", {"number": other.number})
        records.outbox.add(Letter(ToResident(ticket.resident_id), said))
        return
    keep(ticket, ticket.reopened(promised), records)
    said = Say("ticket-reopened", {"number": ticket.number, "promised": promised.isoformat()})
    records.outbox.add(Letter(ToResident(ticket.resident_id), said))
    if operator is None:
        _tell(ticket, Say("resident-reopened"), records)


def rate(ticket: Ticket, stars: int, resident: Resident, records: Records) -> None:
    """Rate a closed ticket, 1–5. Raises TicketIsOpen."""
    keep(ticket, ticket.rated(stars), records)
    words = Button(Comment(ticket.id), phrase="button-comment")
    thanks = Say("thanks-for-rating", {"stars": stars}, choices=((words,),))
    records.outbox.add(Letter(ToResident(resident.id), thanks))
    _tell(ticket, Say("resident-rated", {"stars": "★" * stars + "☆" * (5 - stars)}), records)


def invite_comment(ticket: Ticket, resident: Resident, records: Records, at: datetime) -> None:
    """The next text is the comment to the rating. Only when asked for: else a question would be lost."""
    records.residents.save(resident.to_comment(ticket.id, at))
    records.outbox.add(Letter(ToResident(resident.id), Say("write-your-comment")))


async def comment(words: str, resident: Resident, records: Records) -> None:
    """The resident's words to the rating just given."""
    records.residents.save(resident.unprompted())
    ticket = await records.tickets.get(resident.commenting or 0)
    if ticket is None:
        return
    keep(ticket, ticket.commented(words), records)
    records.outbox.add(Letter(ToResident(resident.id), Say("thanks-for-comment")))
    _tell(ticket, Say("resident-commented", {"words": words}), records)


def _rating(ticket: Ticket) -> Choices:
    stars = tuple(Button(Rate(ticket.id, n), text=f"⭐ {n}") for n in range(1, 6))
    return (stars, (Button(ReopenOwn(ticket.id), phrase="button-reopen"),))


def _tell(ticket: Ticket, content: Say, records: Records) -> None:
    records.outbox.add(Letter(ToThread(ticket.id), content, Lane.NOTICES))
