"""What administrators see of letters that have not arrived: kind, ticket, age, reason, and no text."""

from __future__ import annotations

import pytest

from desk.addressee import ToResident, ToThread
from desk.choices.ledger import LetterFate, SettleListed, ShowLetters
from desk.errors import LetterSettled
from desk.ledger import Kind, kind, settle_update, tell, ticket_number
from desk.letters import Answer, Letter, Relay, Say
from desk.source import Source
from desk.touches import Amend, Card
from desk.words import Words
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, TICKET

SOURCE = Source(ANNA.id, 10)
TO_ANNA, THREAD = ToResident(ANNA.id), ToThread(TICKET.id)
SECRET = "мой пароль 12345"
REPLY = Letter(TO_ANNA, Relay((SOURCE,), TICKET.id, Words(SECRET)))


def uncertain(*letters: Letter | None) -> FakeRecords:
    records = FakeRecords()
    for number, letter in enumerate(letters, 1):
        records.outbox.undecided.add(number)
        if letter is not None:
            records.outbox.posted[number] = letter
    return records


async def test_a_letter_is_told_by_kind_ticket_age_and_reason_and_never_by_its_text() -> None:
    said = await tell(None, 0, uncertain(REPLY), AT)
    assert said.args["letters"] == f"❔ № 1 · 💬 → 👤 · {TICKET.number} · ⏱ 2:05\ntime-out"
    assert (said.args["uncertain"], said.args["dead"], said.args["waiting"]) == (1, 0, 0)
    assert SECRET not in repr(said)
    assert [one.choice for row in said.choices for one in row] == [
        SettleListed(1, True, LetterFate.UNCERTAIN, 0),
        SettleListed(1, False, LetterFate.UNCERTAIN, 0),
    ]


async def test_five_a_page_and_the_pages_are_turned() -> None:
    records = uncertain(*[REPLY] * 6)
    first, second = [await tell(LetterFate.UNCERTAIN, page, records, AT) for page in (0, 1)]
    assert len(first.choices) == 6 and first.choices[-1][-1].choice == ShowLetters(LetterFate.UNCERTAIN, 1)
    assert len(second.choices) == 2 and second.choices[-1][0].choice == ShowLetters(LetterFate.UNCERTAIN, 0)


async def test_what_was_just_decided_is_shown_no_more() -> None:
    said = await tell(LetterFate.UNCERTAIN, 0, uncertain(REPLY, REPLY), AT, without=1)
    assert said.args["uncertain"] == 1
    assert "№ 2" in str(said.args["letters"]) and "№ 1" not in str(said.args["letters"])


async def test_what_cannot_be_read_can_only_be_put_away() -> None:
    said = await tell(None, 0, uncertain(None), AT)
    assert "⁉️" in str(said.args["letters"])
    assert [one.choice for row in said.choices for one in row] == [
        SettleListed(1, False, LetterFate.UNCERTAIN, 0)
    ]


async def test_with_nothing_held_there_is_nothing_to_press() -> None:
    said = await tell(None, 0, FakeRecords(), AT)
    assert said.args["letters"] == "—"
    assert said.choices == ()


@pytest.mark.parametrize(
    ("letter", "expected", "number"),
    [
        (REPLY, Kind.PERSON, TICKET.number),
        (Letter(TO_ANNA, Say("x")), Kind.BOT, "—"),
        (Letter(TO_ANNA, Say("x"), about=TICKET.id), Kind.BOT, TICKET.number),
        (Letter(TO_ANNA, Answer("fam.x")), Kind.BOT, "—"),
        (Letter(TO_ANNA, Amend(SOURCE, Words("y"))), Kind.EDIT, "—"),
        (Letter(THREAD, Card()), Kind.MARK, TICKET.number),
        (None, Kind.UNREADABLE, "—"),
    ],
    ids=str,
)
def test_kinds_and_tickets(letter: Letter | None, expected: Kind, number: str) -> None:
    assert (kind(letter), ticket_number(letter)) == (expected, number)


async def test_updates_that_could_not_be_handled_are_listed_and_can_be_tried_again() -> None:
    records = FakeRecords()
    records.outbox.unhandled = [5, 6]
    said = await tell(None, 0, records, AT)
    assert said.args["unhandled"] == 2
    assert str(said.args["letters"]).startswith("🚫 📥 № 5 · ⏱ 2:05\nKeyError at a.py:1\n\n🚫 📥 № 6")
    assert [one.choice for one in said.choices[0]] == [
        SettleListed(5, True, LetterFate.UNHANDLED, 0),
        SettleListed(5, False, LetterFate.UNHANDLED, 0),
    ]
    await settle_update(5, True, records)
    assert records.outbox.settled == {5: True}
    with pytest.raises(LetterSettled):
        await settle_update(5, True, records)
