"""Of several open tickets the resident speaks in the one that is meant; if that is unclear, it is said so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.addressee import ToThread
from desk.conversation import Meant, hand_over, last_words, meant, said_in
from desk.letters import Letter, Relay
from desk.records import Mirror, Thread
from desk.said import Said, said
from desk.source import Source
from desk.ticket import named_in, ticket_id
from desk.words import Words
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, FAMILY, TICKET

OLD = replace(TICKET, heard_at=AT)
NEW = replace(TICKET, id=TICKET.id + 1, heard_at=AT)
FIRST, SECOND, THIRD = (AT + timedelta(minutes=n) for n in (1, 2, 3))
GROUP = FAMILY.chat_id


def test_the_one_that_is_quoted() -> None:
    assert meant([NEW, OLD.told(THIRD)], NEW.id) == Meant(NEW)


def test_the_only_one_whatever_is_quoted() -> None:
    assert meant([OLD], 7) == Meant(OLD)
    assert meant([], 7) == Meant(None)


def test_the_one_the_resident_spoke_in_last() -> None:
    assert meant([NEW, OLD.listened(FIRST)], None) == Meant(OLD.listened(FIRST))
    answered_before = NEW.told(FIRST), OLD.listened(SECOND)
    assert meant(answered_before, None) == Meant(OLD.listened(SECOND))


def test_who_has_answered_since_is_answered() -> None:
    told = NEW.told(SECOND)
    assert meant([told, OLD.listened(FIRST)], None) == Meant(told)


def test_who_spoke_last_of_two_is_likelier_and_the_other_is_named() -> None:
    old, new = OLD.listened(FIRST).told(SECOND), NEW.told(THIRD)
    assert meant([new, old], None) == Meant(new, (old,))


def test_just_after_a_split_it_is_rather_the_old_one() -> None:
    old, new = OLD.listened(FIRST).told(SECOND), NEW.told(SECOND)
    assert meant([new, old], None) == Meant(old, (new,))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("обращение ЕКЦ-2026-000012.", ticket_id(2026, 12)),
        ("ЕКЦ-2026-000012 и снова ЕКЦ-2026-000012", ticket_id(2026, 12)),
        ("ЕКЦ-2026-000012 и ЕКЦ-2026-000013", None),
        ("двенадцать", None),
    ],
)
def test_a_ticket_named_in_words(text: str, found: int | None) -> None:
    assert named_in(text) == found


def test_texts_said_together_are_told_apart_again() -> None:
    sources = (Source(ANNA.id, 4), Source(ANNA.id, 6))
    both = Relay(sources, OLD.id, Words("один\n\nдва"))
    letter = Letter(ToThread(OLD.id), both, acknowledge=sources[0])
    assert said(letter, AT) == (Said(sources[:1], "один", AT), Said(sources[1:], "два", AT))
    blurred = replace(letter, content=replace(both, words=Words("о\n\nдин\n\nдва")))
    assert [one.text for one in said(blurred, AT)] == ["о\n\nдин\n\nдва"] * 2


async def test_what_the_resident_said_is_told_from_what_operators_did() -> None:
    records = _talk()
    found = await said_in(OLD, records)
    assert [(one.first, one.text) for one in found] == [(10, ""), (12, "второе")]
    assert await last_words(OLD, records) is None
    records.tickets.add(NEW)
    assert await last_words(OLD, records) == Source(ANNA.id, 12)


async def test_words_handed_over_count_as_the_other_ticket_s_unless_they_share_their_copy() -> None:
    records = _talk()
    await hand_over(Said((Source(ANNA.id, 12),)), NEW, records)
    assert [one.first for one in await said_in(OLD, records)] == [10]
    for number in (13, 14):
        records.threads.pair(Mirror(OLD.id, Source(ANNA.id, number), Source(GROUP, 99)))
    await hand_over(Said((Source(ANNA.id, 13),)), NEW, records)
    assert [one.first for one in await said_in(OLD, records)] == [10, 13, 14]


def _talk() -> FakeRecords:
    records = FakeRecords()
    records.tickets.add(OLD)
    records.threads.save(Thread(OLD.id, GROUP, 42, 43))
    second = Source(ANNA.id, 12)
    words = Relay((second,), OLD.id, Words("второе"))
    records.outbox.add(Letter(ToThread(OLD.id), words, acknowledge=second))
    records.threads.pair(Mirror(OLD.id, Source(ANNA.id, 10), Source(GROUP, 60)))
    records.threads.pair(Mirror(OLD.id, Source(GROUP, 61), Source(ANNA.id, 11)))
    records.threads.pair(Mirror(OLD.id, second, Source(GROUP, 62)))
    # A story told anew: an operator's words passed on out of the resident's chat.
    records.threads.pair(Mirror(OLD.id, Source(ANNA.id, 11), Source(GROUP, 63)))
    return records
