"""What a resident must not send is recognised however it is written; what gives nobody away is left alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import locales
from desk import private_numbers
from desk.personal_data import is_card, is_snils
from desk.private_numbers import Private, found, hidden, is_inn
from faq.loading import load
from faq.personal_cues import shipped

ROOT = Path(__file__).parents[2]
HIDDEN = [
    ("СНИЛС 112-233-445 95", "СНИЛС •••-•••-••• 95"),
    ("112.233.445.95", "•••.•••.•••.95"),
    ("１１２-２３３-４４５ ９５", "•••-•••-••• ９５"),
    ("112\n233\n445\n95", "•••\n•••\n•••\n95"),
    ("snils 123 456 789 00", "snils ••• ••• ••• 00"),
    ("паспорт серия 1203 номер 456789", "паспорт серия •••• номер ••••••"),
    ("1203 № 456789", "•••• № ••••••"),
    ("pasport 1203456789", "pasport ••••••••••"),
    ("код подразделения 300-001", "код подразделения •••-•••"),
    ("карта 4276 3800 1234 5679", "карта •••• •••• •••• 5679"),
    ("karta s opiskoy 4276 3800 1234 5670", "karta s opiskoy •••• •••• •••• 5670"),
    ("cvv код: 123", "cvv код: •••"),
    ("код 4821", "код ••••"),
    ("код из смс: 4821", "код из смс: ••••"),
    ("мне пришёл код 48-21, что делать", "мне пришёл код ••-••, что делать"),
    ("the code from the SMS is 482134", "the code from the SMS is ••••••"),
    ("4821 это код из смс", "•••• это код из смс"),
    ("ИНН 500100732259", "ИНН ••••••••••••"),
    ("полис ОМС 3012345678901234", "полис ОМС ••••••••••••••••"),
    ("свидетельство о рождении I-КВ № 123456", "свидетельство о рождении I-КВ № ••••••"),
    ("счёт 40817810099910004312", "счёт ••••••••••••••••••••"),
    ("телефон мамы 8 927 123-45-67", "телефон мамы • ••• •••-••-67"),
    ("8(927)123-45-67 это мама", "•(•••)•••-••-67 это мама"),
    ("nomer sosedki: +79271234567", "nomer sosedki: +•••••••••67"),
    ("my mother's phone is +7 927 123 45 67", "my mother's phone is +• ••• ••• •• 67"),
    ("𝟏𝟏𝟐-𝟐𝟑𝟑-𝟒𝟒𝟓 𝟗𝟓", "••••••-••••••-•••••• 𝟗𝟓"),
]
LEFT = [
    "мой телефон 89271234567",
    "снилс есть, телефон 89271234567",
    "паспорт забыл, телефон 9271234567",
    "позвоните 122 или 8-800-100-70-10",
    "маме сказали звонить 8-800-100-70-10",
    "обращение ЕКЦ-2026-000123, паспорт с собой",
    "кадастровый номер 30:12:010203:456",
    "с 01.01.2026 по 31.12.2026, доход 1 500 000 за 2025 год",
    "паспорт получил 12.03.2020, индекс 414000",
    "за 2023 2024 2025 2026 годы",
    "код 2024, код города 8512, телефонный код 8512, код региона 3000",
    "по 442-ФЗ, дом 15, квартира 134, отопление 2 350,40 руб.",
    "свидетельство о рождении, индекс 414000",
    "лицевой счёт 1234567890",
]
SEPARATORS = st.sampled_from(["", " ", "-", " - ", "\n", ".", "—", "\u00a0"])


def texts_of_the_base() -> Iterator[str]:
    """The questions and phrasings of the shipped base, its answers, and all its check questions."""
    for entry in load(ROOT / "faq" / "entries").entries.values():
        yield from (entry.question, *entry.also, entry.answer)
    for path in sorted((ROOT / "faq" / "checks").glob("*.toml")):
        yield from (one["q"] for one in tomllib.loads(path.read_text("utf-8"))["check"])


@pytest.mark.parametrize(("text", "expected"), HIDDEN, ids=[text for text, _ in HIDDEN])
def test_a_private_number_is_hidden(text: str, expected: str) -> None:
    assert hidden(text) == expected


@pytest.mark.parametrize("text", LEFT)
def test_other_numbers_stay(text: str) -> None:
    assert found(text) == ()


def test_nothing_of_the_shipped_base_is_taken_for_a_private_number() -> None:
    texts = list(texts_of_the_base())
    alarms = [one for one in texts if found(one)]
    print(f"{len(texts)} texts, {len(alarms)} false alarms")
    assert len(texts) > 1000
    assert alarms == []


@given(st.integers(10**8, 10**9 - 1), st.lists(SEPARATORS, min_size=3, max_size=3))
@example(112233445, ["-", "-", " "])
def test_a_snils_is_found_with_whatever_stands_between_its_parts(number: int, between: list[str]) -> None:
    digits = next(f"{number}{last:02d}" for last in range(100) if is_snils(f"{number}{last:02d}"))
    parts = (digits[:3], digits[3:6], digits[6:9], digits[9:])
    written = "".join(part + gap for part, gap in zip(parts, [*between, ""], strict=True))
    said = hidden(f"мой снилс {written}, помогите")
    assert all(part not in said for part in parts[:3] if part not in digits[9:])
    assert sum(map(str.isdigit, said)) == 2


@given(st.sampled_from("23456"), st.integers(10**13, 10**14 - 1), SEPARATORS)
def test_a_card_is_found_with_whatever_stands_between_its_parts(first: str, middle: int, gap: str) -> None:
    body = f"{first}{middle}"
    digits = next(f"{body}{last}" for last in range(10) if is_card(f"{body}{last}"))
    said = hidden(gap.join(digits[at : at + 4] for at in range(0, 16, 4)))
    assert sum(map(str.isdigit, said)) == 4


@given(st.text() | st.text("0123456789 -карткодсмспаспорт•\U0001d7ce"))
def test_what_is_hidden_is_as_long_as_before_and_hidden_once(text: str) -> None:
    said = hidden(text)
    assert len(said.encode("utf-16-le", "surrogatepass")) == len(text.encode("utf-16-le", "surrogatepass"))
    kept = [one for one in text if not one.isdecimal()]
    assert [one for one in said if not one.isdecimal() and one != "•"] == [one for one in kept if one != "•"]


def test_check_digits_tell_a_person_s_inn() -> None:
    assert is_inn("500100732259")
    assert not is_inn("500100732258")
    assert not is_inn("5001007322")


@pytest.mark.parametrize("kind", Private)
def test_every_kind_has_a_name_in_each_language(kind: Private) -> None:
    assert kind.called("en") != kind.called("ru") == kind.called("zz")
    assert set(shipped()[kind].titles) == set(locales.languages())


@pytest.mark.parametrize("text", ["1 " * 2048, "12-" * 1365, "1, " * 1365, "код из смс " * 372 + "1"])
def test_a_long_text_is_read_in_one_go(text: str) -> None:
    """Work grows with the text, not with its square: counted in groups of digits looked at."""
    looked: list[int] = []

    def counted(sizes: list[int], digits: str, is_whole: bool) -> None:
        looked.append(len(sizes))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(private_numbers, "_shaped", counted)
        found(text)
    assert len(looked) <= len(text) * 5
