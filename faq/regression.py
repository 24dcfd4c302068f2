"""Two small fits: which of several (conditional logit), and whether (logistic regression)."""

from collections.abc import Callable, Sequence

import numpy as np

from faq.postings import Floats, Ints

STEPS = 1500


def which(features: Floats, right: Floats, groups: Ints, importance: Floats) -> Floats:
    """Non-negative weights that make the right row of each group the likeliest (McFadden 1974).

    `features` (rows, columns); `right` 0/1 a row, at least one 1 in each group; `groups` sorted group
    numbers 0…n-1 a row; `importance` one number a group. Evidence never counts against an entry.
    """
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    share = (importance / importance.sum())[groups]

    def gradient(weights: Floats) -> Floats:
        utility = features @ weights
        odds = np.exp(utility - np.maximum.reduceat(utility, starts)[groups])
        chances = odds / np.add.reduceat(odds, starts)[groups]
        told = odds * right
        return np.asarray(features.T @ ((chances - told / np.add.reduceat(told, starts)[groups]) * share))

    return _descend(gradient, np.full(features.shape[1], 3.0), ridge=1e-3, least=0.0)


def whether(features: Floats, true: Floats, importance: Floats) -> Floats:
    """Weights of a logistic regression; `features` (rows, columns) with a column of ones among them."""
    share = importance / importance.sum()

    def gradient(weights: Floats) -> Floats:
        return np.asarray(features.T @ ((1 / (1 + np.exp(-features @ weights)) - true) * share))

    return _descend(gradient, np.zeros(features.shape[1]), ridge=5e-4, least=-np.inf)


def _descend(gradient: Callable[[Floats], Floats], weights: Floats, *, ridge: float, least: float) -> Floats:
    """Adam (Kingma, Ba 2015) with a projection; the same result on every run."""
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = gradient(weights) + 2 * ridge * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        move = mean / (1 - 0.9**step) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-9)
        weights = np.maximum(weights - 0.1 * (1 - step / (STEPS + 1)) * move, least)
    return weights


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The chance that a positive scores above a negative, ties by half; None when either is missing."""
    if not positive or not negative:
        return None
    up, down = np.array(positive), np.sort(np.array(negative))
    below = np.searchsorted(down, up, "left") + np.searchsorted(down, up, "right")
    return float(below.mean() / 2 / len(down))
