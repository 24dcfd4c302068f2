"""A spike of alike questions is told to supervisors, once, with examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import announcing, noticing
from desk.centre import Centre
from desk.choices.incident import DraftIncident, DropIncident
from desk.incident import IncidentState
from desk.letters import Say
from desk.question import Outcome, Question
from desk.source import Source
from faq.entry import Entry
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, CHIEF, HOUSING, RENT, SCHOOL, centre

FAR = "Икрянинский район"
MINUTE = timedelta(minutes=1)


def here() -> Centre:
    return replace(centre(), municipalities=("Астрахань", FAR))


class Town:
    """Residents who ask, and the records of it."""

    def __init__(self) -> None:
        self.records = FakeRecords()
        self.known = 0

    def ask(
        self, entry: Entry, minutes_ago: float, text: str = "Почему нет субсидии?", home: str | None = None
    ) -> None:
        self.known += 1
        resident = replace(ANNA, id=self.known, municipality=home)
        self.records.residents.save(resident)
        asked_at = AT - minutes_ago * MINUTE
        question = Question(resident.id, 1, text, asked_at, Outcome.SURE, (entry.id,))
        self.records.questions.save(question)

    def four_weeks(self) -> None:
        """In the hour before noon somebody asks for a benefit twice a day; for the rest, now and then."""
        for day in range(1, 29):
            for minute in (10, 40):
                self.ask(BENEFIT, day * 1440 + minute)
            if day % 9 == 0:
                self.ask(RENT, day * 1440 + 20)

    async def said(self) -> Say | None:
        """What supervisors have been told by now."""
        await noticing.look(self.records, here(), AT)
        letters = [one.content for one in self.records.outbox.all if isinstance(one.content, Say)]
        assert len(letters) <= 1
        return letters[0] if letters else None


async def test_a_usual_hour_proposes_nothing() -> None:
    town = Town()
    town.four_weeks()
    for minute in (5, 15, 25):
        town.ask(BENEFIT, minute)
    assert await town.said() is None


async def test_many_alike_questions_propose_a_notice_once_with_examples() -> None:
    town = Town()
    town.four_weeks()
    for minute in range(8):
        town.ask(RENT, minute, "где деньги")
    town.ask(RENT, 0.5, "Субсидия не пришла,\nкарта 2200 7001 5555 5559")
    said = await town.said()
    assert said is not None and said.phrase == "incident-proposed"
    told = dict(said.args)
    assert told.pop("examples") == "— где деньги\n— Субсидия не пришла карта [карта]"
    assert told == {"number": 1, "count": 8, "usual": 1, "subject": "Жильё", "where": ""}
    assert town.records.outbox.all[0].to.chat_id == HOUSING.chat_id  # type: ignore[union-attr]
    await town.said()
    assert len(town.records.outbox.all) == 1, "it is said once"
    await noticing.look(town.records, here(), AT + timedelta(hours=13))
    assert len(town.records.outbox.all) == 1, "nobody asks any more"


async def test_one_resident_who_asks_again_and_again_is_no_spike() -> None:
    town = Town()
    town.four_weeks()
    for number in range(20):
        town.records.questions.save(
            Question(ANNA.id, number, "где деньги", AT - MINUTE, Outcome.SURE, (RENT.id,))
        )
    assert await town.said() is None


@pytest.mark.parametrize(
    ("homes", "text", "where"),
    [
        ((FAR,) * 8, "где деньги", FAR),
        ((None,) * 8, "нет субсидии в Икрянинском районе", FAR),
        (("Астрахань",) * 4 + (FAR,) * 4, "где деньги", ""),
        ((None,) * 8, "где деньги", ""),
    ],
)
async def test_it_is_where_most_of_them_are(homes: tuple[str | None, ...], text: str, where: str) -> None:
    town = Town()
    town.four_weeks()
    for minute, home in enumerate(homes):
        town.ask(RENT, minute, text, home)
    said = await town.said()
    assert said is not None and said.args["where"] == where


async def test_questions_scattered_over_a_subject_are_seen_as_well() -> None:
    town = Town()
    town.four_weeks()
    for minute in range(4):
        town.ask(SCHOOL, minute)
        town.ask(BENEFIT, minute)
    assert await town.said() is None, "twice a day it is asked anyway"
    for minute in range(30):
        town.ask(SCHOOL if minute % 8 else BENEFIT, minute)
    assert await town.said() is not None


async def test_on_the_first_days_nothing_is_proposed_of_which_nobody_knows_what_is_usual() -> None:
    town = Town()
    for minute in range(8):
        town.ask(RENT, minute)
    assert await town.said() is None


async def test_one_tap_makes_the_draft_and_another_drops_it_for_good() -> None:
    for choice, state in ((DraftIncident(1), IncidentState.DRAFT), (DropIncident(1), IncidentState.DROPPED)):
        town = Town()
        town.four_weeks()
        for minute in range(8):
            town.ask(RENT, minute, "где деньги", FAR)
        await town.said()
        card = Source(HOUSING.chat_id, 5)
        await announcing.decide(choice, CHIEF, town.records, here(), AT, card)
        incident = town.records.incidents.all[1]
        assert (incident.state, incident.card, incident.subject) == (state, card, "zhku")
        assert (incident.municipality, incident.phrasings) == (FAR, ("где деньги",))
        await town.said()
        assert len(town.records.outbox.all) == 1
