"""The fits find what is there, and the shipped weights say where they come from."""

import json

import numpy as np

from faq.evaluation import Case, Outcome
from faq.fitting import COLUMNS, KNOWN, MAX_WRONG, RIGHT, sure_bar, unknown_bar
from faq.matching import INCOMPLETE, WEIGHTS, Weights
from faq.regression import whether, which


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


def outcome(score: float, *, right: bool) -> Outcome:
    return Outcome(Case("q", ("a",)), ("a",) if right else ("b",), score, sure=False)


def test_the_bar_of_sure_answers_lies_above_the_wrong_ones() -> None:
    group = [outcome(0.85, right=False), *[outcome(0.9, right=True)] * 9]
    assert 0.85 < sure_bar({"base": group}) <= 0.9
    assert sure_bar({"base": [outcome(0.7, right=True)]}) > INCOMPLETE
    mostly_wrong = [outcome(0.98, right=False)] * 5
    assert sure_bar({"base": mostly_wrong}) > 0.98


def test_the_bar_of_suggestions_lets_most_answerable_questions_through() -> None:
    group = [outcome(score / 100, right=True) for score in range(1, 101)]
    assert sum(o.score >= unknown_bar({"base": group}) for o in group) >= 95


def test_the_shipped_weights_have_every_name_and_their_provenance() -> None:
    weights = Weights.read()
    assert (set(weights.columns), set(weights.known), set(weights.right)) == (
        set(COLUMNS),
        set(KNOWN),
        set(RIGHT),
    )
    assert 0 < weights.unknown < INCOMPLETE < weights.sure < 1
    told = json.loads(WEIGHTS.read_text("utf-8"))["provenance"]
    assert told["command"].startswith("python -m faq.fitting")
    assert all(base["entries"] and base["cases"] for base in told["data"].values())
    wrong = [group["wrong_of_sure"] for group in told["held_out"].values()]
    assert sum(wrong) / len(wrong) <= MAX_WRONG
