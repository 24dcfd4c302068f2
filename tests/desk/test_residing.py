"""Where a resident lives."""

from __future__ import annotations

from dataclasses import replace

from desk.addressee import ToResident, ToThread
from desk.choices.place import ShowPlaces
from desk.letters import Say
from desk.opening import ask_person
from desk.question import Question
from desk.residing import live_in
from desk.touches import Card
from faq.entry import Shelf
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, BENEFIT, CLOSED, RENT, TICKET, FakeKnowledge, centre


def test_it_is_kept_and_shown_on_the_card_of_an_open_ticket() -> None:
    records = FakeRecords()
    live_in("Лиманский район", ANNA, TICKET, None, records)
    assert records.residents.all[ANNA.id].municipality == "Лиманский район"
    assert records.outbox.to(ToThread(TICKET.id)) == [Card()]
    records = FakeRecords()
    live_in(None, ANNA.living_in("Лиманский район"), CLOSED, None, records)
    assert records.residents.all[ANNA.id].municipality is None
    assert records.outbox.to(ToThread(TICKET.id)) == []


def test_where_the_settings_name_no_places_the_entries_do() -> None:
    entries = {one.id: one for one in (replace(BENEFIT, municipality="Знаменск"), RENT)}
    here = replace(centre(), knowledge=FakeKnowledge(shelf=Shelf({}, entries, {}, {})))
    assert here.places == ("Знаменск",)
    assert replace(here, municipalities=("Астрахань",)).places == ("Астрахань",)


async def test_who_has_not_told_it_is_offered_a_button_when_a_ticket_opens() -> None:
    for resident, places, offered in (
        (ANNA, ("Астрахань",), True),
        (ANNA, (), False),
        (ANNA.living_in("Астрахань"), ("Астрахань",), False),
    ):
        records = FakeRecords()
        records.questions.save(Question(ANNA.id, 10, "Где моё пособие?", AT))
        await ask_person(10, resident, records, replace(centre(), municipalities=places), AT)
        (said,) = [one for one in records.outbox.to(ToResident(ANNA.id)) if isinstance(one, Say)]
        assert [one.choice for row in said.choices for one in row] == ([ShowPlaces()] if offered else [])
