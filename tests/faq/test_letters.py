"""Likeness by letters: exact where it is cheap, and where it is not, exact for those that count."""

from collections import Counter
from math import log, sqrt

import numpy as np
import pytest

from faq import letters, postings
from faq.letters import Letters

TEXTS = ("как получить пособие", "пособие на ребенка", "вывоз мусора", "мусор не вывозят", "😀 shorts 漢字")
OWNERS = np.array([0, 2, 4])
ASKED = ("пособие ребенку", "мусорр", "漢 shorts", "😀", "zzz")


def grams(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[i : i + size] for size in (2, 3) for i in range(len(padded) - size + 1))


def cosine(question: str, text: str) -> float:
    """As in a book, one gram after another."""
    having = Counter(gram for one in TEXTS for gram in grams(one))

    def vector(counted: Counter[str]) -> dict[str, float]:
        return {
            gram: (1 + log(n)) * log(1 + (len(TEXTS) - having[gram] + 0.5) / (having[gram] + 0.5))
            for gram, n in counted.items()
        }

    one, other = vector(grams(question)), vector(grams(text))
    lengths = sqrt(sum(x * x for x in one.values())) * sqrt(sum(x * x for x in other.values()))
    return sum(one[gram] * other.get(gram, 0.0) for gram in one) / lengths


@pytest.fixture(params=["whole", "postings", "rarest"])
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small matrix is kept whole; a larger one is read by term; of the largest only the rarest terms."""
    if request.param != "whole":
        monkeypatch.setattr(postings, "SMALL", 0)
    if request.param == "rarest":
        monkeypatch.setattr(letters, "AT_ONCE", 1)


@pytest.mark.usefixtures("ways")
def test_an_entry_is_as_like_as_the_likest_of_its_texts() -> None:
    index = Letters.of(TEXTS, OWNERS, (2, 3))
    for question in ASKED[:2]:
        found = index.scores(question).at(np.arange(3))
        groups = (TEXTS[:2], TEXTS[2:4], TEXTS[4:])
        expected = [max(cosine(question, text) for text in group) for group in groups]
        assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.usefixtures("ways")
def test_signs_of_any_script_are_compared() -> None:
    index = Letters.of(TEXTS, OWNERS, (2, 3))
    found = [index.scores(question).at(np.arange(3)) for question in ASKED[2:]]
    assert [scores.argmax() for scores in found[:2]] == [2, 2]
    assert found[2].max() < 0.2
