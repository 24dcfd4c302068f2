"""How evidence is weighed: which entry is likeliest, and how sure that is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats, Ints

WEIGHTS = Path(__file__).with_name("weights.json")


OTHERS = 4
INCOMPLETE = 0.8  # the most such an entry can score; the bar of sure answers is always above
DOUBTED = 0.1  # of the scores that are left to a message without a topic
SAME_WORDS = 0.99  # the score of an entry one of whose phrasings is the very question
LEXICAL = "lexical"  # the weights for words and letters alone
NEAREST = ("quick", "deep")  # what encoders tell of the nearest phrasing
KINDS = (LEXICAL, "quick", "deep", "quick+deep")  # the weights by the encoders that work


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate: named columns of scores, about 0…1, one row a candidate.

    `candidates` are entry numbers. `covered` is the share of the question's idf whose words the entry has;
    `same` marks those with a phrasing of exactly the question's words; `strange` tells how near the question
    is to what other desks are asked, on the scale of the NEAREST columns, all of them together.
    """

    candidates: Ints
    columns: Mapping[str, Floats]
    covered: Floats
    same: NDArray[np.bool_]
    strange: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted by `python -m faq.fitting`; `weights.json` says on what and how well.

    `columns` weigh the evidence; `known` and `right` are logistic regressions on `signs`. An answer is
    given from the score `sure`, and one below the chance `unknown` of being known is not even suggested.
    An entry that has less than `covered` of the question's idf lacks a word that matters («потерял полис» →
    паспорт) and is never sure.
    """

    columns: Mapping[str, float]
    known: Mapping[str, float]
    right: Mapping[str, float]
    sure: float
    unknown: float
    covered: float


def read(path: Path = WEIGHTS) -> dict[str, Weights]:
    """The weights of each kind. Raises OSError, ValueError or KeyError when the file is damaged."""
    raw = json.loads(path.read_text("utf-8"))
    return {kind: Weights(**raw[kind]) for kind in KINDS}


@cache
def shipped() -> Mapping[str, Weights]:
    """The weights that come with the bot."""
    return read()


@dataclass(frozen=True, slots=True)
class Weighed:
    """Candidates best first: entry numbers and scores; the first score is the chance to be right.

    `known` is the chance that the base has an answer at all; `top` the first entry's, given that it has.
    """

    entries: tuple[int, ...]
    scores: tuple[float, ...]
    known: float
    top: float

    def doubted(self) -> "Weighed":
        """The same, when words that tell nothing are all there is: as if nothing were known."""
        return replace(self, scores=tuple(DOUBTED * score for score in self.scores), known=0.0)


NOTHING = Weighed((), (), 0.0, 0.0)


def weigh(evidence: Evidence, weights: Weights, near: float, limit: int) -> Weighed:
    """Rank the candidates. The first one's score is a probability, the others' are in proportion.

    `near` as `nearness` gives it.
    """
    if not len(evidence.candidates):
        return NOTHING
    utility = utilities(evidence, weights.columns)
    # Who wrote the very words of a phrasing means its entry, whatever else is similar.
    chances = softmax(utility + 100.0 * evidence.same)
    order = np.argsort(-chances, kind="stable")
    seen = signs(evidence, utility, order, chances, near)
    known = logistic(seen, weights.known)
    score = known * logistic(seen, weights.right)
    if evidence.covered[order[0]] < weights.covered:
        score = min(score, INCOMPLETE)
    if evidence.same.sum() == 1:
        known = score = max(score, SAME_WORDS)
    first = order[:limit]
    scores = score * chances[first] / chances[first[0]]
    entries = tuple(evidence.candidates[first].tolist())
    return Weighed(entries, tuple(scores.tolist()), known, seen["top"])


def nearness(neighbours: Sequence[Evidence], columns: Mapping[str, float]) -> float:
    """How near the entries of a base are to each other: the mean utility of a title's nearest neighbour.

    In a base on one narrow subject any question is near to something, so more is asked of a match there.
    """
    best = [float(utilities(one, columns).max()) for one in neighbours if len(one.candidates)]
    return sum(best) / len(best) if best else 0.0


def utilities(evidence: Evidence, columns: Mapping[str, float]) -> Floats:
    """The weighted sum of the evidence for each candidate."""
    return np.asarray(np.sum([evidence.columns[name] * weight for name, weight in columns.items()], axis=0))


def softmax(utility: Floats) -> Floats:
    """The chance of each candidate to be the one meant, given that one of them is (conditional logit)."""
    odds = np.exp(utility - utility.max())
    return np.asarray(odds / odds.sum())


def signs(evidence: Evidence, utility: Floats, order: Ints, chances: Floats, near: float) -> dict[str, float]:
    """What tells a known question from an unknown one, and a right first entry from a wrong one.

    `others` is the utility of the next four: a question on the base's subject is like several entries.
    Half of `near` is taken off: all of it would take away what the subjects themselves tell. `own` is how
    much nearer the question is to this base than to what other desks are asked.
    """
    ranked = utility[order[: 1 + OTHERS]] / 10
    top = float(chances[order[0]])
    second = float(chances[order[1]]) if len(order) > 1 else 0.0
    others = float(ranked[1:].sum() / OTHERS)
    first = float(ranked[0]) - near / 20
    nearest = [float(evidence.columns[name].max()) for name in NEAREST if name in evidence.columns]
    return {
        "one": 1.0,
        "utility": first,
        "others": others,
        "own": sum(nearest) - evidence.strange,
        "covered": float(evidence.covered[order[0]]),
        "top": top,
        "margin": top - second,
    }


def logistic(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability a logistic regression gives, 0…1."""
    return float(1 / (1 + np.exp(-sum(seen[name] * weight for name, weight in weights.items()))))
