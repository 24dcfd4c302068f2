"""Questions that ask the way to an office, and nothing else."""

from pathlib import Path

import pytest

from faq.entry import Shelf
from faq.loading import load
from faq.wayfinding import LONGEST, Wanted, place_of, wanted


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load(Path(__file__).parents[2] / "faq" / "entries")


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("где ближайший мфц", Wanted("mfc")),
        ("МФЦ рядом", Wanted("mfc")),
        ("Подскажите, пожалуйста, адрес центра занятости", Wanted("jobs")),
        ("адрес соцзащиты в Ахтубинске", Wanted("welfare", "welfare.akhtubinsk")),
        ("где мфц в Икряном?", Wanted("mfc", "mfc.ikryanoe")),
        ("часы работы мфц икрянинский район", Wanted("mfc", "mfc.ikryanoe")),
        ("где находится пенсионный фонд в астрахани", Wanted("sfr", "sfr.astrakhan")),
        ("адрес мфц Астраханская область", Wanted("mfc")),
        ("где мфц в Икряном Астраханской области", Wanted("mfc", "mfc.ikryanoe")),
    ],
)
def test_the_way_is_asked(text: str, way: Wanted, shelf: Shelf) -> None:
    assert wanted(text, shelf) == way


@pytest.mark.parametrize(
    "text",
    [
        "мфц",
        "где",
        "где в мфц получить паспорт",
        "адрес соцзащиты в Москве",
        "адрес мфц в Пермском крае",
        "где мфц в Икряном Волгоградской области",
        "где мой ребёнок",
        "можно ли подать на пособие в мфц",
        "",
        "где мфц " * LONGEST,
    ],
)
def test_what_asks_something_else_or_more_goes_to_the_base(text: str, shelf: Shelf) -> None:
    assert wanted(text, shelf) is None


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("в Ахтубинске", "welfare.akhtubinsk"),
        ("Лиман", "welfare.liman"),
        ("в Лимане", "welfare.liman"),
        ("Лим", None),
        ("Икрянинский район", "welfare.ikryanoe"),
        ("Марс", None),
        ("в городе", None),
        ("как получить пособие в Лимане", None),
        ("", None),
        ("Лиман " * LONGEST, None),
    ],
)
def test_a_place_is_named_and_nothing_else(text: str, office: str | None, shelf: Shelf) -> None:
    assert place_of(text, "welfare", shelf) == office


def test_no_phrasing_of_the_shipped_base_is_taken_for_it(shelf: Shelf) -> None:
    texts = [text for one in shelf.entries.values() for text in (one.question, *one.also)]
    assert len(texts) > 500
    assert [text for text in texts if wanted(text, shelf)] == []


def test_a_base_without_offices_is_asked_nothing(shelf: Shelf) -> None:
    assert wanted("где мфц", Shelf({}, shelf.entries, {}, {})) is None
