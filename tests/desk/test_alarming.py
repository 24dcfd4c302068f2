"""Danger in a resident's words: the number at once, a person called, once an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desk import alarming
from desk.addressee import ToChat, ToResident, ToThread
from desk.gap import gap_of
from desk.letters import Relay, Say
from desk.people import Resident
from desk.question import Outcome
from desk.touches import Retitle
from faq.safety import Rule
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, FAMILY, TICKET, centre, message

GAS = Rule("gas", "Запах газа", True, {"ru": "Звоните 104.", "en": "Call 104."}, ("zhku-01", "gone"))
RUDE = Rule("insult", "Грубость", False, {"ru": "Понимаю."})
STRANGER = Resident(7002, "Борис", language="en")


def said(records: FakeRecords, resident: Resident = ANNA) -> list[str]:
    told = [one for one in records.outbox.to(ToResident(resident.id)) if isinstance(one, Say)]
    return [str(one.args.get("text", one.phrase)) for one in told]


async def test_a_danger_is_answered_first_and_opens_a_marked_ticket_without_consent() -> None:
    records = FakeRecords()
    await alarming.answer(GAS, message("пахнет газом"), None, STRANGER, records, centre(), AT)
    assert said(records, STRANGER) == ["Call 104.", "ticket-opened-urgently"]
    ticket = await records.tickets.open_of(STRANGER.id)
    assert ticket is not None
    assert ticket.subject.startswith("🆘 Запах газа")
    general = records.outbox.to(ToChat(FAMILY.chat_id))
    assert [one.phrase for one in general if isinstance(one, Say)] == ["danger-general"]
    here = records.outbox.to(ToThread(ticket.id))
    assert [one.phrase for one in here if isinstance(one, Say)] == ["danger-here"]


async def test_a_rule_that_is_there_in_russian_only_says_so_to_others() -> None:
    records = FakeRecords()
    for resident, rule in ((STRANGER, GAS), (STRANGER, RUDE), (ANNA, RUDE)):
        await alarming.answer(rule, message("пахнет газом"), None, resident, records, centre(), AT)
    told = [one for who in (STRANGER, ANNA) for one in records.outbox.to(ToResident(who.id))]
    shown = {
        (str(one.args["text"]), one.in_russian)
        for one in told
        if isinstance(one, Say) and one.phrase == "safety"
    }
    assert shown == {("Call 104.", False), ("Понимаю.", True), ("Понимаю.", False)}


async def test_in_an_open_ticket_the_words_go_on_and_the_number_comes_besides_once_an_hour() -> None:
    records = FakeRecords()
    records.tickets.add(TICKET)
    for minutes in (0, 10, 61):
        ticket = await records.tickets.get(TICKET.id)
        at = AT + timedelta(minutes=minutes)
        await alarming.answer(GAS, message("пахнет газом"), ticket, ANNA, records, centre(), at)
    assert said(records) == ["Звоните 104."] * 2
    there = records.outbox.to(ToThread(TICKET.id))
    assert sum(isinstance(one, Relay) for one in there) == 3
    assert sum(isinstance(one, Retitle) for one in there) == 2
    kept = await records.tickets.get(TICKET.id)
    assert kept is not None and kept.subject == f"🆘 Запах газа · {TICKET.subject}"


async def test_what_is_no_danger_is_answered_calls_nobody_and_is_no_gap() -> None:
    records = FakeRecords()
    rude = message("дурак")
    await alarming.answer(RUDE, rude, None, ANNA, records, centre(), AT)
    assert said(records) == ["Понимаю."]
    assert await records.tickets.open_of(ANNA.id) is None
    question = await records.questions.get(ANNA.id, rude.source.message_id)
    assert question is not None and question.outcome is Outcome.SAFETY
    assert gap_of(question) is None


async def test_a_correction_of_what_a_person_has_is_no_second_alarm() -> None:
    records = FakeRecords()
    words = message("пахнет газом")
    await alarming.answer(GAS, words, None, ANNA, records, centre(), AT)
    before = len(records.outbox.all)
    closed = await records.tickets.open_of(ANNA.id)
    assert closed is not None
    records.tickets.save(closed.closed(AT))
    await alarming.correct(GAS, words, None, ANNA, records, centre(), AT)
    assert len(records.outbox.all) == before
    await alarming.correct(
        GAS, replace(words, source=replace(words.source, message_id=99)), None, ANNA, records, centre(), AT
    )
    assert await records.tickets.open_of(ANNA.id) is not None
