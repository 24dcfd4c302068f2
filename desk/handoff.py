"""A ticket in a person's hands: take, wait, hand to another department or to a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.act import with_ticket
from desk.addressee import ToResident, ToThread
from desk.assigning import assigned, tell_assigned
from desk.centre import Centre
from desk.deed import Deed
from desk.letters import Content, Lane, Letter, Relay, Say
from desk.moving import bring_along, leave
from desk.overflow import group_of
from desk.people import Operator
from desk.records import Mirror, Note, Records, Thread, heard_in_private, keep
from desk.rights import check_in
from desk.source import Source
from desk.ticket import State, Ticket
from desk.timing import going_on, promise
from desk.touches import Card

NAMED = 18  # bytes of a colleague's name that fit a button (handlers/buttons.py: LIMIT)
ALBUM_LIMIT = 10  # messages copied by one letter: each counts against the group's budget


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a ticket goes to somebody else, and the message that says so."""

    words: str
    source: Source


def take(ticket: Ticket, operator: Operator, records: Records, centre: Centre, at: datetime) -> None:
    """The operator takes the ticket; a supervisor also from a colleague, and the thread is told.

    Raises AlreadyTaken, AlreadyYours, TicketIsClosed.
    """
    department = centre.departments.get(ticket.department_id)
    taken = going_on(ticket.taken(operator), department, at)
    if ticket.is_anothers(operator):
        take_over(ticket, operator, records, centre, at)
        return
    keep(ticket, taken, records)
    records.acts.add(with_ticket(Deed.TAKE, operator, ticket, at))
    joined = Say("operator-joined", {"name": operator.name, "number": ticket.number})
    records.outbox.add(Letter(ToResident(ticket.resident_id), joined))


def take_over(ticket: Ticket, operator: Operator, records: Records, centre: Centre, at: datetime) -> None:
    """The operator takes a colleague's ticket; the thread is told whose it was. Raises TicketIsClosed."""
    department = centre.departments.get(ticket.department_id)
    keep(ticket, going_on(ticket.taken_over(operator), department, at), records)
    records.acts.add(with_ticket(Deed.TAKE, operator, ticket, at, _whose(ticket, operator)))
    joined = Say("operator-joined", {"name": operator.name, "number": ticket.number})
    records.outbox.add(Letter(ToResident(ticket.resident_id), joined))
    said = Say("ticket-taken-over", {"name": operator.name, "colleague": ticket.assignee_name or ""})
    records.outbox.add(Letter(ToThread(ticket.id), said))


def wait(ticket: Ticket, operator: Operator, records: Records, at: datetime, insists: bool = False) -> None:
    """The operator waits for the resident's answer: the deadlines stand still.

    Raises TicketIsClosed, AnothersTicket.
    """
    check_in(Deed.WAIT, ticket, operator, insists)
    waiting = ticket.waiting(operator, at)
    keep(ticket, waiting, records)
    if ticket.state is State.NEW:
        records.acts.add(with_ticket(Deed.TAKE, operator, ticket, at))
    waits = Say("operator-waits", {"number": ticket.number})
    records.outbox.add(Letter(ToResident(ticket.resident_id), waits))


async def show_card(ticket: Ticket, records: Records) -> None:
    """The ticket's card once more, at the bottom of its thread; the one above says so, and nothing else."""
    thread = await records.threads.get(ticket.id)
    if thread is not None:
        records.threads.change(thread, thread.uncarded())
    if thread is not None and thread.card_id:
        old = Source(thread.chat_id, thread.card_id)
        if not thread.topic_id:  # there an answer to it is about this ticket still
            records.threads.pair(Mirror(ticket.id, old, old))
        records.outbox.add(Letter(ToThread(ticket.id), Say("card-is-below", replacing=old), Lane.NOTICES))
    records.outbox.add(Letter(ToThread(ticket.id), Card(), Lane.OPENING))


async def transfer(
    ticket: Ticket,
    department_id: str,
    operator: Operator,
    records: Records,
    centre: Centre,
    at: datetime,
    reason: Reason | None = None,
    insists: bool = False,
) -> None:
    """The ticket goes to another department, with the whole story; the reason is for who has it then.

    Raises TicketIsClosed, AlreadyThere, AnothersTicket.
    """
    check_in(Deed.TRANSFER, ticket, operator, insists, department_id)
    department = centre.departments.get(department_id)
    promised, resolution = promise(department, at)
    heard = going_on(ticket.heard(), centre.departments.get(ticket.department_id), at)
    # Whom it goes to answers anew; by when the matter is settled stays as it was.
    moved = heard.transferred(department.id, promised, heard.resolve_by or resolution)
    said = {"department": department.title, "name": operator.name, "number": ticket.number}
    old = await records.threads.get(ticket.id)
    stays = old is None or old.chat_id in department.groups
    group = old.chat_id if stays and old is not None else await group_of(department, records, at)
    moved = await assigned(moved, department, group, records, at)
    if old is not None and not stays:
        leave(old, said, records)
        records.threads.save(Thread(ticket.id, group))
        records.tickets.save(moved)
        for letter in await retell(moved, records):
            records.outbox.add(letter)
        await bring_along(moved, records)
    else:
        keep(ticket, moved, records)
    records.acts.add(with_ticket(Deed.TRANSFER, operator, ticket, at, _to(department.title, reason)))
    await _tell_why(
        Say("ticket-transferred", said), "ticket-transferred-because", reason, moved, operator, records
    )
    tell_assigned(moved, records)
    told = {"department": department.title, "promised": promised.isoformat(), "number": ticket.number}
    records.outbox.add(Letter(ToResident(ticket.resident_id), Say("ticket-transferred-resident", told)))


