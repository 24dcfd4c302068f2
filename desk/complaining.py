"""«Мне не ответили»: while the term runs it is said by when; then supervisors hear of it, once a ticket."""

from __future__ import annotations

from datetime import datetime

from desk import queue, waiting
from desk.addressee import ToChat, ToThread
from desk.centre import Centre
from desk.errors import TicketIsClosed
from desk.letters import Lane, Letter, Say
from desk.people import Resident
from desk.records import Records, say
from desk.ticket import State, Ticket


async def complain(
    ticket: Ticket, resident: Resident, records: Records, centre: Centre, at: datetime
) -> None:
    """The resident says that nobody has answered, or not what they asked. Raises TicketIsClosed."""
    if not ticket.is_open:
        raise TicketIsClosed()
    promised = {"number": ticket.number, "promised": ticket.promised_at.isoformat()}
    if ticket.owes_reply and at <= ticket.promised_at:
        waits = ticket.state is State.NEW
        said = await waiting.place(ticket, records, centre, at) if waits else Say("not-late-yet", promised)
        say(said, resident, records)
        return
    once = f"{ticket.id}:unanswered"
    if await records.outbox.knows_album(once):
        say(Say("complaint-known", {"number": ticket.number}), resident, records)
        return
    thread = await records.threads.get(ticket.id)
    told: dict[str, str | int] = {
        "tickets": await queue.lines([ticket], records, centre, at),
        "supervisors": " ".join(map(str, centre.supervisors)),
    }
    here = Letter(ToThread(ticket.id), Say("resident-unanswered"), Lane.NOTICES, album=once)
    records.outbox.add(here)
    if thread is not None and thread.chat_id:
        records.outbox.add(Letter(ToChat(thread.chat_id), Say("tickets-unanswered", told), Lane.NOTICES))
    say(Say("complaint-passed-on", {"number": ticket.number}), resident, records)


def add_to(ticket: Ticket, resident: Resident, records: Records, at: datetime) -> None:
    """What the resident writes next belongs to this one of their tickets. Raises TicketIsClosed."""
    if not ticket.is_open:
        raise TicketIsClosed()
    records.tickets.save(ticket.listened(at))
    say(Say("write-into-ticket", {"number": ticket.number, "subject": ticket.subject}), resident, records)
