"""Wrong layout, translit and typos: what is mended, and what is left as it was."""

import pytest

from faq.repairing import repaired
from faq.spelling import Speller
from faq.synonyms import Synonyms
from faq.wording import Wording

TEXTS = [
    "как оформить единое пособие на ребенка", "как подать заявление на пенсию", "семейная налоговая выплата",
    "запись к врачу в детский сад", "остаток материнского капитала", "жалоба на управляющую компанию",
    "очередь нужен многодетная", "вход через esia и qr код",
]  # fmt: skip
WORDING = Wording.of(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tlbyjt gjcj,bt yf ht,tyrf", "единое пособие на ребенка"),
        ("gjlfnm pfzdktybt yf gtycb.", "подать заявление на пенсию"),
        ("jxthtlm d cfl?", "очередь в сад"),
        ("edinoe posobie na rebenka", "единое пособие на ребенка"),
        ("semeynaya nalogovaya vyplata", "семейная налоговая выплата"),
        ("zhaloba na upravlyayushchuyu kompaniyu", "жалоба на управляющую компанию"),
        ("ochered v sad", "очередь в сад"),
        ("dengi na eto rabotayut", "деньги на это работают"),
        ("как оформить posobie", "как оформить пособие"),
        ("ne platbt posobiee", "не платбт пособиее"),
        ("jxhttlm d cflbr", "очреедь в садик"),
    ],
)
def test_latin_letters_are_read_as_the_russian_that_was_meant(typed: str, meant: str) -> None:
    assert repaired(typed, WORDING).replace(",", "") == meant


def test_a_slip_in_the_wrong_layout_is_forgiven() -> None:
    is_near = Speller.of(WORDING).is_near
    assert repaired("pkgbcm r dhxe", WORDING) == "pkgbcm r dhxe"
    assert repaired("pkgbcm r dhxe", WORDING, is_near) == "злпись к врчу"
    assert repaired("guten tag ich brauche", WORDING, is_near) == repaired("guten tag ich brauche", WORDING)


@pytest.mark.parametrize(
    "text",
    [
        "как оформить пособие",
        "вход через esia",
        "qr код",
        "ошибка 404",
        "how can i get child benefit here",
        "my passport was stolen, what should i do",
        "",
        "привет",
    ],
)
def test_what_needs_no_repair_is_left_alone(text: str) -> None:
    assert repaired(text, WORDING) == text


def test_a_latin_name_of_the_base_typed_in_the_russian_layout_is_found() -> None:
    assert repaired("вход через уышф", WORDING) == "вход через esia"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("пасобие", "пособие"),
        ("оформть", "оформить"),
        ("зпаись", "запись"),
        ("многадетнная", "многодетная"),
        ("атчередь", "очередь"),
        ("очиредь", "очередь"),
        ("аформить", "оформить"),
    ],
)
def test_typos_are_read_as_the_nearest_word_of_the_base(typed: str, meant: str) -> None:
    assert Speller.of(WORDING).corrected([typed]) == [meant]


def test_slips_that_editors_wrote_down_are_no_words_of_the_base() -> None:
    speller = Speller.of(
        Wording.of([*TEXTS, "компинсация за садик", "вход на госуслуги", "госуслуги", "зайти на госусуги"])
    )
    assert speller.corrected(["компинсация", "госуслги", "госусуги"]) == [
        "компенсация",
        "госуслуги",
        "госуслуги",
    ]
    assert speller.mended("компинсация за садик") == "компенсация за садик"


def test_what_is_written_as_it_sounds_is_read() -> None:
    assert Speller.of(WORDING).corrected(["записаца", "устроица"]) == ["записаться", "устроиться"]


def test_a_slip_in_a_word_the_base_does_not_have_is_read_as_the_word_of_the_language() -> None:
    assert Speller.of(WORDING).corrected(["паднять", "родлиа", "опсть"]) == ["поднять", "родила", "опять"]


@pytest.mark.parametrize(
    "word",
    [
        *("сад", "пенсией", "пенсионный", "404", "кот", "квота", "ребенку"),
        *("малыш", "продать", "возраст", "переехали", "даче", "койота", "сиделка", "подработать"),
    ],
)
def test_known_words_their_forms_and_short_words_are_never_changed(word: str) -> None:
    assert Speller.of(WORDING).corrected([word]) == [word]


def test_a_message_of_unknown_words_costs_a_bounded_number_of_searches() -> None:
    typed = ["пасобие"] * 50
    assert Speller.of(WORDING).corrected(typed).count("пособие") == 12


def test_synonyms_give_the_other_words_of_the_group_in_any_form() -> None:
    synonyms = Synonyms.of([["маткапитал", "материнский капитал"], ["мфц", "мои документы"]])
    others = synonyms.others(["остаток", "материнского", "капитала"])
    assert others == ["маткапитал", "материнский", "капитал"]
    assert synonyms.others(["мфц"]) == ["мои", "документы"]
    assert synonyms.others(["капитал"]) == []


def test_a_small_word_is_no_abbreviation_of_the_same_stem() -> None:
    synonyms = Synonyms.of([["детский сад", "доу"]])
    assert synonyms.others(["доу"]) == ["детский", "сад"]
    assert synonyms.others(["до", "трех"]) == []
