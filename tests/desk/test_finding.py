"""Finding tickets: which words and numbers mean which, and who may see what."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk.choices.finding import ShowFound
from desk.finding import find
from desk.letters import Say
from desk.passage import Passage, Speaker, excerpt, head, sought, stems
from desk.records import Thread
from desk.source import Source
from desk.ticket import Ticket, ticket_id
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, FAMILY, HOUSING, NUMBER, OLGA, TICKET, centre

HERE = FAMILY.chat_id
ASKED = Source(HERE, 500)


def known(*tickets: Ticket, **said: str) -> FakeRecords:
    """Records with these tickets in the family's group, and what was said in the first."""
    records = FakeRecords()
    records.residents.save(ANNA)
    for one in tickets:
        records.tickets.add(one)
        records.threads.save(Thread(one.id, HERE, 70))
        records.passages.keep(head(one, ANNA))
    for number, (who, words) in enumerate(said.items()):
        records.passages.keep(Passage(tickets[0].id, Source(ANNA.id, number), Speaker(who), words))
    return records


async def found(words: str, records: FakeRecords, chat_id: int = HERE, page: int = 0) -> Say:
    return await find(words, page, chat_id, ASKED, OLGA, records, centre(), AT)


@pytest.mark.parametrize(
    "spelling",
    ["1", "№1", "№ 1", "#1", "000001", NUMBER, NUMBER.lower(), "екц 2026 1", "2026-1", " 2026-000001 "],
)
async def test_a_number_is_understood_however_it_is_written(spelling: str) -> None:
    said = await found(spelling, known(TICKET))
    assert said.phrase == "found" and NUMBER in str(said.args["tickets"])
    assert said.quoting == ASKED


async def test_a_number_without_its_year_is_of_this_one_or_of_those_before() -> None:
    old = replace(TICKET, id=ticket_id(2024, 7))
    older = replace(TICKET, id=ticket_id(2023, 7))
    said = await found("7", known(old, older))
    assert said.args["count"] == 1 and "ЕКЦ-2024-000007" in str(said.args["tickets"])
    assert (await found("2023-7", known(old, older))).phrase == "found"


async def test_bare_digits_are_words_too_and_a_sure_number_is_not() -> None:
    records = known(TICKET, resident="Улица Ленина, дом 12")
    assert "дом 12" in str((await found("12", records)).args["tickets"])
    assert (await found("№12", records)).phrase == "found-nothing"


async def test_a_ticket_of_another_group_is_told_by_its_department_only() -> None:
    records = known(TICKET, resident="Течёт крыша")
    records.threads.save(Thread(TICKET.id, HERE, 70))
    said = await found("1", records, chat_id=HOUSING.chat_id)
    assert said.phrase == "found-elsewhere" and said.args["department"] == FAMILY.title
    assert (await found("крыша", records, chat_id=HOUSING.chat_id)).phrase == "found-nothing"


async def test_words_are_found_in_any_form_and_any_case() -> None:
    records = known(TICKET, resident="Вывоз МУСОРА по улице", note="перезвонить Петровой", operator="Приедем")
    for words in ("вывоза мусор", "Петрова", "АННА", "семья", "приедем", "анна мусор"):
        assert (await found(words, records)).phrase == "found", words
    for words in ("снег", "мусор снег"):
        assert (await found(words, records)).phrase == "found-nothing", words


async def test_what_was_said_is_shown_around_the_word_with_who_said_it() -> None:
    long = "Начало. " + "слово " * 60 + "потеряла справку вчера " + "слово " * 60
    line = str((await found("справка", known(TICKET, note=long))).args["tickets"]).split("\n")[1]
    assert line.startswith("✍️ …") and "справку" in line and line.endswith("…") and len(line) < 130


async def test_many_are_turned_page_by_page() -> None:
    many = [replace(TICKET, id=ticket_id(2026, number)) for number in range(1, 8)]
    records = known(*many)
    first = await found("Анна", records)
    assert first.args["count"] == 7
    assert [one.choice for row in first.choices for one in row] == [ShowFound(1)]
    second = await found("Анна", records, page=1)
    assert [one.choice for row in second.choices for one in row] == [ShowFound(0)]
    shown = re.findall(r"ЕКЦ-\d+-\d+", f"{first.args['tickets']} {second.args['tickets']}")
    assert len(set(shown)) == 7
    assert (await found("Анна", records, page=9)).args["tickets"] == second.args["tickets"]


def test_words_that_stand_everywhere_count_only_alone() -> None:
    assert sought("как быть с мусором") == sought("мусор")
    assert sought("как") == stems("как")
    assert len(sought(" ".join(f"слово{number}" for number in range(50)))) == 8


def test_an_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt("Где\nсправка?", stems("справка"), 40) == "Где справка?"
    assert excerpt("Где справка?", stems("крыша"), 40) == "Где справка?"
