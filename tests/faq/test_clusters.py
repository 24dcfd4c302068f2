"""Questions that ask the same come together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.clusters import clusters, gathered
from faq.encoders import Vectors
from faq.semantic import Semantics
from faq.vectors import VectorStore
from tests.faq.test_semantic import Toy

ASKED = [
    "как получить карту болельщика",
    "сколько ждать загранпаспорт",
    "Карта болельщика: как получить?",
    "загранпаспорт сколько ждать дней",
    "карту болельщика как получить",
    "где ночует аист",
]
NOTHING: list[list[str]] = [[] for _ in ASKED]


def plainly(vectors: Vectors, weights: Vectors, least: float) -> set[frozenset[int]]:
    """Average linkage as the books tell it, in cubic time."""
    groups = [[row] for row in range(len(vectors))]

    def likeness(one: list[int], other: list[int]) -> float:
        pairs = [(float(vectors[a] @ vectors[b]), weights[a] * weights[b]) for a in one for b in other]
        return float(sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs))

    while len(groups) > 1:
        best, one, other = max(
            (likeness(a, b), i, j) for i, a in enumerate(groups) for j, b in enumerate(groups[:i])
        )
        if best < least:
            break
        groups[other] += groups.pop(one)
    return {frozenset(group) for group in groups}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 14), st.integers(0, 2**32 - 1), st.floats(-0.5, 0.9))
def test_groups_are_those_of_average_linkage(size: int, seed: int, least: float) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(size, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weights = random.integers(1, 4, size).astype(np.float32)
    assert {frozenset(group) for group in gathered(vectors, weights, least)} == plainly(
        vectors, weights, least
    )


def test_the_most_asked_comes_first_and_is_told_by_its_most_central_words() -> None:
    found = clusters(ASKED, NOTHING, None)
    assert [sorted(group) for group in found] == [[0, 2, 4], [1, 3], [5]]


def test_the_same_words_count_each_time_but_weigh_once() -> None:
    found = clusters(["Где аист?", "паспорт", "где  АИСТ?", "где аист?"], [[]] * 4, None)
    assert found == [[0, 2, 3], [1]]


def test_what_means_the_same_comes_together_without_a_common_word() -> None:
    texts = ["чебурашка", "загранпаспорт", "карапуз"]
    assert clusters(texts, [[]] * 3, None) == [[0], [1], [2]]
    meanings = np.array([[1, 0], [0, 1], [0.8, 0.6]], dtype=np.float32)
    assert clusters(texts, [[]] * 3, meanings) == [[0, 2], [1]]


def test_what_the_base_takes_for_the_same_is_nearer() -> None:
    texts = ["получить карту", "получить справку", "получить карту заново"]
    assert sorted(clusters(texts, [["a"], ["b"], ["b"]], None)[0]) == [1, 2]
    assert sorted(clusters(texts, [["a"], ["b"], ["a"]], None)[0]) == [0, 2]


def test_the_same_guesses_alone_do_not_join_what_has_nothing_in_common() -> None:
    assert clusters(["бобр", "гусь"], [["a", "b"], ["a", "b"]], None) == [[0], [1]]


def test_a_question_is_read_once() -> None:
    toy = Toy(is_quick=True)
    semantics = Semantics([toy], VectorStore(None))
    first = semantics.questions(["где справка", "где справка", "длинный " * 300])
    again = semantics.questions(["где справка"])
    assert first is not None
    assert again is not None
    assert len(toy.read) == 2
    assert max(map(len, toy.read)) <= 400
    assert again[0] == pytest.approx(first[0], abs=0.01)


def test_only_a_quick_encoder_reads_thousands_of_questions() -> None:
    assert Semantics([Toy(is_quick=False)], VectorStore(None)).questions(["где справка"]) is None


def test_no_questions_make_no_groups() -> None:
    assert clusters([], [], None) == []
    assert clusters(["?!"], [[]], None) == [[0]]
