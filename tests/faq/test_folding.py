"""Texts made comparable: what is dropped, what is joined, what is left alone."""

import pytest

from faq.folding import plain, stem, without_greeting, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ребёнок", "ребенок"),
        ("  много \n\t пробелов ", "много пробелов"),
        ("соцза\u00adщита", "соцзащита"),
        ("пен\u200bсия", "пенсия"),
        ("за́мок", "замок"),
        ("и\u0306од", "йод"),
        ("ＭФЦ", "mфц"),
        ("см. https://example.org/a?b=1 там", "см. там"),
        ("пишите на a.b@example.org срочно", "пишите на срочно"),
        ("а\x00б", "а б"),
        ("\u202eпенсия", "пенсия"),
        ("п̸̡е̢н̷с̨и̵я̶", "пенсия"),
        ("\ud800", "?"),
        ("", ""),
    ],
)
def test_plain_drops_decoration_only(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("здравствуйте, подскажите пожалуйста как оформить пенсию", "как оформить пенсию"),
        ("добрый день! у меня вопрос: где мфц", "где мфц"),
        ("привет", "привет"),
        ("здравствуйте!", "здравствуйте!"),
        ("приветствую", "приветствую"),
        ("помогите с пенсией", "с пенсией"),
    ],
)
def test_a_greeting_is_stripped_unless_it_is_all_there_is(written: str, read: str) -> None:
    assert without_greeting(written) == read


def test_latin_lookalikes_inside_a_russian_word_become_russian() -> None:
    assert words("пeнcия") == ["пенсия"]
    assert words("rutube") == ["rutube"]


def test_letters_repeated_for_emphasis_are_kept_twice() -> None:
    assert words("помогииииите") == ["помогиите"]
    assert words("2000000") == ["2000000"]


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("пособие") == stem("пособия") == stem("пособием")
    assert stem("пенсия") != stem("пособие")
