"""Everyday words are read as the plain ones they stand for."""

import tomllib

import pytest

from faq.folding import plain, words
from faq.plain_words import PLAIN_WORDS, PlainWords, shipped, spelled_out
from faq.wording import russian

WORDS = PlainWords.of(
    {
        "едв": "ежемесячная денежная выплата",
        "сво": "специальная операция",
        "встать на биржу": "стать безработным",
    }
    | {"{скинуть|кинуть} {деньги|на карту}": "перевести деньги", "{управляйка|жэк}": "управляющая компания"}
    | {"маткапитал": "материнский капитал", "на биржу": "в центр занятости"}
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("остаток маткапитала", "остаток материнский капитал"),
        ("едв инвалиду", "ежемесячная денежная выплата инвалиду"),
        ("как встать на биржу", "как стать безработным"),
        ("пошел на биржу", "пошел в центр занятости"),
        ("как кинуть на карту", "как перевести деньги"),
        ("управляйку сменить", "управляющая компания сменить"),
        ("свой дом", "свой дом"),
        ("ежемесячная денежная выплата едв", "ежемесячная денежная выплата едв"),
        ("", ""),
    ],
)
def test_everyday_words_are_explained_the_longest_run_first(said: str, meant: str) -> None:
    assert WORDS.explained(said) == meant


def test_no_ordinary_word_is_explained_away() -> None:
    """The five hundred commonest words of the language mean what they say, but for chat shorthand."""
    commonest = map(russian().spelled.word, range(500))
    changed = {word for word in commonest if shipped().explained(word) != word}
    assert changed <= {"че", "щас"}


def test_every_line_of_the_list_is_as_its_head_asks() -> None:
    pairs = tomllib.loads(PLAIN_WORDS.read_text("utf-8"))["words"]
    phrases = [said for written in pairs for said in spelled_out(written)]
    assert all(said == " ".join(words(plain(said))) for said in phrases)
    assert all(meant and meant == plain(meant) for meant in pairs.values())
    assert len(shipped().meanings.known) == len(phrases), "two lines are one word in different forms"
