"""Entries that hold for a time or in one place: who is answered with them, and when."""

from dataclasses import replace
from datetime import date

import pytest

from faq import terms
from faq.entry import Entry, Shelf, Subject
from faq.fields import length
from faq.knowledge_base import KnowledgeBase, Outdated, Sure, Unknown, Unsure
from faq.places import Places

LAST_DAY = date(2026, 12, 31)
NEW_YEAR = date(2027, 1, 1)
OLD = Entry(
    "fuel.2026",
    "zhku",
    "Как получить компенсацию за дрова?",
    "Подайте заявление до конца года.",
    also=("деньги за дрова", "возместят ли дрова на зиму"),
    valid_until=LAST_DAY,
)
NEW = replace(
    OLD,
    id="fuel.2027",
    question="Как получить компенсацию за твёрдое топливо?",
    also=("сколько вернут за дрова и уголь", "компенсация за топливо"),
    valid_from=NEW_YEAR,
    valid_until=None,
)
OTHERS = (
    Entry("gas", "zhku", "Как получить субсидию на газ?", "Подайте заявление."),
    Entry("water", "zhku", "Кто проверяет счётчик воды?", "Водоканал."),
    Entry("house", "zhku", "Сколько стоит капремонт дома?", "Тариф утверждает область."),
)
QUEUE = Entry("queue", "kg", "Как встать в очередь в детский сад?", "На Госуслугах.")
IKRYANOE = replace(QUEUE, id="queue.ikr", answer="Зайдите в отдел.", municipality="Икрянинский район")
ASTRAKHAN = replace(QUEUE, id="queue.ast", answer="Зайдите в мэрию.", municipality="г. Астрахань")


def base_of(*entries: Entry) -> KnowledgeBase:
    every = {one.id: one for one in (*entries, *OTHERS)}
    subjects = {id_: Subject(id_, id_, 1) for id_ in ("zhku", "kg")}
    return KnowledgeBase.build(Shelf(subjects, every, {}, {}))


@pytest.mark.parametrize("asked", [OLD.question, "деньги за дрова", "как получить компенсацию за дрова"])
def test_on_its_last_day_an_entry_answers_and_on_the_next_it_is_outdated(asked: str) -> None:
    base = base_of(OLD)
    last = base.look_up(asked, on=LAST_DAY)
    assert isinstance(last, Sure)
    assert last.entry is OLD
    after = base.look_up(asked, on=NEW_YEAR)
    assert isinstance(after, Outdated)
    assert after.entry is OLD
    assert OLD not in after.entries
    assert all(match.entry is not OLD for match in after.ranking)


def test_before_its_first_day_an_entry_is_outdated_too() -> None:
    verdict = base_of(NEW).look_up(NEW.question, on=LAST_DAY)
    assert isinstance(verdict, Outdated)
    assert verdict.entry is NEW


def test_what_came_after_answers_unless_the_old_words_were_said_exactly() -> None:
    base = base_of(OLD, NEW)
    verdict = base.look_up("как получить компенсацию за дрова и топливо", on=NEW_YEAR)
    assert isinstance(verdict, Sure)
    assert verdict.entry is NEW
    exactly = base.look_up(OLD.question, on=NEW_YEAR)
    assert isinstance(exactly, Outdated)
    assert exactly.entry is OLD
    assert exactly.entries[0] is NEW


def test_a_question_about_something_else_hears_nothing_of_an_outdated_entry() -> None:
    base = base_of(OLD)
    verdict = base.look_up("кто проверяет счетчик воды", on=NEW_YEAR)
    assert isinstance(verdict, Sure)
    assert verdict.entry.id == "water"
    assert isinstance(base.look_up("Как называется столица Австралии?", on=NEW_YEAR), Unknown)


def test_the_municipality_named_in_the_question_decides_between_entries() -> None:
    base = base_of(QUEUE, IKRYANOE, ASTRAKHAN)
    for asked, entry in (
        ("как встать в очередь в детский сад в Икрянинском районе", IKRYANOE),
        ("очередь в детский сад астрахань", ASTRAKHAN),
    ):
        verdict = base.look_up(asked, on=LAST_DAY)
        assert isinstance(verdict, Sure), asked
        assert verdict.entry is entry


def test_without_a_municipality_named_local_entries_are_offered_and_told_apart() -> None:
    verdict = base_of(IKRYANOE, ASTRAKHAN).look_up("как встать в очередь в детский сад", on=LAST_DAY)
    assert isinstance(verdict, Unsure)
    assert {one.title("ru") for one in verdict.entries[:2]} == {
        "Икрянинский район: Как встать в очередь в детский сад?",
        "г. Астрахань: Как встать в очередь в детский сад?",
    }


