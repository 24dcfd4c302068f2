"""What a resident reads of what is kept: every chapter that has something, nothing of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk import holding, taking_data
from desk.act import Act, with_ticket
from desk.addressee import ToResident
from desk.ban import Ban
from desk.deed import Deed
from desk.enclosure import Document
from desk.form import Form, Purpose
from desk.holding import Chapter
from desk.incident import Incident
from desk.journey import Journey
from desk.letters import Say
from desk.passage import Passage, Speaker
from desk.question import Outcome, Question
from desk.records import Mirror
from desk.roll import of_subject
from desk.source import Source
from faq.entry import Shelf, Subject
from faq.route import Route, RouteWords
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, CHIEF, FAMILY, OLGA, TICKET, FakeKnowledge, centre

FORM = Form(Purpose.APPEAL, {"words": "не платят", "#17": "words"})


async def told(records: FakeRecords) -> dict[str, Chapter]:
    anna = replace(ANNA, form=FORM)
    return {one.name: one for one in await holding.holding(anna, records, centre(), AT)}


async def test_of_somebody_who_has_only_come_there_is_the_profile() -> None:
    chapters = await told(FakeRecords())
    assert list(chapters) == ["profile"]
    assert [one.phrase for one in chapters["profile"].facts] == [
        "my-data-profile",
        "my-data-consent",
        "my-data-form",
    ]
    assert chapters["profile"].facts[2].args == {"words": "не платят"}, "and no numbers of messages"


async def test_every_kind_of_thing_has_its_chapter() -> None:
    records = FakeRecords()
    records.bans.save(Ban(ANNA.id, AT, None, "оскорбления", 55, "Ольга"))
    records.journeys.save(Journey(ANNA.id, "birth", date(2026, 3, 1), frozenset({"a"})))
    records.rolls.join("news", ANNA.id)
    asked = Question(ANNA.id, 10, "Как?", AT, Outcome.SURE, (BENEFIT.id,))
    records.questions.save(asked)
    records.questions.save(replace(asked, resident_id=1, text="чужой"))
    records.tickets.add(TICKET.closed(AT).rated(4))
    chapters = await told(records)
    assert list(chapters) == ["profile", "subscriptions", "routes", "questions", "tickets"]
    assert chapters["profile"].facts[-1].args["why"] == "оскорбления"
    [question] = chapters["questions"].facts
    assert (question.args["words"], question.args["answers"]) == ("Как?", BENEFIT.question)
    assert [one.phrase for one in chapters["tickets"].facts] == ["my-data-ticket-closed", "my-data-rating"]


async def test_subscriptions_and_checklists_are_named_as_the_resident_knows_them() -> None:
    records = FakeRecords()
    for roll in ("news", of_subject("fam"), of_subject("gone")):
        records.rolls.join(roll, ANNA.id)
    records.journeys.save(Journey(ANNA.id, "birth", date(2026, 3, 1)))
    shelf = Shelf(
        {"fam": Subject("fam", "Семья", 1, {"en": "Family"})},
        {},
        {},
        {},
        routes={
            "birth": Route("birth", "Родился ребёнок", steps=(), translations={"en": RouteWords("A birth")})
        },
    )
    here = replace(centre(), knowledge=FakeKnowledge(shelf=shelf))
    ann = replace(ANNA, language="en")
    chapters = {one.name: one.facts for one in await holding.holding(ann, records, here, AT)}
    subscriptions = [(one.args["roll"], one.more["roll"]) for one in chapters["subscriptions"]]
    assert subscriptions == [
        ("word-roll-news", "news"),
        ("Family", of_subject("fam")),
        (of_subject("gone"), of_subject("gone")),
    ]
    assert chapters["routes"][0].args["route"] == "A birth"


async def test_who_waits_for_the_end_of_an_incident_is_told_which() -> None:
    records = FakeRecords()
    incident = Incident(3, AT)
    for one in (incident.waiting, incident.affected):
        records.rolls.join(one.roll, ANNA.id)
    facts = (await told(records))["subscriptions"].facts
    assert [(one.phrase, one.args) for one in facts] == [
        ("my-data-incident", {"number": 3}),
        ("my-data-same-here", {"number": 3}),
    ]


async def test_a_note_for_colleagues_is_not_among_what_was_said() -> None:
    records = FakeRecords()
    records.tickets.add(TICKET)
    here, note = Source(ANNA.id, 10), Source(FAMILY.chat_id, 60)
    records.threads.pair(Mirror(TICKET.id, here, Source(FAMILY.chat_id, 50)))
    records.threads.pair(Mirror(TICKET.id, note, Source(ANNA.id, 11)))
    records.passages.keep(Passage(TICKET.id, note, Speaker.NOTE, "ругается"))
    said = await holding.said_in(TICKET, records)
    assert [one.phrase for one in said] == ["my-data-own-file"]


async def test_more_than_a_file_takes_is_cut_to_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    records = FakeRecords()
    for number in range(1, 6):
        records.questions.save(Question(ANNA.id, number, f"вопрос {number}", AT))
    whole = (await told(records))["questions"]
    assert not whole.cut and len(whole.facts) == 5
    monkeypatch.setattr(holding, "MOST", 2)
    part = (await told(records))["questions"]
    assert part.cut and [one.args["words"] for one in part.facts] == ["вопрос 4", "вопрос 5"]


async def test_files_are_given_once_an_hour() -> None:
    records = FakeRecords()
    for minutes, files in ((0, 2), (59, 2), (60, 4)):
        await taking_data.take(ANNA, records, AT + timedelta(minutes=minutes))
        sent = records.outbox.to(ToResident(ANNA.id))
        assert sum(isinstance(one, Document) for one in sent) == files
    refused = [one for one in records.outbox.to(ToResident(ANNA.id)) if isinstance(one, Say)]
    assert refused == [Say("my-data-lately", {"now": (AT + timedelta(hours=1)).isoformat()})]


async def test_acts_about_the_resident_are_told_by_role_and_those_of_their_own_work_are_not() -> None:
    records = FakeRecords()
    for one in (
        Act(AT, Deed.CONSENT, ANNA.id, person_id=ANNA.id),
        with_ticket(Deed.TAKE, OLGA, TICKET, AT),
        with_ticket(Deed.HISTORY, CHIEF, TICKET, AT),
        with_ticket(Deed.BAN, OLGA, TICKET, AT, "3д: ругань"),
        with_ticket(Deed.TRANSFER, OLGA, TICKET, AT, "Павлу"),
        Act(AT, Deed.TAKE_DATA, person_id=ANNA.id, note="contact-center privacy export"),
        Act(AT, Deed.FORGET, person_id=ANNA.id),
        Act(AT, Deed.TAKE, ANNA.id, "Анна", 5, 6),  # at work, with somebody else's ticket
        Act(AT, Deed.CONSENT, 1, person_id=1),
    ):
        records.acts.add(one)
    facts = (await told(records))["acts"].facts
    assert [(one.phrase.removeprefix("my-data-act-"), one.more["by"]) for one in facts] == [
        ("consent", "resident"),
        ("ticket", "operator"),
        ("history", "operator"),
        ("ban", "operator"),
        ("ticket", "operator"),
        ("given", "program"),
        ("forget", "program"),
    ]
    assert facts[3].more["note"] == "3д: ругань" and "note" not in facts[4].more
    assert facts[1].args["number"] == TICKET.number
    words = repr(facts)
    assert OLGA.name not in words and CHIEF.name not in words and "Павлу" not in words


async def test_a_residents_own_reactions_are_told() -> None:
    records = FakeRecords()
    records.tickets.add(TICKET)
    records.reactions.put(Source(ANNA.id, 10), ANNA.id, "❤", AT)
    records.reactions.put(Source(ANNA.id, 10), OLGA.id, "👌", AT)
    records.reactions.put(Source(FAMILY.chat_id, 10), ANNA.id, "👍", AT)
    facts = (await told(records))["tickets"].facts
    assert [one.args["emoji"] for one in facts if one.phrase == "my-data-reaction"] == ["❤"]
