"""Whoever sends private numbers is told once, and may have the message deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import hiding
from desk.addressee import ToResident
from desk.ban import Ban
from desk.errors import StillOnItsWay, TooOldToWipe
from desk.letters import Say
from desk.private_numbers import Private
from desk.question import Message
from desk.records import Mirror
from desk.source import Source
from desk.touches import Wipe
from desk.words import Words
from faq import safety
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, TICKET, centre

TO_ANNA = ToResident(ANNA.id)
SAID = Message(Source(ANNA.id, 5), Words("снилс •••"), AT)
CODE = replace(SAID, words=Words("код ••••"))


async def told(records: FakeRecords, message: Message, *kinds: Private) -> list[str]:
    """The phrases that Anna has been told by now."""
    rules = replace(centre(), safety=safety.shipped())
    await hiding.hide(message, kinds, ANNA, records, rules, AT)
    return [one.phrase for one in records.outbox.to(TO_ANNA) if isinstance(one, Say)]


async def test_an_edit_is_spoken_of_when_it_gives_more_away() -> None:
    records = FakeRecords()
    assert len(await told(records, SAID, Private.SNILS)) == 1
    assert len(await told(records, SAID, Private.SNILS)) == 1
    assert len(await told(records, SAID, Private.SNILS, Private.CARD)) == 2


async def test_a_code_brings_the_warning_of_frauds_unless_a_rule_answers_anyway() -> None:
    assert await told(FakeRecords(), CODE, Private.SMS_CODE) == ["private-numbers-hidden", "safety"]
    dictated = replace(CODE, words=Words("я продиктовала код из смс ••••"))
    assert await told(FakeRecords(), dictated, Private.SMS_CODE) == ["private-numbers-hidden"]


async def test_a_banned_resident_is_told_nothing_and_all_is_hidden() -> None:
    records = FakeRecords()
    records.bans.save(Ban(ANNA.id, AT, None, "spam", 1, "Ольга"))
    assert await told(records, SAID, Private.SNILS) == []
    assert await records.hidden.get(SAID.source) is not None


async def test_a_message_is_deleted_within_two_days() -> None:
    records = FakeRecords()
    await told(records, SAID, Private.SNILS)
    line = Source(ANNA.id, 6)
    await hiding.wipe(5, line, None, ANNA, records, AT + timedelta(hours=46))
    assert records.outbox.to(TO_ANNA)[-1] == Wipe(SAID.source, line)
    with pytest.raises(TooOldToWipe):
        await hiding.wipe(5, line, None, ANNA, records, AT + timedelta(hours=48))
    with pytest.raises(TooOldToWipe):
        await hiding.wipe(77, line, None, ANNA, records, AT)


async def test_a_photo_is_deleted_when_its_copy_is_there() -> None:
    records = FakeRecords()
    await told(records, replace(SAID, media="photo"), Private.SNILS)
    with pytest.raises(StillOnItsWay):
        await hiding.wipe(5, None, TICKET, ANNA, records, AT)
    records.threads.pair(Mirror(TICKET.id, SAID.source, Source(-100, 9)))
    await hiding.wipe(5, None, TICKET, ANNA, records, AT)
    assert isinstance(records.outbox.to(TO_ANNA)[-1], Wipe)
