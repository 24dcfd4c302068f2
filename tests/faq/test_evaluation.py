"""The arithmetic of the figures, on cases small enough to count by hand."""

import pytest

from faq.evaluation import Case, Outcome, cases, figures, rejected
from faq.regression import auroc

KNOWN = Case("q", ("a",))
STRANGE = Case("q", ())


def test_figures_of_five_outcomes_counted_by_hand() -> None:
    told = figures(
        [
            Outcome(KNOWN, ("a", "b"), 0.9, sure=True, ms=1.0),
            Outcome(KNOWN, ("b", "a"), 0.8, sure=True, ms=2.0),
            Outcome(KNOWN, ("b", "c", "d", "a"), 0.2, sure=False, ms=3.0),
            Outcome(KNOWN, (), 0.0, sure=False, ms=4.0),
            Outcome(STRANGE, ("a",), 0.5, sure=False, ms=5.0),
        ]
    )
    assert (told.cases, told.answerable) == (5, 4)
    assert told.recall_1 == 1 / 4
    assert told.recall_3 == 2 / 4
    assert told.mrr_10 == pytest.approx((1 + 1 / 2 + 1 / 4 + 0) / 4)
    assert told.knows == 2 / 4
    assert told.answered == 2 / 5
    assert told.wrong == 1 / 2
    assert told.ms_p50 == 3.0


def test_a_sure_answer_to_an_unanswerable_question_is_wrong() -> None:
    assert figures([Outcome(STRANGE, ("a",), 0.9, sure=True)]).wrong == 1.0


def test_any_of_several_right_entries_counts() -> None:
    assert Outcome(Case("q", ("a", "b")), ("c", "b"), 0.5, sure=False).rank == 2


def test_figures_that_the_cases_say_nothing_about_are_absent() -> None:
    nothing = figures([])
    assert (nothing.cases, nothing.recall_1, nothing.knows, nothing.wrong, nothing.ms_p95) == (0, *[None] * 4)


def test_auroc_counts_ties_by_half() -> None:
    assert auroc([1.0, 2.0], [0.0]) == 1.0
    assert auroc([1.0], [1.0]) == 0.5
    assert auroc([0.0], [1.0]) == 0.0
    assert auroc([], [1.0]) is None


def test_rejection_is_measured_at_the_bar_that_the_answerable_pass() -> None:
    inside = [Outcome(KNOWN, ("a",), score / 100, sure=False) for score in range(1, 101)]
    outside = [Outcome(STRANGE, ("a",), score, sure=False) for score in (0.01, 0.02, 0.5, 0.9)]
    assert rejected([*inside, *outside]) == 0.5
    assert rejected(inside) is None


def test_cases_are_read_with_null_further_ids_and_empty_lines() -> None:
    lines = ['{"q": "а", "id": "x", "also_right": ["y"], "kind": "typo"}', "", '{"q": "б", "id": null}']
    assert cases(lines) == [Case("а", ("x", "y")), Case("б", ())]


@pytest.mark.parametrize(
    "line", ["{", "[]", '"q"', '{"q": 1, "id": "a"}', '{"q": "a"}', '{"q": "a", "id": 5}']
)
def test_a_bad_case_is_named_by_its_line(line: str) -> None:
    with pytest.raises(ValueError, match="строка 2: "):
        cases(['{"q": "а", "id": null}', line])
