"""A question becomes a ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import opening
from desk.addressee import ToResident, ToThread
from desk.choices.consent import GiveConsent
from desk.department import Departments
from desk.errors import QuestionForgotten, QuestionHandedOver
from desk.letters import Lane, Letter, Relay, Say
from desk.question import Question
from desk.records import Thread
from desk.sla import deadline
from desk.source import Source
from desk.ticket import State, ticket_id
from desk.touches import Card
from faq.entry import Entry
from tests.desk.fakes import FakeRecords
from tests.desk.samples import (
    ANNA,
    AT,
    BENEFIT,
    FAMILY,
    HOUSING,
    NUMBER,
    OLGA,
    RENT,
    SUNDAY,
    TICKET,
    centre,
    message,
    unknown,
    unsure,
)

QUESTION = Question(ANNA.id, 10, "Как получить пособие?", AT, entries=("fam-01",))
FIRST = ticket_id(2026, 1)


def asked(question: Question = QUESTION) -> FakeRecords:
    records = FakeRecords()
    records.questions.save(question)
    return records


def phrases(records: FakeRecords) -> list[str]:
    return [one.phrase for one in records.outbox.to(ToResident(ANNA.id)) if isinstance(one, Say)]


async def test_a_question_handed_over_is_a_new_ticket_with_its_promise() -> None:
    records = asked()
    await opening.ask_person(10, ANNA, records, centre(), AT)
    ticket = await records.tickets.get(FIRST)
    assert ticket == replace(
        TICKET, subject="Семья", promised_at=deadline(AT, FAMILY.first_reply, FAMILY.hours), heard_at=AT
    )
    assert ticket.state is State.NEW
    question = await records.questions.get(ANNA.id, 10)
    assert question is not None
    assert question.ticket_id == FIRST


async def test_the_operators_get_the_card_first_and_then_the_resident_s_own_message() -> None:
    records = asked()
    await opening.ask_person(10, ANNA, records, centre(), AT)
    there = [one for one in records.outbox.all if one.to == ToThread(FIRST)]
    assert there == [
        Letter(ToThread(FIRST), Card(), Lane.OPENING),
        Letter(ToThread(FIRST), Relay((Source(ANNA.id, 10),), FIRST)),
    ]
    assert await records.threads.get(FIRST) == Thread(FIRST, FAMILY.chat_id)


async def test_the_resident_is_told_number_department_and_promise() -> None:
    records = asked()
    await opening.ask_person(10, ANNA, records, centre(), AT)
    (said,) = records.outbox.to(ToResident(ANNA.id))
    assert said == Say(
        "ticket-opened",
        {"number": NUMBER, "department": "Семья и дети", "promised": "2026-03-02T16:00:00+03:00"},
    )


async def test_out_of_hours_the_resident_is_told_so() -> None:
    records = asked()
    await opening.ask_person(10, ANNA, records, centre(), SUNDAY)
    assert phrases(records) == ["ticket-opened-out-of-hours"]
    ticket = await records.tickets.get(FIRST)
    assert ticket is not None
    assert ticket.promised_at.isoformat() == "2026-03-02T13:00:00+03:00"


async def test_the_best_guess_chooses_the_department() -> None:
    records = asked(replace(QUESTION, entries=("zhku-01", "fam-01")))
    await opening.ask_person(10, ANNA, records, centre(), AT)
    ticket = await records.tickets.get(FIRST)
    assert ticket is not None
    assert (ticket.department_id, ticket.subject) == ("housing", "Жильё")
    assert await records.threads.get(FIRST) == Thread(FIRST, HOUSING.chat_id)


@pytest.mark.parametrize("entries", [(), ("gone",)], ids=["no guess", "an entry that is gone"])
async def test_without_a_guess_the_first_department_has_it(entries: tuple[str, ...]) -> None:
    records = asked(replace(QUESTION, entries=entries))
    await opening.ask_person(10, ANNA, records, centre(), AT)
    ticket = await records.tickets.get(FIRST)
    assert ticket is not None
    assert (ticket.department_id, ticket.subject) == ("family", "Семья и дети")


@pytest.mark.parametrize(
    ("guesses", "department"),
    [((RENT, BENEFIT), "family"), ((RENT, BENEFIT, RENT), "housing")],
    ids=["guesses that disagree", "two guesses of three agree"],
)
async def test_guesses_at_an_unknown_question_count_when_they_agree(
    guesses: tuple[Entry, ...], department: str
) -> None:
    records = FakeRecords()
    await opening.open_with(message("клад на луне"), ANNA, records, centre(unknown(*guesses)), AT)
    ticket = await records.tickets.get(FIRST)
    assert ticket is not None
    assert ticket.department_id == department


async def test_the_year_of_a_number_is_the_department_s_own() -> None:
    records = asked()
    new_year_in_moscow = AT.replace(year=2026, month=12, day=31, hour=21, minute=30)
    await opening.ask_person(10, ANNA, records, centre(), new_year_in_moscow)
    assert list(records.tickets.all) == [ticket_id(2027, 1)]


async def test_an_album_goes_to_the_operators_whole() -> None:
    records = asked(replace(QUESTION, album="a1", parts=(11, 12)))
    await opening.ask_person(10, ANNA, records, centre(), AT)
    relay = next(one for one in records.outbox.all if isinstance(one.content, Relay))
    assert isinstance(relay.content, Relay)
    assert [one.message_id for one in relay.content.sources] == [10, 11, 12]
    assert relay.album == f"{FIRST}:{ANNA.id}:a1", "a part that comes later joins it"


async def test_with_an_open_ticket_there_is_no_second_one() -> None:
    records = asked()
    records.tickets.add(TICKET)
    await opening.ask_person(10, ANNA, records, centre(), AT)
    assert list(records.tickets.all) == [TICKET.id]
    assert phrases(records) == ["queue-place"]
    records.tickets.save(TICKET.taken(OLGA))
    await opening.ask_person(10, ANNA, records, centre(), AT)
    assert phrases(records) == ["queue-place", "ticket-already-open"]


@pytest.mark.parametrize("number", [10, None, 0])
async def test_without_consent_there_is_no_ticket_but_the_question_is_remembered(number: int | None) -> None:
    records = asked()
    stranger = replace(ANNA, consent_version=0)
    await opening.ask_person(number, stranger, records, centre(), AT)
    assert records.tickets.all == {}
    (said,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(said, Say)
    assert (said.phrase, said.args) == ("consent", {"text": "Согласие на обработку данных."})
    assert said.choices[0][0].choice == GiveConsent(1, number or 0)


@pytest.mark.parametrize("number", [None, 0])
async def test_who_asks_for_a_person_first_is_asked_to_write(number: int | None) -> None:
    records = FakeRecords()
    await opening.ask_person(number, ANNA, records, centre(), AT)
    assert phrases(records) == ["write-your-question"]
    assert (await records.residents.get(ANNA.id)) == ANNA.asking_for_person(AT)


async def test_a_forgotten_question_is_refused() -> None:
    with pytest.raises(QuestionForgotten):
        await opening.ask_person(10, ANNA, FakeRecords(), centre(), AT)


async def test_somebody_else_s_question_is_a_forgotten_one() -> None:
    with pytest.raises(QuestionForgotten):
        await opening.ask_person(10, replace(ANNA, id=8), asked(), centre(), AT)


async def test_a_question_is_handed_over_once() -> None:
    records = asked(replace(QUESTION, ticket_id=FIRST))
    records.tickets.add(TICKET.closed(AT))
    with pytest.raises(QuestionHandedOver):
        await opening.ask_person(10, ANNA, records, centre(), AT)


async def test_the_message_that_was_asked_for_is_the_ticket() -> None:
    records = FakeRecords()
    resident = ANNA.asking_for_person(AT)
    await opening.open_with(message("субсидия"), resident, records, centre(unsure(RENT, BENEFIT)), AT)
    ticket = await records.tickets.get(FIRST)
    assert ticket is not None
    assert ticket.department_id == "housing"
    question = await records.questions.of_ticket(FIRST)
    assert question is not None
    assert (question.text, question.entries) == ("субсидия", ("zhku-01", "fam-01"))
    assert await records.residents.get(ANNA.id) == ANNA, "the next message is no ticket any more"


async def test_a_voice_message_can_open_a_ticket() -> None:
    records = FakeRecords()
    await opening.open_with(message("", media="voice"), ANNA, records, centre(), AT)
    assert list(records.tickets.all) == [FIRST]


async def test_a_message_that_came_late_is_promised_an_answer_from_now() -> None:
    records = FakeRecords()
    late = AT + timedelta(days=2)
    await opening.open_with(message(), ANNA, records, centre(), late)
    assert records.tickets.all[FIRST].promised_at == deadline(late, FAMILY.first_reply, FAMILY.hours)


async def test_a_new_ticket_opens_in_the_next_group_when_the_first_is_full_but_a_danger_does_not() -> None:
    big = Departments((replace(FAMILY, overflow=(-1005,)), HOUSING))
    for danger, group in (("", -1005), ("Газ", FAMILY.chat_id)):
        records = asked()
        records.outbox.waiting_in[FAMILY.chat_id] = (1000, AT)
        place = replace(centre(), departments=big)
        if danger:
            await opening.open_urgently(QUESTION, danger, ANNA, records, place, AT)
        else:
            await opening.ask_person(10, ANNA, records, place, AT)
        assert await records.threads.get(FIRST) == Thread(FIRST, group)
