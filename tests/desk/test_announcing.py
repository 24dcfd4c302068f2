"""What supervisors say of an incident, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import announcing, incident_words, overseeing, same_here
from desk.addressee import ToChat
from desk.centre import Centre
from desk.choices.incident import AnnounceIncident, EndIncident, ProlongIncident
from desk.errors import NotAllowed
from desk.incident import (
    Incident,
    IncidentGone,
    IncidentOver,
    IncidentState,
    IncidentTooLong,
    TooLateForIncident,
)
from desk.incident_words import Told
from desk.letters import Say
from desk.source import Source
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, CHIEF, OLGA, centre

CARD = Source(-1001, 50)
HOUR = timedelta(hours=1)
RUNNING = Incident(
    1, AT, IncidentState.RUNNING, "fam", None, True, "Портал не работает", until=AT + 4 * HOUR, card=CARD
)


def here() -> Centre:
    """With two municipalities."""
    return replace(centre(), municipalities=("Астрахань", "Икрянинский район"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Семья; г. Астрахань; Нет записи", Told("fam", "Астрахань", text="Нет записи")),
        ("семь\nвезде\nбез срока", Told("fam", "", open_end=True)),
        ("слова: нет записи, не пускает", Told(phrasings=("нет записи", "не пускает"))),
        ("до 13:00\nНет света до 18:00", Told(until=AT + HOUR, text="Нет света до 18:00")),
        ("Икрянинский район без воды; Жильё рухнуло", Told(text="Икрянинский район без воды\nЖильё рухнуло")),
        ("", Told()),
    ],
)
def test_a_message_says_what_each_of_its_lines_says(said: str, told: Told) -> None:
    assert incident_words.read(said, here(), AT) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Дороги; везде; Провал на Ленина", Told(None, "", text="Провал на Ленина", unknown="Дороги")),
        ("Нет воды; везде", Told(place="", text="Нет воды")),
        ("Семья; везде; Нет записи", Told("fam", "", text="Нет записи")),
    ],
)
def test_what_stands_in_a_subjects_place_and_is_none_is_no_text_for_residents(said: str, told: Told) -> None:
    assert incident_words.read(said, here(), AT) == told
    if told.unknown:
        known = incident_words.read(said, here(), AT, names_subject=False)
        assert known.text == f"{told.unknown}\n{told.text}", "its subject is known"


@pytest.mark.parametrize("said", ["а" * 1001, "слова: " + ", ".join("а" * 11), "слова: " + "а" * 101])
def test_what_is_too_long_is_refused(said: str) -> None:
    with pytest.raises(IncidentTooLong):
        incident_words.read(said, here(), AT)


async def test_only_a_supervisor_may_announce() -> None:
    with pytest.raises(NotAllowed):
        await announcing.draft("Нет воды", OLGA, FakeRecords(), here(), AT)


async def test_a_draft_whose_end_has_passed_meanwhile_is_not_announced() -> None:
    records = FakeRecords()
    await announcing.draft("Семья; везде; до 13:00; Нет записи", CHIEF, records, here(), AT)
    with pytest.raises(TooLateForIncident):
        await announcing.decide(AnnounceIncident(1), CHIEF, records, here(), AT + 2 * HOUR, CARD)
    await announcing.draft("Семья; Нет записи", CHIEF, records, here(), AT)
    with pytest.raises(IncidentGone):
        await announcing.decide(AnnounceIncident(2), CHIEF, records, here(), AT, CARD)


async def test_two_hours_more_are_counted_from_its_end_or_from_now() -> None:
    records = FakeRecords()
    records.incidents.save(RUNNING)
    await announcing.decide(ProlongIncident(1, 2), CHIEF, records, here(), AT, CARD)
    assert records.incidents.all[1].until == AT + 6 * HOUR
    await announcing.decide(ProlongIncident(1, 2), CHIEF, records, here(), AT + 7 * HOUR, CARD)
    assert records.incidents.all[1].until == AT + 9 * HOUR
    await announcing.decide(EndIncident(1), CHIEF, records, here(), AT, CARD)
    said, is_done = await announcing.decide(ProlongIncident(1, 2), CHIEF, records, here(), AT, CARD)
    assert (said.phrase, is_done) == ("incident-fixed", False)
    with pytest.raises(IncidentOver):
        await same_here.wait(1, True, ANNA, records)


async def test_one_without_an_end_is_asked_about_once_a_day_and_does_not_go_on_for_ever() -> None:
    records = FakeRecords()
    records.incidents.save(replace(RUNNING, until=None))
    seen = []
    for hours in range(0, 50):
        before = len(records.outbox.all)
        await overseeing.attend(1, records, here(), AT + hours * HOUR)
        seen += [
            (hours, letter.content.phrase)
            for letter in records.outbox.all[before:]
            if isinstance(letter.content, Say) and letter.content.replacing is None
        ]
    assert seen == [(24, "incident-ask"), (48, "incident-ran-out")]
    assert records.incidents.all[1].state is IncidentState.EXPIRED


async def test_those_who_wait_are_told_once_of_its_end() -> None:
    records = FakeRecords()
    records.residents.save(ANNA)
    records.incidents.save(RUNNING)
    await same_here.wait(1, True, ANNA, records)
    await overseeing.attend(1, records, here(), AT + 6 * HOUR)
    (told,) = records.campaigns.all.values()
    assert isinstance(told.content, Say) and told.content.phrase == "incident-over-unconfirmed"
    assert told.content.args == {"notice": "Портал не работает"}
    assert await records.rolls.size(told.audience) == 1
    await overseeing.attend(1, records, here(), AT + 7 * HOUR)
    assert len(records.outbox.to(ToChat(CARD.chat_id))) == 2, "the word of its end, and its card"


async def test_a_card_is_painted_when_there_are_more_voices_and_not_else() -> None:
    records = FakeRecords()
    records.residents.save(ANNA)
    records.incidents.save(RUNNING)
    for painted, affected in ((1, False), (1, False), (2, True), (2, True)):
        await same_here.wait(1, affected, ANNA, records)
        for _ in range(2):
            await overseeing.attend(1, records, here(), AT)
        assert len(records.outbox.to(ToChat(CARD.chat_id))) == painted
