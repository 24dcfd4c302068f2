"""A message is taken back."""

from __future__ import annotations

import pytest

from desk import erasing
from desk.addressee import ToResident, ToThread
from desk.choices.ledger import LetterFate
from desk.deed import Deed
from desk.errors import NotAllowed, NothingToErase, NotYours
from desk.letters import Letter, Relay, Say
from desk.passage import Passage, Speaker
from desk.question import Question
from desk.records import Mirror
from desk.source import Source
from desk.touches import Erase
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, FAMILY, OLGA, PAVEL, TICKET

TO_ANNA, THREAD = ToResident(ANNA.id), ToThread(TICKET.id)
REPLY, COPY = Source(FAMILY.chat_id, 90), Source(ANNA.id, 20)
WORDS, THERE = Source(ANNA.id, 10), Source(FAMILY.chat_id, 80)


def passed_on(*more: Source) -> FakeRecords:
    """A reply and the resident's words, each with its copy; `more` share the copy of the words."""
    records = FakeRecords()
    records.tickets.add(TICKET)
    records.threads.pair(Mirror(TICKET.id, REPLY, COPY))
    for one in (WORDS, *more):
        records.threads.pair(Mirror(TICKET.id, one, THERE))
        records.passages.keep(Passage(TICKET.id, one, Speaker.RESIDENT, "слова"))
    records.passages.keep(Passage(TICKET.id, REPLY, Speaker.OPERATOR, "ответ"))
    return records


@pytest.mark.parametrize("operator", [OLGA, CHIEF])
async def test_a_reply_is_deleted_and_that_is_written_down(operator: object) -> None:
    records = passed_on()
    await erasing.erase_reply(REPLY, OLGA.id, TICKET, operator, records, AT)  # type: ignore[arg-type]
    assert records.outbox.to(TO_ANNA) == [Erase(REPLY, TICKET.id)]
    assert REPLY not in records.passages.all
    (act,) = records.acts.all
    assert (act.deed, act.ticket_id) == (Deed.ERASE, TICKET.id)


async def test_a_colleague_s_reply_stays() -> None:
    records = passed_on()
    with pytest.raises(NotAllowed):
        await erasing.erase_reply(REPLY, OLGA.id, TICKET, PAVEL, records, AT)
    with pytest.raises(NotYours):
        await erasing.erase_reply(THERE, 1, TICKET, OLGA, records, AT)
    with pytest.raises(NotYours):
        await erasing.erase_words(COPY, TICKET, ANNA, records, AT)


async def test_of_texts_that_were_said_together_the_others_are_passed_on_anew() -> None:
    records = passed_on(Source(ANNA.id, 11), Source(ANNA.id, 12))
    await erasing.erase_words(Source(ANNA.id, 11), TICKET, ANNA, records, AT)
    others = Relay((WORDS, Source(ANNA.id, 12)), TICKET.id)
    assert records.outbox.to(THREAD)[:2] == [Erase(Source(ANNA.id, 11), TICKET.id), others]


async def test_a_question_that_only_the_bot_has_is_forgotten() -> None:
    records = FakeRecords()
    records.questions.save(Question(ANNA.id, 30, "паспорт 1234 567890", AT))
    await erasing.erase_words(Source(ANNA.id, 30), None, ANNA, records, AT)
    kept = await records.questions.get(ANNA.id, 30)
    assert kept is not None and kept.text == ""
    assert records.outbox.to(TO_ANNA) == [Say("erased-by-bot", quoting=Source(ANNA.id, 30))]


async def test_what_went_nowhere_cannot_be_taken_back() -> None:
    records = passed_on()
    with pytest.raises(NothingToErase):
        await erasing.erase_words(Source(ANNA.id, 99), TICKET, ANNA, records, AT)
    with pytest.raises(NothingToErase):
        await erasing.erase_reply(Source(FAMILY.chat_id, 99), OLGA.id, TICKET, OLGA, records, AT)


@pytest.mark.parametrize(
    ("fate", "phrase"), [(LetterFate.WAITING, "erased-unsent"), (LetterFate.UNCERTAIN, "erased-maybe")]
)
async def test_of_what_may_have_arrived_nobody_is_told_that_it_is_gone(
    fate: LetterFate, phrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = FakeRecords()

    async def withdraw(to: object, source: Source) -> LetterFate:
        return fate

    monkeypatch.setattr(records.outbox, "withdraw", withdraw)
    await erasing.erase_reply(REPLY, OLGA.id, TICKET, OLGA, records, AT)
    assert records.outbox.all == [Letter(THREAD, Say(phrase, quoting=REPLY), records.outbox.all[0].lane)]
