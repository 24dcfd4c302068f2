"""How evidence is weighed: which entry is likeliest, and how sure that is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from faq.postings import Floats, Ints

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate: named columns of scores, 0…1, one row a candidate.

    `candidates` are entry numbers; `coverage` is the share of the question's idf that the base knows.
    """

    candidates: Ints
    columns: Mapping[str, Floats]
    coverage: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted by `python -m faq.fitting`; `weights.json` says on what and how well."""

    columns: Mapping[str, float]
    right: Mapping[str, float]
    sure: float
    known: float

    @classmethod
    def read(cls, path: Path = WEIGHTS) -> "Weights":
        """Raises OSError or ValueError when the file is missing or broken: the installation is damaged."""
        raw = json.loads(path.read_text("utf-8"))
        return cls(raw["columns"], raw["right"], raw["thresholds"]["sure"], raw["thresholds"]["known"])


@cache
def shipped() -> Weights:
    """The weights that come with the bot."""
    return Weights.read()


def weigh(evidence: Evidence, columns: Mapping[str, float]) -> Floats:
    """The chance of each candidate to be the one meant, given that one of them is (conditional logit)."""
    if not len(evidence.candidates):
        return np.zeros(0)
    utility = np.sum([evidence.columns[name] * weight for name, weight in columns.items()], axis=0)
    odds = np.exp(utility - utility.max())
    return np.asarray(odds / odds.sum())


def signs(evidence: Evidence, chances: Floats) -> dict[str, float]:
    """What tells a right first entry from a wrong one: raw scores of the first, and how it stands out."""
    order = np.argsort(-chances, kind="stable")
    first = order[0]
    second = float(chances[order[1]]) if len(order) > 1 else 0.0
    spread = -float((chances * np.log(np.maximum(chances, 1e-12))).sum())
    return {
        "bias": 1.0,
        "top": float(chances[first]),
        "margin": float(chances[first]) - second,
        "entropy": spread / np.log(max(len(chances), 2)),
        "coverage": evidence.coverage,
        **{name: float(scores[first]) for name, scores in evidence.columns.items()},
    }


def confidence(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The chance that the first entry is right, 0…1: a logistic regression on `signs`."""
    return float(1 / (1 + np.exp(-sum(seen[name] * weight for name, weight in weights.items()))))
