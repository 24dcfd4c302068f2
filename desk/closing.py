"""Close, reopen, rate; what becomes of a ticket whose resident is silent."""

from __future__ import annotations

from datetime import datetime

from desk import transcript
from desk.act import of_itself, with_ticket
from desk.addressee import ToResident, ToThread
from desk.assigning import with_somebody_present
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.appeal import BeginAppeal
from desk.choices.catalogue import ShowMenu
from desk.choices.own_ticket import CloseOwn, Comment, KeepOpen, Rate, ReopenOwn
from desk.deed import Deed
from desk.errors import AnotherTicketOpen
from desk.letters import Lane, Letter, Say
from desk.people import Operator, Resident
from desk.question import Outcome
from desk.records import Records, keep
from desk.rights import check_in
from desk.sla import deadline
from desk.ticket import Ticket
from desk.timing import going_on, next_day, promise

LATEST = 2**53  # Bot API: no message's number is as high


def close(
    ticket: Ticket,
    operator: Operator | None,
    records: Records,
    centre: Centre,
    at: datetime,
    insists: bool = False,
) -> None:
    """Close a ticket; `operator` is None when the resident does it. Raises TicketIsClosed, AnothersTicket.

    Of what an operator has closed, the resident is asked the next working day whether it is settled.
    """
    if operator is not None:
        check_in(Deed.CLOSE, ticket, operator, insists)
    department = centre.departments.get(ticket.department_id)
    asks = operator is not None and department.asks_settled
    keep(ticket, ticket.closed(at, next_day(department, at) if asks else None), records)
    records.acts.add(with_ticket(Deed.CLOSE, operator, ticket, at))
    phrase = "ticket-closed-by-resident" if operator is None else "ticket-closed"
    said = Say(phrase, {"number": ticket.number}, choices=_rating(ticket))
    records.outbox.add(Letter(ToResident(ticket.resident_id), said, about=ticket.id))
    if operator is None:
        _tell(ticket, Say("resident-closed"), records)


async def reopen(
    ticket: Ticket,
    operator: Operator | None,
    records: Records,
    centre: Centre,
    at: datetime,
    told: str = "resident-reopened",
) -> None:
    """Open a closed ticket again, number and thread kept; `told`: what the thread hears of the resident.

    Raises TicketIsOpen, AnotherTicketOpen.
    """
    department = centre.departments.get(ticket.department_id)
    promised, resolve_by = promise(department, at)
    other = await records.tickets.open_of(ticket.resident_id)
    if other is not None and other.id != ticket.id:
        if operator is not None:
            raise AnotherTicketOpen(number=other.number)
        said = Say("ticket-already-open", {"number": other.number})
        records.outbox.add(Letter(ToResident(ticket.resident_id), said))
        return
    now = ticket.reopened(promised, resolve_by)
    keep(ticket, now, records)
    records.acts.add(with_ticket(Deed.REOPEN, operator, ticket, at))
    if ticket.is_spam and (asked := await records.questions.of_ticket(ticket.id)) is not None:
        records.questions.save(asked.found(Outcome.UNKNOWN, asked.entries))  # it asks something after all
    said = Say("ticket-reopened", {"number": ticket.number, "promised": promised.isoformat()})
    records.outbox.add(Letter(ToResident(ticket.resident_id), said))
    if operator is None:
        _tell(ticket, Say(told), records)
        await with_somebody_present(now, department, records, at)
        await transcript.tell(ticket, LATEST, ticket.closed_at or at, records, centre)


def give_back(
    ticket: Ticket, operator: Operator, records: Records, at: datetime, insists: bool = False
) -> None:
    """The bot answers the resident again; one press, and a person goes on in the same ticket.

    Raises TicketIsClosed, AnothersTicket.
    """
    check_in(Deed.GIVE_BACK, ticket, operator, insists)
    keep(ticket, ticket.closed(at), records)
    records.acts.add(with_ticket(Deed.GIVE_BACK, operator, ticket, at))
    choices = (
        (Button(ReopenOwn(ticket.id), phrase="button-back-to-person"),),
        (Button(ShowMenu(), phrase="button-subjects"),),
    )
    said = Say("given-back", {"number": ticket.number}, choices)
    records.outbox.add(Letter(ToResident(ticket.resident_id), said, about=ticket.id))
    _tell(ticket, Say("given-back-here", {"name": operator.name}), records)


def warn(ticket: Ticket, records: Records, centre: Centre, at: datetime) -> None:
    """The resident, who is waited for and silent, learns when the ticket will be closed."""
    department = centre.departments.get(ticket.department_id)
    close_at = deadline(at, department.closing, department.hours)
    keep(ticket, ticket.warned(close_at), records)
    args = {"number": ticket.number, "promised": close_at.isoformat()}
    keep_it = Button(KeepOpen(ticket.id), phrase="button-keep-open")
    choices = ((keep_it,), (Button(CloseOwn(ticket.id), phrase="button-close-own"),))
    records.outbox.add(Letter(ToResident(ticket.resident_id), Say("silence-warning", args, choices)))
    _tell(ticket, Say("silence-warned", args), records)


def close_silent(ticket: Ticket, records: Records, at: datetime) -> None:
    """The resident was warned and is silent still. Raises TicketIsClosed."""
    keep(ticket, ticket.closed(at), records)
    records.acts.add(of_itself(Deed.CLOSE, ticket, at))
    said = Say("silence-closed", {"number": ticket.number}, choices=_rating(ticket))
    records.outbox.add(Letter(ToResident(ticket.resident_id), said, about=ticket.id))
    _tell(ticket, Say("silence-closed-here"), records)


def keep_open(ticket: Ticket, records: Records, centre: Centre, at: datetime) -> None:
    """The resident says that the matter is not settled: it is the operator's turn. Raises TicketIsClosed."""
    department = centre.departments.get(ticket.department_id)
    keep(ticket, going_on(ticket.heard(), department, at), records)
    said = Say("ticket-kept-open", {"number": ticket.number})
    records.outbox.add(Letter(ToResident(ticket.resident_id), said))
    _tell(ticket, Say("resident-keeps-open"), records)


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
    appeal = Button(BeginAppeal(ticket_id=ticket.id), phrase="button-appeal")
    return (stars, (Button(ReopenOwn(ticket.id), phrase="button-reopen"),), (appeal,))


def _tell(ticket: Ticket, content: Say, records: Records) -> None:
    records.outbox.add(Letter(ToThread(ticket.id), content, Lane.NOTICES))