def test_who_names_another_municipality_is_not_given_the_answer_of_this_one() -> None:
    base = base_of(IKRYANOE, replace(OTHERS[0], id="gas.ast", municipality="г. Астрахань"))
    verdict = base.look_up("очередь в детский сад в Астрахани", on=LAST_DAY)
    assert all(match.entry is not IKRYANOE for match in verdict.ranking)


def test_who_told_where_they_live_gets_its_answer_however_it_is_written() -> None:
    base = base_of(IKRYANOE, ASTRAKHAN)
    for home, entry in (("Астрахань", ASTRAKHAN), ("Икрянинский муниципальный район", IKRYANOE)):
        verdict = base.look_up("как встать в очередь в детский сад", on=LAST_DAY, municipality=home)
        assert isinstance(verdict, Sure), home
        assert verdict.entry is entry
    verdict = base.look_up("как встать в очередь в детский сад", on=LAST_DAY, municipality="Знаменск")
    assert not {IKRYANOE.id, ASTRAKHAN.id} & {match.entry.id for match in verdict.ranking}


def test_the_municipality_a_question_names_goes_before_the_resident_s_own() -> None:
    base = base_of(IKRYANOE, ASTRAKHAN)
    asked = "как встать в очередь в детский сад в Икрянинском районе"
    verdict = base.look_up(asked, on=LAST_DAY, municipality="Астрахань")
    assert isinstance(verdict, Sure)
    assert verdict.entry is IKRYANOE


def test_an_answer_for_all_and_one_for_the_resident_s_municipality_are_both_offered() -> None:
    base = base_of(QUEUE, IKRYANOE, ASTRAKHAN)
    verdict = base.look_up(QUEUE.question, on=LAST_DAY, municipality="Икрянинский район")
    assert isinstance(verdict, Unsure)
    assert [one.id for one in verdict.entries[:2]] == [QUEUE.id, IKRYANOE.id]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("садик в Икрянинском районе", {"Икрянинский район"}),
        ("ИКРЯНИНСКИЙ!", {"Икрянинский район"}),
        ("живу в астрахани", {"г. Астрахань"}),
        ("в Астрахани или в Красном Яру", {"г. Астрахань", "село Красный Яр"}),
        ("красный диплом", set()),
        ("какой у нас район и город", set()),
        ("Астраханская область", set()),
        ("", set()),
    ],
)
def test_a_municipality_is_known_in_any_case_by_its_own_words(text: str, named: set[str]) -> None:
    places = Places.of(["Икрянинский район", "г. Астрахань", "село Красный Яр", "г. Астрахань"])
    assert places.named(text) == named


def test_terms_that_end_within_14_days_or_have_ended_are_told_with_their_owner() -> None:
    entries = (
        replace(OLD, id="later", valid_until=date(2026, 12, 7)),
        replace(OLD, id="soon", valid_until=date(2026, 12, 6), owner="отдел льгот"),
        replace(OLD, id="today", valid_until=date(2026, 11, 22)),
        replace(OLD, id="past", valid_until=date(2026, 11, 21)),
        QUEUE,
    )
    shelf = Shelf({}, {one.id: one for one in entries}, {}, {})
    ending = terms.ending(shelf, date(2026, 11, 22))
    assert terms.told(ending, date(2026, 11, 22)).splitlines() == [
        "⛔ 21.11.2026 · «Как получить компенсацию за дрова?» (past). Кто отвечает, не указано",
        "⏳ 22.11.2026 · «Как получить компенсацию за дрова?» (today). Кто отвечает, не указано",
        "⏳ 06.12.2026 · «Как получить компенсацию за дрова?» (soon). Отвечает: отдел льгот",
    ]


def test_a_message_names_fifteen_entries_and_counts_the_rest() -> None:
    many = tuple(replace(OLD, id=f"e{number}", valid_until=LAST_DAY) for number in range(40))
    lines = terms.told(many, NEW_YEAR).splitlines()
    assert len(lines) == 16
    assert lines[-1] == "… и ещё 25. Все: contact-center faq check"
    longest = replace(OLD, id="x" * 64, question="я" * 300, owner="я" * 200)
    assert length(terms.told((longest,) * 40, NEW_YEAR)) < 3900  # of 4096, the rest are our words


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("в Икрянинском районе", "Икрянинский район"),
        ("Астрахань", "г. Астрахань"),
        ("проживаю в г Астрахани", "г. Астрахань"),
        ("красный яр", "село Красный Яр"),
        ("Лиман", "Лиманский район"),
        ("субсидия в Астрахани", None),
        ("красный", None),
        ("район", None),
        ("", None),
    ],
)
def test_a_municipality_and_nothing_else_is_where_somebody_lives(text: str, home: str | None) -> None:
    places = Places.of(
        ["Икрянинский район", "г. Астрахань", "село Красный Яр", "Лиманский район", "Красноярский район"]
    )
    assert places.lived_in(text) == home
