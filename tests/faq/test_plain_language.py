"""Heavy sentences and officials' words are seen."""

from __future__ import annotations

import pytest

from faq.plain_language import LONGEST, long_sentences, officialese


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("слово " * LONGEST, []),
        ("слово " * (LONGEST + 1), [LONGEST + 1]),
        ("Слово " * 15 + ". " + "Слово " * 15, []),
        ("слово " * 15 + "\n" + "слово " * 15, []),
        ("слово " * 15 + "ул. мира, " + "слово " * 15, [32]),
    ],
)
def test_sentences_are_counted_in_words(text: str, counts: list[int]) -> None:
    assert [count for _, count in long_sentences(text)] == counts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Выплата осуществляется Соцфондом", ["осуществляется"]),
        ("В связи с тем, что Вы заявитель", ["В связи с тем", "заявитель"]),
        ("Удалите мои данные, они являются личными", ["являются"]),
        ("Подайте заявление в МФЦ: это бесплатно. Лицам — нет, лицо вымыть", []),
    ],
)
def test_officials_words_are_seen_in_any_form_and_others_are_not(text: str, found: list[str]) -> None:
    assert sorted(said for said, _ in officialese(text)) == sorted(found)
