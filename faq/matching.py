"""How evidence is weighed: which entry is likeliest, and how sure that is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats, Ints

WEIGHTS = Path(__file__).with_name("weights.json")


OTHERS = 4
COVERED = (
    0.8  # of the question's idf; below it the entry lacks a word that matters: «потерял полис» → паспорт
)
INCOMPLETE = 0.8  # the most such an entry can score; the bar of sure answers is always above
SAME_WORDS = 0.99  # the score of an entry one of whose phrasings is the very question


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate: named columns of scores, about 0…1, one row a candidate.

    `candidates` are entry numbers. `covered` is the share of the question's idf whose words the entry has;
    `same` marks those with a phrasing of exactly the question's words.
    """

    candidates: Ints
    columns: Mapping[str, Floats]
    covered: Floats
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted by `python -m faq.fitting`; `weights.json` says on what and how well.

    `columns` weigh the evidence; `known` and `right` are logistic regressions on `signs`; `sure` and
    `unknown` are the scores from which an answer is given, and below which none is suggested.
    """

    columns: Mapping[str, float]
    known: Mapping[str, float]
    right: Mapping[str, float]
    sure: float
    unknown: float

    @classmethod
    def read(cls, path: Path = WEIGHTS) -> "Weights":
        """Raises OSError, ValueError or KeyError when the file is damaged: so is the installation then."""
        raw = json.loads(path.read_text("utf-8"))
        return cls(raw["columns"], raw["known"], raw["right"], raw["sure"], raw["unknown"])


@cache
def shipped() -> Weights:
    """The weights that come with the bot."""
    return Weights.read()


@dataclass(frozen=True, slots=True)
class Weighed:
    """Candidates best first: entry numbers and scores; the first score is the chance to be right."""

    entries: tuple[int, ...]
    scores: tuple[float, ...]


def weigh(evidence: Evidence, weights: Weights, limit: int) -> Weighed:
    """Rank the candidates. The first one's score is a probability, the others' are in proportion."""
    if not len(evidence.candidates):
        return Weighed((), ())
    utility = utilities(evidence, weights.columns)
    # Who wrote the very words of a phrasing means its entry, whatever else is similar.
    chances = softmax(utility + 100.0 * evidence.same)
    order = np.argsort(-chances, kind="stable")
    seen = signs(utility, order, chances)
    score = logistic(seen, weights.known) * logistic(seen, weights.right)
    if evidence.covered[order[0]] < COVERED:
        score = min(score, INCOMPLETE)
    if evidence.same.sum() == 1:
        score = max(score, SAME_WORDS)
    first = order[:limit]
    scores = score * chances[first] / chances[first[0]]
    return Weighed(tuple(evidence.candidates[first].tolist()), tuple(scores.tolist()))


def utilities(evidence: Evidence, columns: Mapping[str, float]) -> Floats:
    """The weighted sum of the evidence for each candidate."""
    return np.asarray(np.sum([evidence.columns[name] * weight for name, weight in columns.items()], axis=0))


def softmax(utility: Floats) -> Floats:
    """The chance of each candidate to be the one meant, given that one of them is (conditional logit)."""
    odds = np.exp(utility - utility.max())
    return np.asarray(odds / odds.sum())


def signs(utility: Floats, order: Ints, chances: Floats) -> dict[str, float]:
    """What tells a known question from an unknown one, and a right first entry from a wrong one.

    `others` is the utility of the next four: a question on the base's subject is like several entries.
    """
    ranked = utility[order[: 1 + OTHERS]] / 10
    top = float(chances[order[0]])
    second = float(chances[order[1]]) if len(order) > 1 else 0.0
    others = float(ranked[1:].sum() / OTHERS)
    return {"one": 1.0, "utility": float(ranked[0]), "others": others, "top": top, "margin": top - second}


def logistic(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability a logistic regression gives, 0…1."""
    return float(1 / (1 + np.exp(-sum(seen[name] * weight for name, weight in weights.items()))))
