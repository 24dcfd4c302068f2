"""What was said with the bot is told to the person who goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk import closing, opening
from desk.addressee import ToResident, ToThread
from desk.choices.catalogue import ShowMenu
from desk.choices.own_ticket import ReopenOwn
from desk.errors import TicketIsClosed
from desk.letters import Say
from desk.question import Outcome, Question
from desk.ticket import State
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, CLOSED, NUMBER, OLGA, RENT, TICKET, centre

THREAD = ToThread(TICKET.id)
HOUR = timedelta(hours=1)


def question(
    number: int, text: str, outcome: Outcome = Outcome.UNKNOWN, *entries: str, ago: int = 0
) -> Question:
    return Question(ANNA.id, number, text, AT - ago * HOUR, outcome, entries)


def asked(*questions: Question) -> FakeRecords:
    records = FakeRecords()
    for one in questions:
        records.questions.save(one)
    return records


def told(records: FakeRecords) -> list[Say]:
    said = [one for one in records.outbox.to(THREAD) if isinstance(one, Say)]
    return [one for one in said if one.phrase == "transcript-of-bot"]


async def test_a_new_ticket_tells_the_day_before_it_in_order() -> None:
    records = asked(
        question(1, "Давно", ago=25),
        question(2, "Пособие?", Outcome.SURE, BENEFIT.id).judged(False),
        question(3, "Жильё\nи субсидия?", Outcome.UNSURE, RENT.id, BENEFIT.id),
        question(4, "Луна?", Outcome.UNKNOWN, BENEFIT.id),
        question(5, "Спросите человека"),
    )
    await opening.ask_person(5, ANNA.consenting(1, AT), records, centre(), AT)
    (one,) = told(records)
    assert one.args == {
        "count": 3,
        "story": f"❓ Пособие?\n🤖 «{BENEFIT.question}» 👎\n"
        f"❓ Жильё и субсидия?\n🤖 «{RENT.question}», «{BENEFIT.question}»\n"
        "❓ Луна?\n🤖 —",
    }


async def test_who_asked_nothing_before_has_no_transcript() -> None:
    records = asked(question(1, "Другое").handed_over(7), question(2, ""), question(5, "Спросите человека"))
    await opening.ask_person(5, ANNA.consenting(1, AT), records, centre(), AT)
    assert told(records) == []


async def test_long_questions_and_many_are_cut() -> None:
    records = asked(*(question(n, "я" * 300) for n in range(1, 20)), question(20, "Спросите человека"))
    await opening.ask_person(20, ANNA.consenting(1, AT), records, centre(), AT)
    (one,) = told(records)
    assert one.args["count"] == 10
    assert len(str(one.args["story"]).splitlines()[0]) == len("❓ ") + 200 + len("…")


async def test_given_back_the_bot_answers_and_one_press_brings_the_person_back() -> None:
    records = FakeRecords()
    closing.give_back(TICKET.taken(OLGA), OLGA, records, AT)
    now = records.tickets.all[TICKET.id]
    assert now.state is State.CLOSED
    (said,) = records.outbox.to(ToResident(ANNA.id))
    assert isinstance(said, Say)
    assert (said.phrase, said.args) == ("given-back", {"number": NUMBER})
    assert [one.choice for row in said.choices for one in row] == [ReopenOwn(TICKET.id), ShowMenu()]
    assert Say("given-back-here", {"name": "Ольга"}) in records.outbox.to(THREAD)
    records.questions.save(question(3, "До того", ago=1))
    records.questions.save(question(4, "После", ago=-1))
    await closing.reopen(now, None, records, centre(), AT + 2 * HOUR)
    assert [one.args["story"] for one in told(records)] == ["❓ После\n🤖 —"]


def test_a_closed_ticket_is_not_given_back() -> None:
    with pytest.raises(TicketIsClosed):
        closing.give_back(CLOSED, OLGA, FakeRecords(), AT)
