"""Slips of the ear and of the hand: which words are taken for which, and which are left as they are."""

import pytest

from faq.dictionary import Dictionary
from faq.slips import cost, near, sound, sounds
from faq.spelling import Speller
from faq.wording import Wording

WORDING = Wording.of(
    [
        *("как оформить единое пособие на ребенка", "компенсация за детский сад", "нужен соцработник"),
        *("выплата участнику сво", "видно ли мою трансляцию", "не вывозят мусор", "очередь за талоном"),
    ]
)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.of(WORDING)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("похроонные", "похоронные"),  # letters changed places in a word that is seldom met
        ("избиавет", "избивает"),
        ("слетелла", "слетела"),  # a letter doubled
        ("мооей", "моей"),
        ("вояет", "воняет"),  # a letter left out, of what may be a form of another word
        ("реенка", "ребенка"),  # … between two that are alike
        ("ьусор", "мусор"),  # the key beside, in the first letter
        ("кампнсация", "компенсация"),
        ("сацыальное", "социальное"),
        ("упрваляйку", "управляйку"),  # a form on no list
        ("куа", "куда"),  # three letters are left
        ("заись", "запись"),  # what is left of it when its ending is taken off is «за», a known word
        ("очеед", "очередь"),  # the letter that is missing stood between two that are alike
    ],
)
def test_what_people_mistype_is_read(speller: Speller, typed: str, meant: str) -> None:
    assert speller.corrected([typed]) == [meant]


@pytest.mark.parametrize("word", ["вампука", "тойота", "возгорится", "кречинского", "огэ", "зет"])
def test_names_and_rare_words_that_are_near_to_nothing_stay(speller: Speller, word: str) -> None:
    assert speller.corrected([word]) == [word]


def test_words_that_sound_alike_are_found_together() -> None:
    words = Dictionary.of(["пособие", "труд", "трут", "касса"])
    found = sorted(words.sounding([sound("трудь"), sound("пасобие")]))
    assert found == [("пособие", 0), ("труд", 1), ("трут", 2)]
    assert list(words.sounding([sound("каса")])) == [("касса", 3)]
    assert [words.word(place) for place in range(4)] == ["пособие", "труд", "трут", "касса"]
    assert not list(Dictionary.of([]).sounding(["а"]))


@pytest.mark.parametrize("typed", ["пособе", "поосбие", "пособиее", "посовие", "пасобие"])
def test_every_kind_of_one_slip_is_looked_for(typed: str) -> None:
    assert sound("пособие") in near(typed)


def test_the_likelier_slip_costs_less() -> None:
    by_ear, swapped, left_out = (cost(typed, "пособие") for typed in ("пасобие", "поосбие", "пособе"))
    beside, anywhere = cost("посрбие", "пособие"), cost("посхбие", "пособие")
    assert max(by_ear, swapped, left_out) <= beside < anywhere
    assert cost("хособие", "пособие") > anywhere, "people look at the first letter"
    assert cost("поосибе", "пособие") > anywhere, "two slips are seldom met"


@pytest.mark.parametrize(
    "words",
    [("пособие", "ванная", "аа", "ь", "объявление"), ("straße", "пассажир", "łódź"), ("ъ",), ()],
)
def test_many_words_sound_as_one_by_one(words: tuple[str, ...]) -> None:
    assert sounds(words) == [sound(word) for word in words]
