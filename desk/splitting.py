"""A second matter in a resident's words gets a ticket of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk import opening
from desk.act import with_ticket
from desk.addressee import ToResident, ToThread
from desk.assigning import tell_assigned
from desk.centre import Centre
from desk.conversation import hand_over, said_in
from desk.deed import Deed
from desk.department import Department
from desk.errors import NothingToSplit, TicketIsClosed, WholeTicket
from desk.letters import Lane, Letter, Say
from desk.overflow import group_of
from desk.passage import Passage, Speaker
from desk.people import Operator, Resident
from desk.question import Question
from desk.records import Records, Thread, linked, located
from desk.rights import check
from desk.said import Said
from desk.source import Source
from desk.ticket import Ticket
from desk.touches import Card

MOST = 10  # messages at once: each counts against the group's budget
OFFERED = 3  # messages to choose from


async def offered(ticket: Ticket, records: Records) -> Sequence[Said]:
    """The resident's newest messages that may go into a ticket of their own, oldest first."""
    return [await _as_it_stands(one, records) for one in (await _apart(ticket, records))[-OFFERED:]]


async def split(
    ticket: Ticket,
    since: Source | None,
    count: int,
    department: Department | None,
    operator: Operator,
    resident: Resident,
    records: Records,
    centre: Centre,
    at: datetime,
) -> Ticket:
    """So many of the resident's messages from `since` on (None: the last ones) become a ticket; that one.

    `since` lies in the resident's chat or in the thread.

    Its department is the one given, else the one that answers for what they ask, else the same. Deadlines
    count from when they came. Raises TicketIsClosed; WholeTicket of the words the ticket was opened with;
    NothingToSplit when they are none of the resident's.
    """
    check(Deed.SPLIT, operator)
    if not ticket.is_open:
        raise TicketIsClosed()
    chosen = await _chosen(ticket, since, count, records)
    first, parts = chosen[0], [source.message_id for one in chosen for source in one.sources]
    text = "\n".join(one.text for one in chosen if one.text)
    begun = min(first.at or at, at)
    question = Question(ticket.resident_id, first.first, text, begun, parts=tuple(parts[1:]))
    question = await opening.looked_up(question, resident, centre)
    subject = opening.subject_of(question, centre)
    home = centre.departments.get(ticket.department_id)
    chosen_by = department or (centre.departments.for_subject(subject) if subject else home)
    title = opening.title(subject if subject in chosen_by.subjects else None, chosen_by, centre)
    group = await group_of(chosen_by, records, at)
    card = Card(parted_from=ticket.id)
    new = await opening.begin(
        question, title, chosen_by, group, resident, records, centre, at, since=begun, card=card
    )
    here = linked(ticket, await records.threads.get(ticket.id))
    came = Say("split-here", {"ticket": here, "name": operator.name})
    records.outbox.add(Letter(ToThread(new.id), came, Lane.OPENING))
    tell_assigned(new, records)
    for one in chosen:
        await hand_over(one, new, records)
        records.passages.keep(Passage(new.id, one.sources[0], Speaker.RESIDENT, one.text))
    records.acts.add(with_ticket(Deed.SPLIT, operator, ticket, at, f"→ {new.number}"))
    records.acts.add(with_ticket(Deed.SPLIT, operator, new, at, f"← {ticket.number}"))
    # Whichever of the two the resident goes on with, nothing tells yet.
    records.tickets.save(new.told(at))
    records.tickets.save(ticket.told(at))
    told = {"number": new.number, "department": chosen_by.title, "promised": new.promised_at.isoformat()}
    said = Say("split-resident", told, quoting=first.sources[0])
    records.outbox.add(Letter(ToResident(ticket.resident_id), said))
    return new


def told_where(ticket_id: int, new: Thread) -> Letter:
    """The thread that a ticket was split off from learns where the new one is, once it is there."""
    return Letter(ToThread(ticket_id), Say("split-away", {"ticket": located(new)}), Lane.NOTICES)


async def _chosen(ticket: Ticket, since: Source | None, count: int, records: Records) -> list[Said]:
    apart = await _apart(ticket, records)
    if since is not None and since.chat_id != ticket.resident_id:  # it lies in the thread
        mirror = await records.threads.mirror_of(since)
        since = mirror.source if mirror is not None else since
    if since is None:
        chosen = apart[-count:]
    else:
        places = [place for place, one in enumerate(apart) if since in one.sources]
        if not places and since in await _opening_words(ticket, records):
            raise WholeTicket()
        chosen = apart[places[0] : places[0] + count] if places else []
    if not chosen:
        raise NothingToSplit()
    return [await _as_it_stands(one, records) for one in chosen]


async def _apart(ticket: Ticket, records: Records) -> list[Said]:
    """What the resident has said besides the words the ticket was opened with."""
    first = await _opening_words(ticket, records)
    return [one for one in await said_in(ticket, records) if not first.intersection(one.sources)]


async def _as_it_stands(said: Said, records: Records) -> Said:
    """With its words as the resident has edited them, or as they stand under a medium."""
    for source in said.sources:
        kept = await records.passages.of(source)
        if kept is not None:
            return replace(said, text=kept.words)
    return said


async def _opening_words(ticket: Ticket, records: Records) -> set[Source]:
    question = await records.questions.of_ticket(ticket.id)
    return set(question.sources) if question is not None else set()
