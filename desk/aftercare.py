"""After-care: whether a closed ticket's matter is settled, and how a resident comes back to it."""

from __future__ import annotations

from datetime import datetime

from desk import closing, opening
from desk.addressee import ToResident, ToThread
from desk.button import Button
from desk.centre import Centre
from desk.choices.own_ticket import Rate, ReopenOwn, Settled
from desk.errors import TicketIsOpen
from desk.letters import Lane, Letter, Say
from desk.people import Resident
from desk.question import Message
from desk.records import Records, keep, linked, say
from desk.source import Source
from desk.ticket import Ticket
from desk.timing import is_past, next_day


async def ask(ticket: Ticket, records: Records, centre: Centre, at: datetime) -> None:
    """The resident is asked whether the matter is settled, once and in working hours.

    While they talk with a person about something else, or nobody works, it waits for the next working day.
    Who has left, is banned, or can open the ticket again no longer, is not asked.
    """
    if ticket.is_open or ticket.ask_at is None or at < ticket.ask_at:
        return
    department = centre.departments.get(ticket.department_id)
    resident = await records.residents.get(ticket.resident_id)
    ban = await records.bans.get(ticket.resident_id)
    is_gone = resident is None or not resident.reachable or (ban is not None and ban.holds(at))
    if resident is None or is_gone or is_past(ticket, department, at):
        records.tickets.save(ticket.to_ask(None))
        return
    talks = await records.tickets.open_of(resident.id) is not None
    if talks or not department.hours.open_at(at):
        records.tickets.save(ticket.to_ask(next_day(department, at)))
        return
    records.tickets.save(ticket.asked(at))
    yes = Button(Settled(ticket.id, True), phrase="button-settled")
    no = Button(Settled(ticket.id, False), phrase="button-unsettled")
    said = Say("is-it-settled", {"number": ticket.number, "subject": ticket.subject}, ((yes, no),))
    records.outbox.add(Letter(ToResident(resident.id), said, Lane.NOTICES))


async def judge(
    ticket: Ticket,
    settled: bool,
    asked: Source | None,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> None:
    """The resident's word. «Нет» opens the ticket again; «да» is thanked for in the message `asked`.

    Raises TicketIsOpen.
    """
    judged = ticket.judged(settled)
    if not settled:
        await resume(judged, resident, records, centre, at, told="resident-unsettled")
        return
    keep(ticket, judged, records)
    stars = tuple(Button(Rate(ticket.id, n), text=f"⭐ {n}") for n in range(1, 6))
    again = (Button(ReopenOwn(ticket.id), phrase="button-reopen"),)
    phrase, choices = ("settled-thanks", (again,)) if ticket.rating else ("settled-rate", (stars, again))
    say(Say(phrase, {"number": ticket.number}, choices, replacing=asked), resident, records)
    records.outbox.add(Letter(ToThread(ticket.id), Say("resident-settled"), Lane.NOTICES))


async def resume(
    ticket: Ticket,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
    told: str = "resident-reopened",
) -> None:
    """The resident comes back to a closed ticket. Long after, their next message opens one that names it.

    Raises TicketIsOpen.
    """
    department = centre.departments.get(ticket.department_id)
    if ticket.is_open:
        raise TicketIsOpen()
    if is_past(ticket, department, at):
        records.tickets.save(ticket)
        await opening.ask_person(None, resident, records, centre, at, resuming=ticket)
    else:
        await closing.reopen(ticket, None, records, centre, at, told)


async def open_with(
    message: Message, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The message a resident was asked to write opens a ticket; one that goes on with another names it."""
    earlier = await records.tickets.get(resident.resuming) if resident.resuming is not None else None
    ticket = await opening.open_with(message, resident, records, centre, at, earlier)
    if earlier is None:
        return
    there = linked(earlier, await records.threads.get(earlier.id))
    here = linked(ticket, await records.threads.get(ticket.id))
    goes_on = Letter(ToThread(ticket.id), Say("ticket-goes-on-with", {"ticket": there}), Lane.OPENING)
    records.outbox.add(goes_on)
    gone_on = Letter(ToThread(earlier.id), Say("ticket-gone-on-in", {"ticket": here}), Lane.NOTICES)
    records.outbox.add(gone_on)
