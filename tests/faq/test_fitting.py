"""The fits find what is there, and the shipped weights say where they come from."""

import json

import numpy as np
import pytest

from faq.evaluation import Case, Outcome
from faq.fitting import (
    COLUMNS,
    KNOWN,
    MAX_WRONG,
    RIGHT,
    Judged,
    held_out_table,
    summary,
    sure_bar,
    unknown_bar,
)
from faq.matching import INCOMPLETE, KINDS, WEIGHTS, Evidence, shipped, weigh
from faq.regression import whether, which
from faq.trials import SETTINGS


def test_the_column_that_tells_the_right_entry_gets_the_weight_and_none_is_negative() -> None:
    noise = np.random.default_rng(1)
    groups = np.repeat(np.arange(200), 5)
    right = np.tile([1.0, 0, 0, 0, 0], 200)
    features = np.stack([right + noise.normal(0, 0.5, 1000), noise.random(1000), 1 - right], axis=1)
    weights = which(features, right, groups, np.ones(200))
    assert weights[0] > 5 * weights[1]
    assert (weights >= 0).all()
    assert weights[2] == 0


def test_a_logistic_regression_finds_the_chance_it_was_drawn_from() -> None:
    noise = np.random.default_rng(2)
    x = noise.normal(0, 1, 20_000)
    true = (noise.random(20_000) < 1 / (1 + np.exp(-(2 * x - 1)))).astype(float)
    weights = whether(np.stack([np.ones_like(x), x], axis=1), true, np.ones_like(x))
    assert np.allclose(weights, [-1, 2], atol=0.15)


def judged(score: float, *, right: bool) -> Judged:
    outcome = Outcome(Case("q", ("a",)), ("a",) if right else ("b",), score, sure=False)
    return Judged(outcome, known=score)


def test_the_bar_of_sure_answers_lies_above_the_wrong_ones() -> None:
    group = [judged(0.85, right=False), *[judged(0.9, right=True)] * 9]
    assert 0.85 < sure_bar({"base, bare": group}) <= 0.9
    assert sure_bar({"base, bare": [judged(0.7, right=True)]}) > INCOMPLETE
    other = [judged(0.95, right=False), *[judged(0.96, right=True)] * 9]
    assert sure_bar({"base, bare": group, "other, bare": other}) > 0.95, "no base is left out of the promise"
    assert sure_bar({"base, bare": group, "base, slips bare": other}) < 0.9, "mistyped questions only judge"
    mostly_wrong = [judged(0.985, right=False)] * 5
    assert sure_bar({"base, bare": mostly_wrong}) > 0.985


def test_the_bar_of_suggestions_lets_most_answerable_questions_through() -> None:
    group = [judged(score / 100, right=True) for score in range(1, 101)]
    assert sum(one.known >= unknown_bar({"base, bare": group}) for one in group) >= 95


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_weights_have_every_name_and_keep_the_promise_about_sure_answers(kind: str) -> None:
    weights = shipped()[kind]
    assert tuple(weights.columns) == COLUMNS[kind]
    assert (tuple(weights.known), tuple(weights.right)) == (KNOWN, RIGHT)
    assert 0 < weights.unknown < INCOMPLETE < weights.sure < 1
    held_out = json.loads(WEIGHTS.read_text("utf-8"))["provenance"]["held_out"][kind]
    for base in ("shipped", "rutube"):
        wrong = [held_out[f"{base}, {setting}"]["wrong_of_sure"] for setting in SETTINGS]
        assert sum(wrong) / len(wrong) <= MAX_WRONG + 0.0005, "the figures are rounded"


def test_the_summary_tells_what_typing_badly_loses_of_the_same_questions() -> None:
    groups = {
        **{f"base, {setting}": {"recall_1": 0.1, "recall_3": 0.2} for setting in SETTINGS},
        **{f"base, example {setting}": {"recall_1": 0.8, "recall_3": 0.9} for setting in SETTINGS},
        **{f"base, slips {setting}": {"recall_1": 0.75, "recall_3": 0.9} for setting in SETTINGS},
    }
    told = summary(groups)
    assert told["mean"] == {"recall_1": 0.8, "recall_3": 0.9}
    assert told["lost by slips"] == {"recall_1": 0.05, "recall_3": 0.0}
    assert "slips bare" not in held_out_table({"lexical": groups})


def test_the_shipped_weights_say_where_they_come_from() -> None:
    told = json.loads(WEIGHTS.read_text("utf-8"))["provenance"]
    assert told["command"].startswith("python -m faq.fitting")
    assert all(base["entries"] and base["cases"] for base in told["data"].values())


def test_in_a_base_on_one_narrow_subject_more_is_asked_of_a_match() -> None:
    weights = shipped()["lexical"]
    columns = {name: np.array([0.9, 0.2]) for name in weights.columns}
    evidence = Evidence(np.array([0, 1]), columns, np.ones(2), np.zeros(2, dtype=bool))
    broad, narrow = (weigh(evidence, weights, near, 2) for near in (2.0, 12.0))
    assert broad.entries == narrow.entries == (0, 1)
    assert broad.known > narrow.known
