"""Evidence in columns: the best are found without working out every number."""

import numpy as np

from faq.columns import BEST, Column, nominated

SIZE = 5_000
EXACT = np.random.default_rng(7).random(SIZE)


def test_the_best_of_a_long_column_are_found() -> None:
    best = Column(EXACT).best(None)
    assert sorted(best) == sorted(np.argsort(EXACT)[-BEST:])


def test_a_rough_column_nominates_and_tells_by_the_exact_numbers() -> None:
    rough = EXACT + np.random.default_rng(8).normal(0, 0.002, SIZE)
    column = Column(rough, lambda entries: EXACT[entries])
    assert sorted(column.best(None)) == sorted(np.argsort(EXACT)[-BEST:])
    assert column.at(np.array([3, 1])).tolist() == EXACT[[3, 1]].tolist()


def test_only_allowed_entries_are_nominated_however_few() -> None:
    allowed = np.zeros(SIZE, dtype=bool)
    allowed[[5, 4_999]] = True
    for column in (Column(EXACT), Column(EXACT, lambda entries: EXACT[entries])):
        assert sorted(column.best(allowed)) == [5, 4_999]


def test_entries_without_evidence_are_not_nominated() -> None:
    values = np.zeros(SIZE)
    values[[17, 2_000]] = 0.1
    for column in (Column(values), Column(values, lambda entries: values[entries]), Column(values[:30])):
        assert set(column.best(None)) <= {17, 2_000}
    assert nominated([Column(values), Column(values[::-1])], None).tolist() == [17, 2_000, 2_999, 4_982]
    assert not len(nominated([], None))
