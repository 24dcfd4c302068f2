"""Take, wait, hand to another department."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import handoff, moving
from desk.addressee import ToResident, ToThread, ToTopic
from desk.aside import Aside, decisions
from desk.department import Departments
from desk.errors import AlreadyTaken, AlreadyThere, AlreadyYours, TicketIsClosed
from desk.letters import Lane, Letter, Relay, Say
from desk.records import Mirror, Note, Thread
from desk.sla import deadline
from desk.source import Source
from desk.ticket import State
from desk.touches import Card, Retitle, Shut
from tests.desk.fakes import FakeRecords
from tests.desk.samples import (
    ANNA,
    AT,
    CHIEF,
    CLOSED,
    FAMILY,
    HOUSING,
    NEIGHBOURS,
    NUMBER,
    OLGA,
    PAVEL,
    TICKET,
    centre,
    message,
)

TO_ANNA, THREAD = ToResident(ANNA.id), ToThread(TICKET.id)
TAKEN = TICKET.taken(OLGA)
LATER = AT + timedelta(hours=1)
TOLD = {"department": "Жильё", "name": "Ольга", "number": NUMBER}


def with_thread(topic_id: int | None = 42) -> FakeRecords:
    records = FakeRecords()
    records.threads.save(Thread(TICKET.id, FAMILY.chat_id, topic_id, 43))
    return records


async def moved(records: FakeRecords, department: str = "housing") -> FakeRecords:
    await handoff.transfer(TAKEN, department, OLGA, records, centre(), LATER)
    return records


def test_who_takes_a_ticket_is_named_to_the_resident_and_on_the_card() -> None:
    records = FakeRecords()
    handoff.take(TICKET, OLGA, records, centre(), LATER)
    assert records.tickets.all[TICKET.id] == TAKEN
    assert records.outbox.to(TO_ANNA) == [Say("operator-joined", {"name": "Ольга", "number": NUMBER})]
    assert [type(one) for one in records.outbox.to(THREAD)] == [Card, Retitle]


def test_taking_what_cannot_be_taken_is_refused_without_a_trace() -> None:
    records = FakeRecords()
    for ticket, operator, refusal in (
        (TAKEN, PAVEL, AlreadyTaken),
        (TAKEN, OLGA, AlreadyYours),
        (CLOSED, OLGA, TicketIsClosed),
    ):
        with pytest.raises(refusal):
            handoff.take(ticket, operator, records, centre(), LATER)
    assert (records.outbox.all, records.tickets.saved) == ([], set())


def test_a_supervisor_takes_over_and_the_resident_learns_it() -> None:
    records = FakeRecords()
    handoff.take(TAKEN, CHIEF, records, centre(), LATER)
    assert records.outbox.to(TO_ANNA) == [Say("operator-joined", {"name": "Ирина", "number": NUMBER})]


def test_the_resident_is_told_that_the_operator_waits() -> None:
    records = FakeRecords()
    handoff.wait(TAKEN, OLGA, records, LATER)
    assert records.tickets.all[TICKET.id].state is State.WAITING
    assert records.outbox.to(TO_ANNA) == [Say("operator-waits", {"number": NUMBER})]


def test_nobody_waits_in_a_closed_ticket() -> None:
    with pytest.raises(TicketIsClosed):
        handoff.wait(CLOSED, OLGA, FakeRecords(), LATER)


async def test_a_transferred_ticket_belongs_to_nobody_and_has_the_new_department_s_promise() -> None:
    records = await moved(with_thread())
    ticket = records.tickets.all[TICKET.id]
    assert (ticket.department_id, ticket.state, ticket.assignee_id) == ("housing", State.NEW, None)
    assert ticket.promised_at == deadline(LATER, HOUSING.first_reply, HOUSING.hours)


async def test_the_resident_learns_who_answers_now_and_when() -> None:
    records = await moved(with_thread())
    promised = deadline(LATER, HOUSING.first_reply, HOUSING.hours).isoformat()
    told = {"department": "Жильё", "promised": promised, "number": NUMBER}
    assert records.outbox.to(TO_ANNA) == [Say("ticket-transferred-resident", told)]


async def test_another_group_gets_a_new_thread_and_the_old_one_a_farewell() -> None:
    records = await moved(with_thread())
    assert records.threads.all[TICKET.id] == Thread(TICKET.id, HOUSING.chat_id)
    card = Say("card-is-elsewhere", TOLD, replacing=Source(FAMILY.chat_id, 43))
    assert records.outbox.to(ToTopic(FAMILY.chat_id, 42)) == [Say("ticket-moved-away", TOLD), card, Shut()]
    first, *_, last = [one for one in records.outbox.all if one.to == THREAD]
    assert first == Letter(THREAD, Card(), Lane.OPENING)
    assert last.content == Say("ticket-transferred", TOLD)


async def test_a_topic_the_ticket_has_left_says_where_it_is_once_an_hour() -> None:
    records = await moved(with_thread())
    there = ToTopic(FAMILY.chat_id, 42)
    late = message("я ещё тут", 90, FAMILY.chat_id)
    for at in (LATER, LATER, LATER + timedelta(hours=1)):
        await moving.hear_late(late, 42, None, records, centre(), at)
    *_, first, second = records.outbox.to(there)
    assert first == second == Say("ticket-not-here", {"ticket": NUMBER, "department": "Жильё"})
    assert len(records.outbox.to(there)) == 5
    assert not records.notes.all
    await moving.hear_late(late, 43, OLGA, records, centre(), LATER)
    assert records.outbox.to(ToTopic(FAMILY.chat_id, 43)) == []


async def test_what_an_operator_writes_there_is_passed_on_as_a_note_but_for_commands() -> None:
    records = await moved(with_thread())
    for number, words in ((90, "адрес: Ленина, 5"), (91, "/close"), (92, "// ждём УК")):
        late = message(words, number, FAMILY.chat_id)
        await moving.hear_late(late, 42, OLGA, records, centre(), LATER)
    told = [one.args for one in records.outbox.to(THREAD) if one.kind == "say" and "written" in one.phrase]
    assert [one["words"] for one in told] == ["адрес: Ленина, 5", "ждём УК"]
    assert [one.words for one in await records.notes.of_ticket(TICKET.id)] == ["адрес: Ленина, 5", "ждём УК"]


async def test_a_full_group_s_department_gets_it_in_the_next_one_and_where_it_may_be_it_stays() -> None:
    records = with_thread()
    records.outbox.waiting_in[HOUSING.chat_id] = (50, AT)
    there = replace(HOUSING, overflow=(-1003,))
    desk = replace(centre(), departments=Departments((FAMILY, there, replace(NEIGHBOURS, overflow=(-1003,)))))
    await handoff.transfer(TICKET, "housing", OLGA, records, desk, LATER)
    assert records.threads.all[TICKET.id].chat_id == -1003
    now = records.tickets.all[TICKET.id]
    await handoff.transfer(now, NEIGHBOURS.id, OLGA, records, desk, LATER)
    assert records.threads.all[TICKET.id].chat_id == -1003


async def test_replies_that_are_held_are_asked_about_where_the_ticket_is_now() -> None:
    records = with_thread()
    for number, album in ((90, None), (91, "a"), (92, "a")):
        held = message("Приедут", number, FAMILY.chat_id, "photo" if album else None, album)
        records.asides.save(Aside(TICKET.id, PAVEL, held))
    await moved(records)
    asked = [
        one
        for one in records.outbox.to(THREAD)
        if isinstance(one, Say) and one.phrase == "reply-held-elsewhere"
    ]
    assert [one.args["words"] for one in asked] == ["Приедут", "📎 Приедут"]
    assert asked[0].choices == decisions(90, TICKET.id)


@pytest.mark.parametrize("topic_id", [None, 0], ids=["not made yet", "no topics"])
async def test_there_is_no_farewell_where_there_is_no_topic(topic_id: int | None) -> None:
    records = await moved(with_thread(topic_id))
    assert not [one for one in records.outbox.all if isinstance(one.to, ToTopic)]


async def test_within_one_group_the_thread_stays() -> None:
    records = await moved(with_thread(), NEIGHBOURS.id)
    assert records.threads.all[TICKET.id] == Thread(TICKET.id, FAMILY.chat_id, 42, 43)
    assert [type(one) for one in records.outbox.to(THREAD)] == [Card, Retitle, Say]


async def test_the_new_department_hears_both_sides_in_order() -> None:
    records = with_thread()
    group = FAMILY.chat_id
    for number in range(34, 9, -2):
        asked, answered = Source(ANNA.id, 997 * number), Source(ANNA.id, 997 * (number + 1))
        records.threads.pair(Mirror(TICKET.id, asked, Source(group, 500 + number)))
        records.threads.pair(Mirror(TICKET.id, Source(group, 600 + number), answered))
    await moved(records)
    told = [one for one in records.outbox.to(THREAD) if isinstance(one, Relay)]
    assert [len(one.sources) for one in told] == [10, 10, 6], "an album holds ten at most"
    assert [one for part in told for one in part.sources] == [Source(ANNA.id, 997 * n) for n in range(10, 36)]
    assert Say("transcript-begins", {"count": 26}) in records.outbox.to(THREAD)


async def test_notes_are_told_where_they_were_written() -> None:
    records = with_thread()
    for number in (10, 11, 12):
        records.threads.pair(Mirror(TICKET.id, Source(ANNA.id, number), Source(FAMILY.chat_id, 490 + number)))
    for number, after in ((600, 0), (601, 11), (602, 11)):
        records.notes.add(Note(TICKET.id, Source(FAMILY.chat_id, number), "Ольга", f"n{number}", after))
    await moved(records)
    told = records.outbox.to(THREAD)[2:-1]
    assert [one.args["words"] if isinstance(one, Say) else len(one.sources) for one in told] == [  # type: ignore[union-attr]
        "n600",
        2,
        "n601",
        "n602",
        1,
    ]


async def test_a_story_that_has_not_gone_out_is_told_once_only() -> None:
    records = with_thread()
    records.threads.pair(Mirror(TICKET.id, Source(ANNA.id, 10), Source(FAMILY.chat_id, 500)))
    await moved(records)
    there = records.tickets.all[TICKET.id]
    await handoff.transfer(there, "family", OLGA, records, centre(), LATER)
    told = [one for one in records.outbox.to(THREAD) if isinstance(one, Relay)]
    assert [one.sources for one in told] == [(Source(ANNA.id, 10),)]


async def test_a_story_without_words_is_not_announced() -> None:
    records = await moved(with_thread())
    assert not [one for one in records.outbox.to(THREAD) if getattr(one, "phrase", "") == "transcript-begins"]


async def test_a_message_copied_twice_is_told_once() -> None:
    records = with_thread()
    for copy in (500, 501):
        records.threads.pair(Mirror(TICKET.id, Source(ANNA.id, 10), Source(FAMILY.chat_id, copy)))
    await moved(records)
    (relay,) = [one for one in records.outbox.to(THREAD) if isinstance(one, Relay)]
    assert relay.sources == (Source(ANNA.id, 10),)


@pytest.mark.parametrize(
    ("ticket", "department", "refusal"),
    [(TAKEN, "family", AlreadyThere), (CLOSED, "housing", TicketIsClosed)],
    ids=["where it is", "closed"],
)
async def test_a_transfer_that_cannot_be_is_refused_without_a_trace(
    ticket: object, department: str, refusal: type[Exception]
) -> None:
    records = with_thread()
    with pytest.raises(refusal):
        await handoff.transfer(ticket, department, OLGA, records, centre(), LATER)  # type: ignore[arg-type]
    assert (records.outbox.all, records.tickets.saved) == ([], set())


async def test_the_card_once_more_leaves_a_topic_made_meanwhile_alone() -> None:
    records = with_thread()
    before = records.threads.all[TICKET.id]
    moved = Thread(TICKET.id, before.chat_id, 77, 78)

    async def read_just_before(ticket_id: int) -> Thread | None:
        records.threads.save(moved)  # the postman has healed the thread between our reading and writing
        return before

    records.threads.get = read_just_before  # type: ignore[method-assign]
    await handoff.show_card(TAKEN, records)
    assert records.threads.all[TICKET.id] == moved
    assert Letter(THREAD, Card(), Lane.OPENING) in records.outbox.all


@pytest.mark.parametrize(("topic", "is_known"), [(77, False), (0, True)])
async def test_a_card_of_before_stands_for_its_ticket_where_no_topic_does(topic: int, is_known: bool) -> None:
    records = with_thread()
    chat = records.threads.all[TICKET.id].chat_id
    records.threads.save(Thread(TICKET.id, chat, topic, 78))
    await handoff.show_card(TAKEN, records)
    assert (await records.threads.mirror_of(Source(chat, 78)) is not None) is is_known


WHY = handoff.Reason("дом на её участке", Source(FAMILY.chat_id, 77))


async def test_a_colleague_gets_the_ticket_with_the_reason_and_the_resident_is_told_once() -> None:
    records = with_thread()
    await handoff.entrust(TAKEN, PAVEL, OLGA, records, LATER, WHY)
    now = records.tickets.all[TICKET.id]
    assert (now.state, now.assignee_id, now.promised_at) == (State.NEW, PAVEL.id, TAKEN.promised_at)
    said = {"whom": f"{PAVEL.id} Павел", "name": "Ольга", "words": "дом на её участке"}
    assert Say("ticket-entrusted-because", said) in records.outbox.to(THREAD)
    told = Say("ticket-entrusted-resident", {"name": "Павел", "number": NUMBER})
    assert records.outbox.to(TO_ANNA) == [told]


async def test_without_a_reason_none_is_told() -> None:
    records = with_thread()
    await handoff.entrust(TAKEN.waiting(OLGA, AT), PAVEL, OLGA, records, LATER)
    assert records.tickets.all[TICKET.id].state is State.WAITING
    said = Say("ticket-entrusted", {"whom": f"{PAVEL.id} Павел", "name": "Ольга"})
    assert said in records.outbox.to(THREAD)
    assert records.notes.all == {}


async def test_nobody_is_given_what_they_have_or_what_is_closed() -> None:
    for ticket, whom, refusal in ((TAKEN, OLGA, AlreadyTaken), (CLOSED, PAVEL, TicketIsClosed)):
        with pytest.raises(refusal):
            await handoff.entrust(ticket, whom, CHIEF, FakeRecords(), LATER)


async def test_the_reason_goes_to_the_other_department_and_outlives_a_deleted_topic() -> None:
    records = with_thread()
    await handoff.transfer(TAKEN, "housing", OLGA, records, centre(), LATER, WHY)
    because = Say("ticket-transferred-because", {**TOLD, "words": "дом на её участке"})
    assert records.outbox.to(THREAD)[-1] == because
    story = await handoff.retell(TICKET, records)
    note = Say("transcript-note", {"name": "Ольга", "words": "дом на её участке"})
    assert note in [one.content for one in story]
