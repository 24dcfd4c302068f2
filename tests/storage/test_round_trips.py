"""Whatever the desk may write down comes back the same, on either database."""

from __future__ import annotations

import typing
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import choices
from desk.addressee import ToResident
from desk.button import Button
from desk.choices import Choice
from desk.letters import Content, Letter, Say
from desk.people import Resident
from desk.question import Question
from desk.ticket import Ticket
from desk.words import Words
from storage.letters import BODY, Posted
from storage.records import Storage
from tests.storage.samples import AT, TEXTS

CONTENTS = typing.get_args(Content)
CHOICES = typing.get_args(Choice)
QUICK = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What Telegram can send: NUL and halves of characters are cleaned at the door.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ID = st.integers(-(2**53), 2**53)
SMALL = st.integers(0, 2**31 - 1)
st.register_type_strategy(str, st.text(LETTERS, max_size=50))
st.register_type_strategy(int, ID)
st.register_type_strategy(
    datetime,
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
MARK = st.fixed_dictionaries({"type": st.text(LETTERS), "offset": SMALL, "length": SMALL})
st.register_type_strategy(Words, st.builds(Words, marks=st.lists(MARK, max_size=3).map(tuple)))
ARGS = st.dictionaries(st.text(LETTERS), st.text(LETTERS) | ID, max_size=3)
ROWS = st.lists(st.lists(st.builds(Button), max_size=2).map(tuple), max_size=2).map(tuple)
st.register_type_strategy(Say, st.builds(Say, args=ARGS, choices=ROWS))
RESIDENTS = st.builds(Resident, consent_version=SMALL)
TICKETS = st.builds(Ticket, version=st.just(0), rating=st.none() | st.integers(1, 5))
QUESTIONS = st.builds(Question)


def test_all_kinds_of_letters_are_tried() -> None:
    files = [import_module(f"desk.choices.{one.name}") for one in iter_modules(choices.__path__)]
    kinds = {one for file in files for one in vars(file).values() if hasattr(one, "__dataclass_fields__")}
    assert set(CHOICES) == kinds
    assert len({one.kind for one in CONTENTS}) == len(CONTENTS) >= 9


async def posted(storage: Storage, letters: list[Letter]) -> list[Letter]:
    async with storage.visit(AT) as visit:
        seen = max((one.id for one in await visit.mailbag.waiting(0, limit=10**6)), default=0)
        for letter in letters:
            visit.outbox.add(letter)
        await visit.commit()
    async with storage.visit(AT) as visit:
        return [one.letter for one in await visit.mailbag.waiting(seen) if isinstance(one, Posted)]


def through_json(letter: Letter) -> Letter:
    return BODY.validate_json(BODY.dump_json(letter))


@pytest.mark.parametrize("content", CONTENTS, ids=lambda one: one.__name__)
@given(data=st.data())
@settings(QUICK, max_examples=20)
def test_every_kind_of_letter_keeps_its_kind(content: type[Any], data: st.DataObject) -> None:
    letter = data.draw(st.builds(Letter, content=st.from_type(content)))
    back = through_json(letter)
    assert back == letter
    assert type(back.content) is content


@pytest.mark.parametrize("choice", CHOICES, ids=lambda one: one.__name__)
@given(data=st.data())
@settings(QUICK, max_examples=10)
def test_every_choice_keeps_its_kind(choice: type[Any], data: st.DataObject) -> None:
    button = Button(data.draw(st.from_type(choice)), "button-x", "текст")
    letter = Letter(ToResident(1), Say("x", choices=((button,),)))
    back = through_json(letter)
    assert back == letter
    assert isinstance(back.content, Say)
    assert type(back.content.choices[0][0].choice) is choice


@given(letters=st.lists(st.builds(Letter), min_size=1, max_size=5))
@QUICK
async def test_letters(storage: Storage, letters: list[Letter]) -> None:
    assert await posted(storage, letters) == letters


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_any_words_in_a_letter(storage: Storage, text: str) -> None:
    letter = Letter(ToResident(1), Say("x", {"words": text, "digits": "007", "count": 7}))
    assert await posted(storage, [letter]) == [letter]


@given(residents=st.lists(RESIDENTS, max_size=5, unique_by=lambda one: one.id))
@QUICK
async def test_residents(storage: Storage, residents: list[Resident]) -> None:
    async with storage.visit(AT) as visit:
        for one in residents:
            visit.residents.save(one)
        await visit.commit()
    async with storage.visit(AT) as visit:
        assert [await visit.residents.get(one.id) for one in residents] == residents


@given(questions=st.lists(QUESTIONS, max_size=5, unique_by=lambda one: (one.resident_id, one.message_id)))
@QUICK
async def test_questions(storage: Storage, questions: list[Question]) -> None:
    async with storage.visit(AT) as visit:
        for one in questions:
            visit.questions.save(one)
        await visit.commit()
    async with storage.visit(AT) as visit:
        assert [await visit.questions.get(one.resident_id, one.message_id) for one in questions] == questions


@given(ticket=TICKETS)
@QUICK
async def test_tickets(storage: Storage, ticket: Ticket) -> None:
    async with storage.visit(AT) as visit:
        if await visit.tickets.get(ticket.id) is not None:
            return
        visit.tickets.add(ticket)
        await visit.commit()
    async with storage.visit(AT) as visit:
        assert await visit.tickets.get(ticket.id) == ticket
