"""Sorting: an operator says how urgent a ticket is, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk.act import with_ticket
from desk.addressee import ToThread
from desk.assigning import placed, tell_assigned
from desk.button import Button, Choices
from desk.centre import Centre
from desk.choices.handoff import Transfer
from desk.choices.sorting import ChooseSubject, Priority, SetPriority, SetSubject
from desk.deed import Deed
from desk.department import Department
from desk.errors import SamePriority, SameSubject
from desk.letters import Letter, Say
from desk.passage import head
from desk.people import Operator
from desk.records import Records, keep
from desk.rights import check
from desk.rows import paged
from desk.ticket import Ticket
from faq.entry import Subject

SUBJECTS_ON_A_PAGE = 10
BUTTONS = {
    Priority.NORMAL: "button-priority-normal",
    Priority.HIGH: "button-priority-high",
    Priority.URGENT: "button-priority-urgent",
}
TOLD = {
    Priority.NORMAL: "priority-normal",
    Priority.HIGH: "priority-high",
    Priority.URGENT: "priority-urgent",
}


def offer_priorities(ticket: Ticket) -> Say:
    """How urgent is it?"""
    others = (one for one in Priority if one is not ticket.priority)
    row = tuple(Button(SetPriority(ticket.id, one), phrase=BUTTONS[one]) for one in others)
    return Say("choose-priority", choices=(row,))


async def rank(
    ticket: Ticket, priority: Priority, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """It is so urgent from now on. One that nobody has, made more urgent, gets to somebody on duty.

    Raises TicketIsClosed, SamePriority.
    """
    check(Deed.PRIORITY, operator)
    if priority is ticket.priority and ticket.is_open:
        raise SamePriority()
    now = ticket.ranked(priority)
    if priority > ticket.priority:
        now = await placed(now, centre.departments.get(ticket.department_id), records, at)
    keep(ticket, now, records)
    records.acts.add(with_ticket(Deed.PRIORITY, operator, ticket, at, f"→ {priority.name.lower()}"))
    records.outbox.add(Letter(ToThread(ticket.id), Say(TOLD[priority], {"name": operator.name})))
    if now.assignee_id != ticket.assignee_id:
        tell_assigned(now, records)


def offer_subjects(ticket: Ticket, page: int, centre: Centre) -> Say:
    """What is it about?"""
    every = _subjects(centre)
    part, turns = paged(every, page, SUBJECTS_ON_A_PAGE, lambda to: ChooseSubject(ticket.id, to, again=True))
    return Say("choose-fixed-subject", choices=(*_rows(ticket, part), *turns))


async def fix_named(
    words: str, ticket: Ticket, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """The subject whose title has these words; a choice of them when there are several, or none.

    Raises TicketIsClosed, SameSubject.
    """
    wanted = words.strip().casefold()
    hits = [one for one in _subjects(centre) if wanted in one.title.casefold() or wanted == one.id]
    if len(hits) == 1:
        await fix_subject(ticket, hits[0].id, operator, records, centre, at)
        return
    said = Say("choose-fixed-subject", choices=_rows(ticket, hits[:SUBJECTS_ON_A_PAGE]))
    if not hits:
        said = replace(offer_subjects(ticket, 0, centre), phrase="subject-not-found")
    records.outbox.add(Letter(ToThread(ticket.id), said))


async def fix_subject(
    ticket: Ticket, subject_id: str, operator: Operator, records: Records, centre: Centre, at: datetime
) -> None:
    """The ticket is about that, and so was its question: an entry drafted from it will stand there.

    Its department stays; another one that answers for the subject is offered. Raises TicketIsClosed,
    SameSubject.
    """
    check(Deed.SUBJECT, operator)
    title = centre.knowledge.shelf.subjects[subject_id].title
    now = ticket.about(title)
    if now.subject == ticket.subject:
        raise SameSubject()
    keep(ticket, now, records)
    records.acts.add(with_ticket(Deed.SUBJECT, operator, ticket, at, f"{ticket.subject} → {title}"))
    resident = await records.residents.get(ticket.resident_id)
    if resident is not None:
        records.passages.keep(head(now, resident))
    gap = await records.gaps.of_ticket(ticket.id)
    if gap is not None:
        records.gaps.save(gap.about(subject_id))
    said = Say("subject-fixed", {"subject": title, "name": operator.name})
    other = _responsible(subject_id, centre)
    if other is not None and other.id != ticket.department_id:
        args = {**said.args, "department": other.title}
        there = Button(Transfer(ticket.id, other.id), phrase="button-transfer-there")
        said = Say("subject-fixed-elsewhere", args, ((there,),))
    records.outbox.add(Letter(ToThread(ticket.id), said))


def _responsible(subject_id: str, centre: Centre) -> Department | None:
    return next((one for one in centre.departments.all if subject_id in one.subjects), None)


def _subjects(centre: Centre) -> list[Subject]:
    return sorted(centre.knowledge.shelf.subjects.values(), key=lambda one: one.order)


def _rows(ticket: Ticket, subjects: Sequence[Subject]) -> Choices:
    return tuple((Button(SetSubject(ticket.id, one.id), text=one.title),) for one in subjects)
