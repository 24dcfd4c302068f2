"""Residents who block the bot, groups that move, letters that did not arrive."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk import departures
from desk.addressee import ToChat, ToResident, ToThread
from desk.choices.ledger import CountAsDelivered, SendAgain
from desk.departures import Undelivered
from desk.errors import LetterElsewhere, LetterSettled
from desk.letters import Letter, Relay, Say
from desk.people import Operator, Role
from desk.records import Thread
from desk.source import Source
from desk.touches import Card, React
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, CLOSED, OLGA, TICKET

ADMINS = (900, 901)
THREAD, TO_ANNA = ToThread(TICKET.id), ToResident(ANNA.id)
HERE = -1001
HEARD = Source(HERE, 100)
REPLY = Letter(TO_ANNA, Relay((HEARD,), TICKET.id), acknowledge=HEARD)
PASSED_ON = Letter(THREAD, Relay((Source(ANNA.id, 10),), TICKET.id))
FAILED = Undelivered(7, REPLY, "Bad Request")


def known(*, open_ticket: bool = True) -> FakeRecords:
    records = FakeRecords()
    records.residents.save(ANNA)
    records.tickets.all[TICKET.id] = TICKET if open_ticket else CLOSED
    return records


def phrases(records: FakeRecords, to: ToThread | ToChat = THREAD) -> list[str]:
    return [one.phrase for one in records.outbox.to(to) if isinstance(one, Say)]


async def test_who_blocked_the_bot_is_unreachable_and_the_operator_learns_it() -> None:
    records = known()
    await departures.block(ANNA, records)
    assert records.residents.all[ANNA.id] == ANNA.gone()
    assert [type(one) for one in records.outbox.to(THREAD)] == [Say, Card]
    assert phrases(records) == ["resident-blocked"]


async def test_blocking_is_told_once() -> None:
    records = known()
    await departures.block(ANNA.gone(), records)
    assert records.outbox.all == []


async def test_without_an_open_ticket_nobody_needs_to_know() -> None:
    records = known(open_ticket=False)
    await departures.block(ANNA, records)
    assert records.residents.all[ANNA.id] == ANNA.gone()
    assert records.outbox.all == []


async def test_who_comes_back_can_be_written_to_and_the_operator_learns_it() -> None:
    records = known()
    await departures.come_back(ANNA.gone(), records)
    assert records.residents.all[ANNA.id] == ANNA
    assert phrases(records) == ["resident-returned"]


async def test_who_was_never_away_does_not_come_back() -> None:
    records = known()
    await departures.come_back(ANNA, records)
    assert records.outbox.all == []


async def test_a_reply_that_did_not_arrive_is_told_in_its_thread() -> None:
    records = known()
    await departures.report(FAILED, records, ADMINS)
    (told,) = records.outbox.to(THREAD)
    assert isinstance(told, Say)
    assert (told.phrase, told.args, told.quoting) == (
        "reply-undelivered",
        {"reason": "Bad Request"},
        HEARD,
    )
    assert [one.choice for row in told.choices for one in row] == [SendAgain(7)]


async def test_about_an_uncertain_letter_a_person_decides_either_way() -> None:
    records = known()
    await departures.report(replace(FAILED, uncertain=True), records, ADMINS)
    (told,) = records.outbox.to(THREAD)
    assert isinstance(told, Say)
    assert told.phrase == "reply-uncertain"
    assert [one.choice for row in told.choices for one in row] == [SendAgain(7), CountAsDelivered(7)]


@pytest.mark.parametrize("to", [ToThread(TICKET.id), ToChat(-1001)], ids=["thread", "chat"])
async def test_a_notice_about_a_notice_is_never_written(to: ToThread | ToChat) -> None:
    for content in (Say("letter-undelivered"), Card(), React(HEARD, "👌")):
        records = known()
        await departures.report(replace(FAILED, letter=Letter(to, content)), records, ADMINS)
        assert records.outbox.all == []


async def test_a_resident_s_words_that_did_not_reach_the_thread_are_told_there() -> None:
    records = known()
    await departures.report(replace(FAILED, letter=PASSED_ON), records, ADMINS)
    await departures.report(replace(FAILED, letter=PASSED_ON, uncertain=True), records, ADMINS)
    assert phrases(records) == ["words-undelivered", "words-uncertain"]


async def test_without_a_ticket_the_administrators_are_told() -> None:
    records = known(open_ticket=False)
    await departures.report(replace(FAILED, letter=Letter(TO_ANNA, Say("x"))), records, ADMINS)
    assert [phrases(records, ToChat(admin)) for admin in ADMINS] == [["letter-undelivered"]] * 2


async def test_a_reply_to_who_has_blocked_the_bot_says_so_once() -> None:
    records = known()
    await departures.report(replace(FAILED, blocked=True), records, ADMINS)
    assert phrases(records) == ["reply-undelivered"]
    assert not records.residents.all[ANNA.id].reachable


async def test_an_automatic_word_to_who_has_blocked_the_bot_is_not_worth_a_notice() -> None:
    records = known(open_ticket=False)
    letter = Letter(TO_ANNA, Say("x"))
    await departures.report(replace(FAILED, letter=letter, blocked=True), records, ADMINS)
    assert records.outbox.all == []
    assert not records.residents.all[ANNA.id].reachable


@pytest.mark.parametrize("again", [True, False])
async def test_a_person_decides_once(again: bool) -> None:
    records = undecided(REPLY)
    await departures.settle(7, again, OLGA, HERE, records)
    assert records.outbox.settled == {7: again}
    with pytest.raises(LetterSettled):
        await departures.settle(7, again, OLGA, HERE, records)


@pytest.mark.parametrize("letter", [REPLY, PASSED_ON, Letter(TO_ANNA, Say("x"))], ids=str)
async def test_only_where_its_ticket_is_an_operator_decides_about_a_letter(letter: Letter) -> None:
    records = undecided(letter)
    with pytest.raises(LetterElsewhere):
        await departures.settle(7, True, OLGA, -1002, records)
    assert records.outbox.settled == {}
    await departures.settle(7, True, OLGA, HERE, records)
    assert records.outbox.settled == {7: True}


async def test_an_administrator_decides_anywhere() -> None:
    records = undecided(Letter(ToChat(900), Relay((HEARD,), 0)))
    await departures.settle(7, False, Operator(900, "Елена", Role.ADMIN), 900, records)
    assert records.outbox.settled == {7: False}


def undecided(letter: Letter) -> FakeRecords:
    records = known()
    records.threads.save(Thread(TICKET.id, HERE, 5))
    records.outbox.posted[7] = letter
    records.outbox.undecided.add(7)
    return records


def test_a_group_that_moved_is_told_to_every_administrator() -> None:
    records = FakeRecords()
    departures.migrate(-5, -1005, records, ADMINS)
    assert records.threads.moved == {-5: -1005}
    said = Say("group-migrated", {"old": "-5", "new": "-1005"})
    assert [records.outbox.to(ToChat(admin)) for admin in ADMINS] == [[said]] * 2
