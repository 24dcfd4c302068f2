"""An answer as a person would have typed it."""

import pytest

from faq.unmarked import unmarked


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("Решает **Соцфонд**.\n\nДо __марта__.", "Решает Соцфонд.\n\nДо марта."),
        ("Смотрите [на сайте](https://a.ru/b).", "Смотрите на сайте: https://a.ru/b."),
        ("Нужны:\n- паспорт\n* СНИЛС\n  - копия", "Нужны:\n• паспорт\n• СНИЛС\n  • копия"),
        ("1. Раз\n2. Два 5*3 и a_b", "1. Раз\n2. Два 5*3 и a_b"),
        ("## Кому\nВсем\n", "Кому\nВсем"),
    ],
)
def test_only_the_markup_goes(answer: str, typed: str) -> None:
    assert unmarked(answer) == typed
