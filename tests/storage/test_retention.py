"""What is older than its term is erased, piece by piece; what is younger, or still open, stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from desk.addressee import ToResident
from desk.form import Form, Purpose
from desk.hidden import Hidden
from desk.letters import Letter, Say
from desk.passage import Passage, Speaker
from desk.private_numbers import Private
from desk.records import Mirror, Note, Thread
from desk.retention import PIECE, Gone, Rule
from desk.source import Source
from desk.words import Words
from storage import marks
from storage.letters import Posted
from storage.records import Storage
from storage.writer import Conflict
from tests.desk.fakes import FakeStorage
from tests.storage.conftest import opened
from tests.storage.samples import ANNA, AT, GROUP, NUMBER, QUESTION, TICKET

Records = Storage | FakeStorage
DAY = timedelta(days=1)
LATER, WEEK = AT + 10 * DAY, "2026-W11"
OLD = AT + 5 * DAY  # what is older than that goes
HERE, THERE = Source(ANNA.id, 10), Source(GROUP, 20)


async def erase(records: Records, rule: Rule, before: datetime = OLD) -> Gone:
    async with records.visit(LATER) as visit:
        gone = await visit.retention.erase(rule, before, WEEK)
        await visit.commit()
    return gone


async def test_a_closed_ticket_loses_its_words_its_topic_and_its_resident(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.tickets.add(replace(TICKET.closed(AT), comment="спасибо", rating=5))
        visit.questions.save(replace(QUESTION, ticket_id=NUMBER))
        visit.threads.save(Thread(NUMBER, GROUP, 40, 41))
        visit.threads.pair(Mirror(NUMBER, HERE, THERE))
        visit.notes.add(Note(NUMBER, replace(THERE, message_id=70), "Ольга", "сердится", 0))
        visit.passages.keep(Passage(NUMBER, HERE, Speaker.RESIDENT, "не платят"))
        await visit.commit()
    assert await erase(records, Rule.TICKETS, AT) == Gone(0), "it is not old enough"
    assert await erase(records, Rule.TICKETS) == Gone(1, (Source(GROUP, 40),))
    async with records.visit(LATER) as visit:
        assert list(await visit.tickets.of(ANNA.id)) == []
        bare = await visit.tickets.get(NUMBER)
        assert bare is not None
        assert (bare.resident_id, bare.comment, bare.rating, bare.closed_at) == (0, None, 5, AT)
        assert await visit.passages.of(HERE) is None
        assert await visit.notes.of_ticket(NUMBER) == []
        assert await visit.threads.get(NUMBER) is None
        assert await visit.threads.mirrors_of(NUMBER) == []
        assert await visit.questions.get(ANNA.id, QUESTION.message_id) is None
    assert await erase(records, Rule.TICKETS) == Gone(0), "once is enough"


async def test_an_open_ticket_stays_however_old(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.tickets.add(TICKET)
        visit.questions.save(replace(QUESTION, ticket_id=NUMBER))
        await visit.commit()
    assert await erase(records, Rule.TICKETS) == Gone(0)
    assert await erase(records, Rule.QUESTIONS) == Gone(0), "its question is the ticket's"


async def test_questions_go_piece_by_piece_and_are_counted_as_before(records: Records) -> None:
    count = PIECE + 3
    async with records.visit(AT) as visit:
        for number in range(count):
            visit.questions.save(replace(QUESTION, message_id=number + 1, text=f"вопрос {number}"))
        visit.questions.save(replace(QUESTION, message_id=1000, asked_at=LATER))
        await visit.commit()
    async with records.visit(LATER) as visit:
        assert await visit.retention.count(Rule.QUESTIONS, OLD) == count
        outcomes = dict(await visit.questions.outcomes(AT - DAY, AT + DAY))
    assert [(await erase(records, Rule.QUESTIONS)).count for _ in range(3)] == [PIECE, 3, 0]
    async with records.visit(LATER) as visit:
        assert dict(await visit.questions.outcomes(AT - DAY, AT + DAY)) == outcomes
        assert await visit.questions.get(ANNA.id, 1) is None
        assert await visit.questions.get(ANNA.id, 1000) is not None


async def test_of_a_silent_resident_the_form_goes_first_and_all_when_nothing_else_is_left(
    records: Records,
) -> None:
    silent = replace(ANNA, heard_on=date(2026, 3, 2), form=Form(Purpose.APPEAL, {"words": "не платят"}))
    async with records.visit(AT) as visit:
        visit.residents.save(silent)
        visit.residents.save(replace(silent, id=8, heard_on=LATER.date()))
        visit.questions.save(QUESTION)
        await visit.commit()
    assert (await erase(records, Rule.FORMS)).count == 1
    assert (await erase(records, Rule.PROFILES)).count == 0, "there is a question still"
    await erase(records, Rule.QUESTIONS)
    assert (await erase(records, Rule.PROFILES)).count == 1
    async with records.visit(LATER) as visit:
        assert await visit.residents.get(ANNA.id) is None
        other = await visit.residents.get(8)
        assert other is not None and other.form is not None


async def test_hidden_words_go(records: Records) -> None:
    async with records.visit(AT) as visit:
        visit.hidden.save(Hidden(HERE, (Private.SNILS,), Words("•••"), False, AT))
        await visit.commit()
    assert (await erase(records, Rule.MARKS, AT)).count == 0
    assert (await erase(records, Rule.MARKS)).count == 1
    async with records.visit(LATER) as visit:
        assert await visit.hidden.get(HERE) is None


async def test_what_was_erased_is_counted_by_week_until_it_is_told(records: Records) -> None:
    async with records.visit(AT) as visit:
        for number in (1, 2):
            visit.questions.save(replace(QUESTION, message_id=number))
        visit.hidden.save(Hidden(HERE, (Private.SNILS,), Words("•••"), False, AT))
        await visit.commit()
    for rule in (Rule.QUESTIONS, Rule.MARKS, Rule.FORMS):
        await erase(records, rule)
    async with records.visit(LATER) as visit:
        assert await visit.retention.weeks() == {WEEK: {Rule.QUESTIONS: 2, Rule.MARKS: 1}}
        visit.retention.drop(WEEK)
        await visit.commit()
    async with records.visit(LATER) as visit:
        assert await visit.retention.weeks() == {}


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    async with opened(url) as one:
        yield one


async def test_letters_that_have_ended_go_but_for_the_newest_number(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        for number in range(4):
            visit.outbox.add(Letter(ToResident(ANNA.id), Say("x", {"count": number})))
        await visit.commit()
    async with storage.visit(AT) as visit:
        waiting = [one.id for one in await visit.mailbag.waiting(0) if isinstance(one, Posted)]
        visit.outbox.record(marks.sent(waiting[0], [1], AT))
        visit.outbox.record(marks.dead(waiting[1], "blocked", AT))
        visit.outbox.record(marks.sent(waiting[3], [2], AT))
        await visit.commit()
    assert (await erase(storage, Rule.LETTERS, AT)).count == 0
    assert (await erase(storage, Rule.LETTERS)).count == 2
    async with storage.visit(LATER) as visit:
        assert await visit.outbox.letter(waiting[0]) is None
        assert await visit.outbox.letter(waiting[2]) is not None, "it waits"
        assert await visit.outbox.letter(waiting[3]) is not None, "SQLite would give its number again"


async def test_a_ticket_that_is_opened_again_meanwhile_is_left_alone(storage: Storage) -> None:
    async with storage.visit(AT) as visit:
        visit.tickets.add(TICKET.closed(AT))
        visit.passages.keep(Passage(NUMBER, HERE, Speaker.RESIDENT, "не платят"))
        await visit.commit()
    async with storage.visit(LATER) as slow:
        await slow.retention.erase(Rule.TICKETS, OLD, WEEK)
        async with storage.visit(LATER) as quick:
            ticket = await quick.tickets.get(NUMBER)
            assert ticket is not None
            quick.tickets.save(ticket.reopened(LATER))
            await quick.commit()
        with pytest.raises(Conflict):
            await slow.commit()
    async with storage.visit(LATER) as visit:
        assert await visit.passages.of(HERE) is not None
