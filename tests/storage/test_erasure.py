"""A resident who is forgotten is in no table; others and the figures stay as they were."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desk.addressee import ToChat, ToResident, ToThread, ToTopic
from desk.aside import Aside
from desk.ban import Ban
from desk.erasure import NOBODY
from desk.form import Form, Purpose
from desk.gap import gap_id
from desk.hidden import Hidden
from desk.journey import Journey
from desk.letters import Letter, Relay, Say
from desk.passage import Passage, Speaker
from desk.people import Operator, Resident
from desk.private_numbers import Private
from desk.question import Message, Outcome
from desk.records import Mirror, Note, Thread
from desk.source import Source
from desk.words import Words
from storage import marks
from storage.erasure import KEPT
from storage.inbox import Inbox, Incoming, done
from storage.letters import Posted
from storage.records import Storage
from storage.tables import TABLES
from tests.desk.fakes import FakeStorage
from tests.storage.conftest import opened
from tests.storage.samples import ANNA, AT, GROUP, MINUTE, NUMBER, QUESTION, TICKET, ticket

Records = Storage | FakeStorage
CANARY = "кенар щегол"  # in everything that the resident, or anybody about them, has said
ADMIN = 900
HOUR = timedelta(hours=1)
BORIS = Resident(id=7_000_000_002, name="Борис")
OURS, STAFFS = Source(ANNA.id, 10), Source(GROUP, 20)
ASKED = replace(QUESTION, text=f"{CANARY} как получить?", outcome=Outcome.UNKNOWN, ticket_id=NUMBER)
OPERATOR = Operator(55, "Ольга")


async def live(records: Records, person: Resident, number: int, canary: str) -> None:
    """All that a resident can leave behind."""
    here, there = Source(person.id, 10), Source(GROUP, 20 + number % 10)
    async with records.visit(AT) as visit:
        form = Form(Purpose.APPEAL, {"words": canary})
        visit.residents.save(replace(person, name=f"{person.name} {canary}", form=form))
        visit.tickets.add(replace(TICKET, id=number, resident_id=person.id, comment=canary, rating=5))
        visit.questions.save(
            replace(ASKED, resident_id=person.id, ticket_id=number, text=f"{canary} как получить?")
        )
        visit.threads.save(Thread(number, GROUP, 40, 41))
        visit.threads.pair(Mirror(number, here, there))
        visit.notes.add(Note(number, replace(there, message_id=70 + number % 10), "Ольга", canary, 0))
        visit.passages.keep(Passage(number, here, Speaker.RESIDENT, canary))
        visit.asides.save(
            Aside(number, OPERATOR, Message(replace(there, message_id=90 + number % 10), Words(canary), AT))
        )
        visit.hidden.save(Hidden(here, (Private.SNILS,), Words(canary), False, AT))
        visit.reactions.put(here, person.id, "👍", AT)
        visit.journeys.save(Journey(person.id, "birth", date(2026, 11, 3)))
        visit.outbox.add(Letter(ToResident(person.id), Say("x", {"words": canary})))
        visit.outbox.add(Letter(ToThread(number), Relay((here,), number, Words(canary))))
        await visit.commit()
    async with records.visit(AT) as visit:
        await visit.gaps.answered(number, f"{canary}: подайте заявление в центр")
        await visit.commit()


async def forget(records: Records) -> None:
    async with records.visit(AT + HOUR) as visit:
        await visit.erasure.forget(ANNA.id, [ADMIN], AT + HOUR)
        await visit.commit()


async def rows(storage: Storage) -> dict[str, list[Any]]:
    """Everything there is, table by table."""
    async with storage.database.reader() as reader:
        return {table.name: list(await reader.execute(select(table))) for table in TABLES}


def said(value: Any) -> str:
    """A row, also what stands in it as bytes or as JSON."""
    if isinstance(value, bytes):
        text = value.decode()
        return text + text.encode().decode("unicode_escape", "replace") if "\\u" in text else text
    return str(value)


async def speaking_of(storage: Storage, *signs: str) -> list[str]:
    """Tables where any of these stands."""
    tables = (await rows(storage)).items()
    return [
        name
        for name, every in tables
        if any(sign in said(value) for row in every for value in row for sign in signs)
    ]


async def test_what_a_forgotten_resident_has_said_is_nowhere(records: Records) -> None:
    await live(records, ANNA, NUMBER, CANARY)
    await live(records, BORIS, NUMBER + 1, "ворона")
    await forget(records)
    async with records.visit(AT + HOUR) as visit:
        assert await visit.residents.get(ANNA.id) is None
        assert await visit.questions.get(ANNA.id, 10) is None
        assert await visit.gaps.get(gap_id(ASKED)) is None
        assert await visit.threads.get(NUMBER) is None
        assert await visit.threads.mirrors_of(NUMBER) == []
        assert await visit.notes.of_ticket(NUMBER) == []
        assert await visit.passages.of(OURS) is None
        assert await visit.asides.of_ticket(NUMBER) == []
        assert await visit.hidden.get(OURS) is None
        assert await visit.reactions.on(OURS) == {}
        assert list(await visit.journeys.of(ANNA.id)) == []
        assert list(await visit.tickets.of(ANNA.id)) == []


async def test_other_residents_keep_theirs(records: Records) -> None:
    await live(records, ANNA, NUMBER, CANARY)
    await live(records, BORIS, NUMBER + 1, "ворона")
    await forget(records)
    async with records.visit(AT + HOUR) as visit:
        kept = await visit.residents.get(BORIS.id)
        assert kept is not None and kept.form is not None
        asked = await visit.questions.get(BORIS.id, 10)
        assert asked is not None and "ворона" in asked.text
        assert await visit.gaps.get(gap_id(asked)) is not None
        assert await visit.threads.get(NUMBER + 1) is not None
        assert len(await visit.notes.of_ticket(NUMBER + 1)) == 1
        assert await visit.passages.of(Source(BORIS.id, 10)) is not None
        assert len(await visit.asides.of_ticket(NUMBER + 1)) == 1
        assert len(list(await visit.journeys.of(BORIS.id))) == 1
        [theirs] = await visit.tickets.of(BORIS.id)
        assert theirs.is_open and theirs.comment == "ворона"


async def test_figures_stay_without_the_person(records: Records) -> None:
    await live(records, ANNA, NUMBER, CANARY)
    async with records.visit(AT) as visit:
        outcomes = dict(await visit.questions.outcomes(AT - HOUR, AT + HOUR))
        [totals] = await visit.tickets.totals(AT, AT + HOUR, AT)
    await forget(records)
    async with records.visit(AT + HOUR) as visit:
        assert dict(await visit.questions.outcomes(AT - HOUR, AT + HOUR)) == outcomes
        [now] = await visit.tickets.totals(AT, AT + HOUR, AT)
        assert now == replace(totals, closed=1)
        [nobodys] = await visit.tickets.of(NOBODY)
        assert (nobodys.id, nobodys.comment, nobodys.is_open) == (NUMBER, None, False)
        assert nobodys.closed_at == AT + HOUR


async def test_a_ban_that_holds_stays_and_one_that_is_over_goes(records: Records) -> None:
    for until, stays in ((None, True), (AT + 2 * HOUR, True), (AT + MINUTE, False)):
        async with records.visit(AT) as visit:
            visit.bans.save(Ban(ANNA.id, AT, until, "оскорбления", 55, "Ольга"))
            await visit.commit()
        await forget(records)
        async with records.visit(AT + HOUR) as visit:
            assert (await visit.bans.get(ANNA.id) is not None) == stays, until


async def test_nothing_happens_where_nothing_is_kept(records: Records) -> None:
    await forget(records)
    async with records.visit(AT + HOUR) as visit:
        assert list(await visit.tickets.of(NOBODY)) == []


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    async with opened(url) as one:
        yield one


async def take(storage: Storage, key: str, lane: str, words: str, is_done: bool = True) -> None:
    inbox = Inbox(storage.database, storage.writer, 1)
    [kept] = await inbox.keep([Incoming(key, lane, words.encode())], AT)
    if is_done:
        await storage.writer.commit([done(kept.id)])


async def test_no_table_says_who_it_was_or_what_they_said(storage: Storage) -> None:
    await live(storage, ANNA, NUMBER, CANARY)
    await live(storage, BORIS, NUMBER + 1, "ворона")
    await take(storage, "a", f"{ANNA.id}:0", f"{CANARY} {ANNA.id}")
    await take(storage, "b", f"user:{ANNA.id}", CANARY)
    await take(storage, "c", f"{GROUP}:40", f"ответ на «{CANARY}»")
    await take(storage, "d", f"{GROUP}:0", f"/find {CANARY}")
    await take(storage, "e", f"{ADMIN}:0", f"список: {CANARY}")
    async with storage.visit(AT) as visit:
        visit.outbox.add(Letter(ToTopic(GROUP, 40), Say("x", {"number": ticket(1).number})))
        await visit.commit()
    async with storage.visit(AT) as visit:
        mailbag = await visit.mailbag.waiting(0)
        for one in mailbag:
            if isinstance(one, Posted) and isinstance(one.letter.to, ToChat | ToTopic):
                visit.outbox.record(marks.sent(one.id, [], AT))
        await visit.commit()
    assert len(await speaking_of(storage, CANARY)) > 8, "is everything still looked into?"
    await forget(storage)
    assert await speaking_of(storage, CANARY, str(ANNA.id)) == ["inbox"], "the lane, but no words"
    assert await speaking_of(storage, CANARY) == []
    assert len(await speaking_of(storage, "ворона")) > 8


async def test_an_update_that_waits_is_left_to_its_visit(storage: Storage) -> None:
    await take(storage, "a", f"{ANNA.id}:0", CANARY, is_done=False)
    await forget(storage)
    assert await speaking_of(storage, CANARY) == ["inbox"]


async def test_a_letter_to_the_staff_that_waits_and_names_the_ticket_is_not_sent(storage: Storage) -> None:
    await live(storage, ANNA, NUMBER, CANARY)
    async with storage.visit(AT) as visit:
        visit.outbox.add(Letter(ToChat(GROUP), Say("x", {"number": ticket(1).number})))
        visit.outbox.add(Letter(ToChat(GROUP), Say("x", {"number": ticket(2).number})))
        await visit.commit()
    await forget(storage)
    async with storage.visit(AT) as visit:
        waiting = [one.letter.to for one in await visit.mailbag.waiting(0) if isinstance(one, Posted)]
    assert waiting == [ToChat(GROUP)]


def test_what_is_kept_says_why() -> None:
    assert all(KEPT.values())
