"""A reply in a colleague's ticket is held until somebody decides about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk import reply_lock
from desk.addressee import ToResident, ToThread
from desk.choices.aside import AsideFate, DecideAside
from desk.errors import AsideDecided, NotYourReply, ResidentUnreachable, TicketIsClosed
from desk.letters import Relay, Say
from desk.people import Operator
from desk.source import Source
from desk.ticket import State, Ticket
from desk.words import Words
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, FAMILY, OLGA, PAVEL, TICKET, centre, message

TO_ANNA, THREAD = ToResident(ANNA.id), ToThread(TICKET.id)
TAKEN = TICKET.taken(OLGA)
GROUP = FAMILY.chat_id


async def held(
    ticket: Ticket = TAKEN, by: Operator = PAVEL, text: str = "Сделаем", **said: object
) -> FakeRecords:
    records = FakeRecords()
    records.tickets.add(ticket)
    words = message(text, 100, GROUP, **said)  # type: ignore[arg-type]
    await reply_lock.reply(words, ticket, by, ANNA, records, centre(), AT)
    return records


async def decide(records: FakeRecords, fate: AsideFate, by: Operator, number: int = 100) -> Say:
    ticket = records.tickets.all[TICKET.id]
    choice = DecideAside(ticket.id, number, fate)
    return await reply_lock.decide(choice, ticket, by, ANNA, records, centre(), AT)


def sent(records: FakeRecords) -> list[tuple[Words | None, str | None]]:
    return [(one.words, one.signed) for one in records.outbox.to(TO_ANNA) if isinstance(one, Relay)]


async def test_a_colleague_s_reply_is_held_with_three_ways_out() -> None:
    records = await held()
    (asked,) = records.outbox.to(THREAD)
    assert isinstance(asked, Say)
    assert (asked.phrase, asked.args, asked.quoting) == ("reply-held", {"name": "Ольга"}, Source(GROUP, 100))
    assert [one.choice.becomes for row in asked.choices for one in row] == list(AsideFate)  # type: ignore[union-attr]
    assert records.outbox.to(TO_ANNA) == []
    assert records.tickets.all[TICKET.id] == TAKEN


async def test_a_reply_with_a_private_number_is_held_even_in_one_s_own_ticket() -> None:
    records = await held(by=OLGA, text="Ваш СНИЛС 112-233-445 95")
    (asked,) = records.outbox.to(THREAD)
    assert isinstance(asked, Say)
    assert (asked.phrase, asked.args) == ("reply-held-private", {"kinds": "СНИЛС"})
    assert [one.choice.becomes for row in asked.choices for one in row] == [AsideFate.SEND, AsideFate.NOTE]  # type: ignore[union-attr]
    assert sent(records) == []
    mended = message("Ваш СНИЛС в порядке", 100, GROUP)
    await reply_lock.correct(mended, TAKEN, OLGA, records)
    await decide(records, AsideFate.SEND, OLGA)
    assert sent(records) == [(Words("Ваш СНИЛС в порядке"), "Ольга")]


async def test_kept_as_a_note_its_numbers_are_hidden() -> None:
    records = await held(by=OLGA, text="карта 4276 3800 1234 5679")
    await decide(records, AsideFate.NOTE, OLGA)
    (note,) = await records.notes.of_ticket(TICKET.id)
    assert note.words == "карта •••• •••• •••• 5679"


@pytest.mark.parametrize("said", ["Звоните 8-800-100-70-10", "Счёт фонда 40702810900000001234", "код 4821"])
async def test_other_numbers_go(said: str) -> None:
    assert sent(await held(by=OLGA, text=said)) == [(Words(said), "Ольга")]


async def test_who_waits_for_the_resident_has_the_ticket_too() -> None:
    assert sent(await held(TAKEN.waiting(OLGA, AT))) == []


@pytest.mark.parametrize("ticket", [TICKET, TICKET.assigned(OLGA.id, OLGA.name), TICKET.taken(PAVEL)])
async def test_a_ticket_of_nobody_s_or_one_s_own_is_simply_answered(ticket: Ticket) -> None:
    records = await held(ticket)
    assert sent(records) == [(Words("Сделаем"), "Павел")]
    assert records.tickets.all[TICKET.id].assignee_id == PAVEL.id


@pytest.mark.parametrize("by", [PAVEL, OLGA, CHIEF], ids=["author", "who has the ticket", "supervisor"])
async def test_sending_leaves_the_ticket_where_it_is(by: Operator) -> None:
    records = await held()
    assert await decide(records, AsideFate.SEND, by) == Say("reply-held-sent", {"name": by.name})
    assert sent(records) == [(Words("Сделаем"), "Павел")], "signed by who wrote it"
    assert records.tickets.all[TICKET.id].assignee_id == OLGA.id
    assert records.tickets.all[TICKET.id].first_reply_at == AT


async def test_a_held_reply_stays_as_a_note_of_its_author() -> None:
    records = await held()
    await decide(records, AsideFate.NOTE, OLGA)
    assert [(one.author, one.words) for one in records.notes.all.values()] == [("Павел", "Сделаем")]
    assert sent(records) == []


async def test_taking_over_sends_and_tells_whose_it_was() -> None:
    records = await held()
    await decide(records, AsideFate.TAKE, PAVEL)
    now = records.tickets.all[TICKET.id]
    assert (now.state, now.assignee_id) == (State.TAKEN, PAVEL.id)
    assert Say("ticket-taken-over", {"name": "Павел", "colleague": "Ольга"}) in records.outbox.to(THREAD)
    assert sent(records) == [(Words("Сделаем"), "Павел")]


async def test_it_is_decided_once() -> None:
    records = await held()
    await decide(records, AsideFate.SEND, PAVEL)
    with pytest.raises(AsideDecided):
        await decide(records, AsideFate.NOTE, OLGA)
    assert len(sent(records)) == 1


@pytest.mark.parametrize(
    ("fate", "by"),
    [(AsideFate.SEND, Operator(99, "Пётр")), (AsideFate.TAKE, OLGA), (AsideFate.TAKE, CHIEF)],
)
async def test_who_has_nothing_to_do_with_it_decides_nothing(fate: AsideFate, by: Operator) -> None:
    records = await held()
    with pytest.raises(NotYourReply):
        await decide(records, fate, by)


async def test_nothing_is_held_or_sent_that_cannot_arrive() -> None:
    with pytest.raises(TicketIsClosed):
        await held(TAKEN.closed(AT))
    records = FakeRecords()
    with pytest.raises(ResidentUnreachable):
        words = message("Сделаем", 100, GROUP)
        await reply_lock.reply(words, TAKEN, PAVEL, ANNA.gone(), records, centre(), AT)
    assert records.asides.all == {}
    records = await held()
    records.tickets.save(TAKEN.closed(AT))
    with pytest.raises(TicketIsClosed):
        await decide(records, AsideFate.SEND, PAVEL)


async def test_an_edit_follows_into_what_is_held() -> None:
    records = await held()
    words = message("Сделаем завтра", 100, GROUP)
    await reply_lock.correct(words, TAKEN, PAVEL, records)
    assert len(records.outbox.to(THREAD)) == 1, "nothing is said about it"
    await decide(records, AsideFate.SEND, PAVEL)
    assert sent(records) == [(Words("Сделаем завтра"), "Павел")]


async def test_an_edit_into_a_note_decides_it() -> None:
    records = await held()
    await reply_lock.hide(message("// своим", 100, GROUP), "своим", TAKEN, PAVEL, records)
    assert [one.words for one in records.notes.all.values()] == ["своим"]
    with pytest.raises(AsideDecided):
        await decide(records, AsideFate.SEND, PAVEL)


async def test_an_album_is_held_whole_and_asked_about_once() -> None:
    records = await held(media="photo", album="a1")
    part = message("", 101, GROUP, "photo", "a1")
    await reply_lock.reply(part, TAKEN, PAVEL, ANNA, records, centre(), AT)
    assert len(records.outbox.to(THREAD)) == 1
    await decide(records, AsideFate.SEND, PAVEL)
    late = message("", 102, GROUP, "photo", "a1")
    await reply_lock.reply(late, TAKEN, PAVEL, ANNA, records, centre(), AT)
    (relay,) = [one for one in records.outbox.to(TO_ANNA) if isinstance(one, Relay)]
    assert [one.message_id for one in relay.sources] == [100, 101, 102]


async def test_an_album_captioned_as_a_note_is_no_held_reply() -> None:
    records = await held(media="photo", album="a1")
    marked = message("// своим", 101, GROUP, "photo", "a1")
    await reply_lock.note(marked, "своим", TAKEN, PAVEL, records)
    late = message("", 102, GROUP, "photo", "a1")
    await reply_lock.reply(late, TAKEN, PAVEL, ANNA, records, centre(), AT)
    assert records.asides.all == {}
    assert sent(records) == []


async def test_who_decides_meets_whoever_decides_at_the_same_moment() -> None:
    records = await held()
    records.tickets.saved.clear()
    await decide(records, AsideFate.NOTE, PAVEL)
    assert records.tickets.saved == {TICKET.id}


async def test_a_ticket_that_was_returned_is_taken_by_the_held_reply() -> None:
    records = await held()
    records.tickets.save(replace(TAKEN.returned()))
    await decide(records, AsideFate.TAKE, PAVEL)
    assert records.tickets.all[TICKET.id].assignee_id == PAVEL.id
    assert len(sent(records)) == 1