async def entrust(
    ticket: Ticket,
    colleague: Operator,
    operator: Operator,
    records: Records,
    at: datetime,
    reason: Reason | None = None,
    insists: bool = False,
) -> None:
    """The ticket goes to a colleague, who has still to take it: they see why, the resident learns who.

    Promises stay as they were. Raises TicketIsClosed, AnothersTicket; AlreadyTaken when they have it.
    """
    now = ticket.entrusted(colleague.id, colleague.name)
    check_in(Deed.ENTRUST, ticket, operator, insists, f"{colleague.id} {_short(colleague.name)}")
    keep(ticket, now, records)
    records.acts.add(with_ticket(Deed.ENTRUST, operator, ticket, at, _to(colleague.name, reason)))
    said = {"whom": f"{colleague.id} {colleague.name}", "name": operator.name}
    await _tell_why(Say("ticket-entrusted", said), "ticket-entrusted-because", reason, now, operator, records)
    told = Say("ticket-entrusted-resident", {"name": colleague.name, "number": ticket.number})
    records.outbox.add(Letter(ToResident(ticket.resident_id), told))


def _short(name: str) -> str:
    """As much of a name as a button can carry; a colon would part what stands on it."""
    return name.replace(":", " ").encode()[:NAMED].decode(errors="ignore").strip()


def _whose(ticket: Ticket, operator: Operator) -> str:
    """From whom it is taken."""
    return f"← {ticket.assignee_name}" if ticket.is_anothers(operator) else ""


def _to(whom: str, reason: Reason | None) -> str:
    return f"→ {whom}: {reason.words}" if reason is not None else f"→ {whom}"


async def _tell_why(
    said: Say, because: str, reason: Reason | None, ticket: Ticket, operator: Operator, records: Records
) -> None:
    """Say it, with the reason there is. That is kept as a note: a thread that begins anew tells it, too."""
    if reason is None:
        records.outbox.add(Letter(ToThread(ticket.id), said))
        return
    told = Say(because, {**said.args, "words": reason.words})
    records.outbox.add(Letter(ToThread(ticket.id), told))
    heard = heard_in_private(ticket, await records.threads.mirrors_of(ticket.id))
    note = Note(ticket.id, reason.source, operator.name, reason.words, max(heard, default=0))
    records.notes.add(note)


async def retell(ticket: Ticket, records: Records) -> list[Letter]:
    """A new thread for a ticket, and all that was said so far in it.

    What has not gone out of the story as it was told before is not told any more.
    """
    thread, told = ToThread(ticket.id), story_key(ticket.id)
    await records.outbox.supersede(told)
    # The card opens the topic. Once more it harms nobody, so it is not taken back.
    card = Letter(thread, Card(), Lane.OPENING)
    whole = await story(ticket, records, into=ticket)
    return [card, *(Letter(thread, one, Lane.OPENING, album=told) for one in whole)]


def story_key(ticket_id: int) -> str:
    """What the letters that tell a ticket's story have in common."""
    return f"{ticket_id}:story"


async def story(ticket: Ticket, records: Records, into: Ticket) -> list[Content]:
    """All that was said so far in a ticket, to be told in the thread of that or another one.

    The resident's private chat has both sides of the story, the operators' words signed. Their notes
    for each other stand between, where they were written.
    """
    said = heard_in_private(ticket, await records.threads.mirrors_of(ticket.id))
    told: list[Content] = [Say("transcript-begins", {"count": len(said)})] if said else []
    for note in await records.notes.of_ticket(ticket.id):
        before = [one for one in said if one <= note.after]
        told += _copies(into, before)
        told.append(Say("transcript-note", {"name": note.author, "words": note.words}))
        said = said[len(before) :]
    return told + _copies(into, said)


def _copies(into: Ticket, messages: Sequence[int]) -> list[Content]:
    parts = [messages[start : start + ALBUM_LIMIT] for start in range(0, len(messages), ALBUM_LIMIT)]
    return [Relay(tuple(Source(into.resident_id, one) for one in part), into.id) for part in parts]
