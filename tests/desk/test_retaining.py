"""Erasing by age: by which term, and what administrators and the register hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import retaining
from desk.addressee import ToChat, ToTopic
from desk.deed import Deed
from desk.letters import Say
from desk.privacy import Keep, Privacy
from desk.records import Thread
from desk.retention import Rule, before, week_of
from desk.touches import Raze
from tests.desk.fakes import FakeRecords
from tests.desk.samples import AT, CLOSED, FAMILY, centre

KEEP = Keep(letters=1, forms=2, questions=3, tickets=4, profiles=5)
CENTRE = replace(centre(), privacy=Privacy(keep=KEEP))
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Rule.LETTERS, 1),
        (Rule.UPDATES, 1),
        (Rule.FORMS, 2),
        (Rule.QUESTIONS, 3),
        (Rule.TICKETS, 4),
        (Rule.MARKS, 4),
        (Rule.PROFILES, 5),
    ],
)
def test_each_rule_has_its_term(rule: Rule, days: int) -> None:
    assert AT - before(rule, KEEP, AT) == days * DAY


async def test_a_ticket_is_erased_with_its_topic() -> None:
    records = FakeRecords()
    records.tickets.add(CLOSED)
    records.threads.save(Thread(CLOSED.id, FAMILY.chat_id, 42))
    assert not await retaining.erase_some(Rule.TICKETS, records, CENTRE, AT + 4 * DAY)
    assert records.outbox.all == []
    assert not await retaining.erase_some(Rule.TICKETS, records, CENTRE, AT + 5 * DAY)
    assert records.outbox.to(ToTopic(FAMILY.chat_id, 42)) == [Raze()]
    assert records.tickets.all[CLOSED.id].resident_id == 0


async def test_a_week_is_told_once_when_it_is_over() -> None:
    records = FakeRecords()
    records.tickets.add(CLOSED)
    await retaining.erase_some(Rule.TICKETS, records, CENTRE, AT + 5 * DAY)
    await retaining.report(records, CENTRE, AT + 5 * DAY)
    assert records.acts.all == [], "the week is not over"
    for _ in range(2):
        await retaining.report(records, CENTRE, AT + 8 * DAY)
    [act] = records.acts.all
    assert (act.deed, act.by_id, act.note) == (Deed.RETENTION, None, f"{week_of(AT)}: обращения 1")
    for admin in CENTRE.admins:
        [said] = records.outbox.to(ToChat(admin))
        assert isinstance(said, Say) and said.args["tickets"] == 1 and said.args["letters"] == 0
