"""Personal data found by rules and check digits, and masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.personal_data import Kind, found, has_marks, is_card, is_snils, masked, without_marks

GIVEN_AWAY = [
    ("позвоните мне 8 (917) 123-45-67 вечером", "позвоните мне [телефон] вечером"),
    ("+79171234567", "[телефон]"),
    ("мой номер 89171234567, Анна", "мой номер [телефон], Анна"),
    ("тел. 917 123 45 67", "тел. [телефон]"),
    ("городской 8(8512)12-34-56", "городской [телефон]"),
    ("живу в Казахстане, +996 555 123456", "живу в Казахстане, [телефон]"),
    ("89171234567 89271234567", "[телефон] [телефон]"),
    ("СНИЛС 112-233-445 95", "СНИЛС [СНИЛС]"),
    ("снилс 11223344595", "снилс [СНИЛС]"),
    ("паспорт 12 04 567890 выдан", "паспорт [паспорт] выдан"),
    ("серия 1204 № 567890", "серия [паспорт]"),
    ("паспорт 1204567890", "паспорт [паспорт]"),
    ("карта 4276 3800 1234 5679 не проходит", "карта [карта] не проходит"),
    ("на 2202200312345679 не пришло", "на [карта] не пришло"),
    ("счёт 40817810099910004312", "счёт [номер]"),
    ("карта с опиской 4276 3800 1234 5670", "карта с опиской [номер]"),
    ("ИНН 301700123456", "ИНН [номер]"),
    ("пишите на masha.petrova+1@mail.ru.", "пишите на [почта]."),
    ("мой ник @masha_petrova", "мой ник [имя]"),
    ("Иванова Мария Петровна, 1957 г.", "[имя], 1957 г."),
    ("напишите Марии Ивановне Петровой ответ", "напишите [имя] ответ"),
    ("отец Салтыков-Щедрин Михаил Ильич болеет", "отец [имя] болеет"),
    ("директор Сидоров А.В. отказал", "директор [имя] отказал"),
    ("меня зовут мария, хочу узнать про субсидию", "меня зовут [имя], хочу узнать про субсидию"),
    ("Меня зовут Мария Петрова. Где пенсия?", "Меня зовут [имя]. Где пенсия?"),
]
KEPT = [
    "пенсия 23 456 рублей 50 копеек",
    "доход 1 500 000 за 2025 год",
    "с 01.01.2026 по 31.12.2026",
    "дом 15 корпус 2 квартира 134, индекс 414000",
    "по 442-ФЗ и 59-ФЗ, постановление 1654",
    "звоните 112 или 103",
    "Когда Социальный Фонд России выплатит пособие?",
    "Единый номер 8-800 у Социального фонда",
    "Ленинский район, улица Ивана Франко",
    "логична ли основа расчёта? Первична ли справка",
]


@pytest.mark.parametrize(("text", "kept"), GIVEN_AWAY, ids=[text for text, _ in GIVEN_AWAY])
def test_personal_data_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize("text", KEPT)
def test_what_gives_nobody_away_stays(text: str) -> None:
    assert masked(text) == text


def test_check_digits_tell_a_card_and_a_snils_from_other_numbers() -> None:
    assert is_card("4276380012345679")
    assert not is_card("4276380012345674")
    assert not is_card("9999999999999995"), "no network has such numbers"
    assert is_snils("11223344595")
    assert is_snils("08765430200"), "the remainder 100 is written 00"
    assert not is_snils("11223344596")
    assert not is_snils("112233445")


def test_each_piece_tells_its_kind_and_place() -> None:
    text = "я Иванова Мария Петровна, 89171234567"
    assert [(one.kind, text[one.start : one.end]) for one in found(text)] == [
        (Kind.NAME, "Иванова Мария Петровна"),
        (Kind.PHONE, "89171234567"),
    ]


def test_marks_can_be_taken_out_again() -> None:
    text = masked("позвоните 89171234567 насчёт мусора, я @masha_p?")
    assert has_marks(text)
    assert without_marks(text) == "позвоните насчёт мусора, я?"
    assert not has_marks("насчёт [мусора]")


@given(st.text(alphabet="8+79 -()@.аИвнич\n", max_size=300))
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@pytest.mark.parametrize(
    "text", ["8 " * 2000, "1" * 4000, "Иван " * 800, "a@" * 2000, "+7(" * 1300, "И. " * 1300]
)
def test_a_hostile_text_is_masked_like_any_other(text: str) -> None:
    assert masked(masked(text)) == masked(text)
