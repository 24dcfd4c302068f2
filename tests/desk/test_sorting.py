"""How urgent a ticket is and what it is about, as an operator says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.addressee import ToThread
from desk.assigning import assigned
from desk.centre import Centre
from desk.choices.handoff import Transfer
from desk.choices.sorting import ChooseSubject, Priority, SetSubject
from desk.deed import Deed
from desk.department import Departments
from desk.errors import SamePriority, SameSubject, TicketIsClosed
from desk.gap import Gap, Reason
from desk.gathering import Cluster
from desk.letters import Say
from desk.passage import Speaker, sought
from desk.records import Thread
from desk.shift import Assignment, Shift
from desk.sorting import fix_named, fix_subject, offer_priorities, offer_subjects, rank
from desk.touches import Retitle
from faq.entry import Shelf, Subject
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CLOSED, FAMILY, HOUSING, OLGA, PAVEL, TICKET, FakeKnowledge, centre

THREAD = ToThread(TICKET.id)


def by_turns() -> Centre:
    return replace(centre(), departments=Departments((replace(FAMILY, assignment=Assignment.BY_TURNS),)))


def at_work(*people: int) -> FakeRecords:
    records = FakeRecords()
    records.tickets.add(TICKET)
    records.threads.save(Thread(TICKET.id, FAMILY.chat_id, 70))
    for one in people:
        records.shifts.save(Shift(FAMILY.chat_id, one, f"Имя {one}", AT))
    return records


async def test_a_priority_is_kept_told_and_shown_in_the_title() -> None:
    records = at_work()
    await rank(TICKET, Priority.HIGH, OLGA, records, centre(), AT)
    now = records.tickets.all[TICKET.id]
    assert (now.priority, now.sign) == (Priority.HIGH, "❗🆕")
    told = records.outbox.to(THREAD)
    assert Retitle() in told
    assert Say("priority-high", {"name": "Ольга"}) in told
    (act,) = records.acts.all
    assert (act.deed, act.by_id, act.note) == (Deed.PRIORITY, OLGA.id, "→ high")


async def test_the_same_priority_again_and_a_closed_ticket_are_refused() -> None:
    with pytest.raises(SamePriority):
        await rank(TICKET, Priority.NORMAL, OLGA, at_work(), centre(), AT)
    with pytest.raises(TicketIsClosed):
        await rank(CLOSED, Priority.HIGH, OLGA, at_work(), centre(), AT)


async def test_one_that_nobody_has_gets_to_somebody_on_duty_when_it_is_more_urgent() -> None:
    records = at_work(PAVEL.id)
    await rank(TICKET, Priority.URGENT, OLGA, records, by_turns(), AT)
    assert records.tickets.all[TICKET.id].assignee_id == PAVEL.id
    assert Say("ticket-assigned", {"whom": "56 Имя 56"}) in records.outbox.to(THREAD)
    records = at_work(PAVEL.id)
    await rank(TICKET.ranked(Priority.URGENT), Priority.NORMAL, OLGA, records, by_turns(), AT)
    assert records.tickets.all[TICKET.id].assignee_id is None
    taken = TICKET.taken(OLGA)
    await rank(taken, Priority.URGENT, OLGA, records, by_turns(), AT)
    assert records.tickets.all[TICKET.id].assignee_id == OLGA.id


def test_a_danger_is_urgent_and_marked_once() -> None:
    danger = TICKET.urgent("газ")
    assert (danger.priority, danger.sign) == (Priority.URGENT, "🆕")


def test_the_other_priorities_are_offered() -> None:
    (row,) = offer_priorities(TICKET.ranked(Priority.HIGH)).choices
    assert [one.phrase for one in row] == ["button-priority-normal", "button-priority-urgent"]


async def test_what_nobody_on_duty_has_stays_with_nobody() -> None:
    records = at_work()
    assert (await assigned(TICKET, by_turns().departments.all[0], FAMILY.chat_id, records, AT)) == TICKET


async def test_a_subject_is_shown_found_and_learnt_from() -> None:
    records = at_work()
    records.residents.save(ANNA)
    records.gaps.save(Gap(5, "Вопрос?", AT, Reason.PERSON, ticket_id=TICKET.id))
    await fix_subject(TICKET, "zhku", OLGA, records, centre(), AT)
    assert records.tickets.all[TICKET.id].subject == "Жильё"
    assert records.gaps.all[5].subject == "zhku"
    (act,) = records.acts.all
    assert (act.deed, act.note) == (Deed.SUBJECT, "Семья и дети → Жильё")
    (hit,) = await records.passages.find(sought("жильё анна"), (FAMILY.chat_id,), 5)
    assert hit.speaker is Speaker.TICKET
    said = records.outbox.to(THREAD)
    assert Retitle() in said
    (told,) = [one for one in said if isinstance(one, Say)]
    assert (told.phrase, told.args["department"]) == ("subject-fixed-elsewhere", HOUSING.title)
    assert told.choices[0][0].choice == Transfer(TICKET.id, "housing")


async def test_the_department_that_has_it_is_not_offered() -> None:
    records = at_work()
    wrong = replace(TICKET, subject="Жильё")
    await fix_subject(wrong, "fam", OLGA, records, centre(), AT)
    assert Say("subject-fixed", {"subject": "Семья", "name": "Ольга"}) in records.outbox.to(THREAD)


async def test_the_same_subject_and_a_closed_ticket_are_refused() -> None:
    with pytest.raises(SameSubject):
        await fix_subject(replace(TICKET, subject="Семья"), "fam", OLGA, at_work(), centre(), AT)
    with pytest.raises(TicketIsClosed):
        await fix_subject(CLOSED, "zhku", OLGA, at_work(), centre(), AT)


async def test_a_danger_stays_marked() -> None:
    records = at_work()
    await fix_subject(TICKET.urgent("газ"), "zhku", OLGA, records, centre(), AT)
    assert records.tickets.all[TICKET.id].subject == "🆘 газ · Жильё"


@pytest.mark.parametrize(("words", "subject"), [("жиль", "Жильё"), ("zhku", "Жильё"), ("СЕМЬЯ", "Семья")])
async def test_a_subject_may_be_named_by_a_part_of_it(words: str, subject: str) -> None:
    records = at_work()
    await fix_named(words, TICKET, OLGA, records, centre(), AT)
    assert records.tickets.all[TICKET.id].subject == subject


@pytest.mark.parametrize("words", ["ь", "космос"])
async def test_words_that_name_several_subjects_or_none_bring_a_choice(words: str) -> None:
    records = at_work()
    await fix_named(words, TICKET, OLGA, records, centre(), AT)
    assert records.tickets.all[TICKET.id].subject == TICKET.subject
    (asked,) = [one for one in records.outbox.to(THREAD) if isinstance(one, Say)]
    offered = [one.choice for row in asked.choices for one in row]
    assert offered == [SetSubject(TICKET.id, "fam"), SetSubject(TICKET.id, "zhku")]


def test_many_subjects_have_pages() -> None:
    subjects = {f"s{n}": Subject(f"s{n}", f"Тема {n}", n) for n in range(23)}
    wide = replace(centre(), knowledge=FakeKnowledge(shelf=Shelf(subjects, {}, {}, {})))
    last = offer_subjects(TICKET, 9, wide)
    assert [one.choice for one in last.choices[-1]] == [ChooseSubject(TICKET.id, 1, again=True)]
    assert len(last.choices) == 4


def test_a_cluster_belongs_where_most_of_it_was_put() -> None:
    gaps = [Gap(n, "Вопрос?", AT, Reason.PERSON, subject=one) for n, one in enumerate((None, "a", "b", "b"))]
    assert Cluster(tuple(gaps)).subject == "b"
    assert Cluster(tuple(gaps[:1])).subject is None
