"""Questions that ask the same, gathered by what they mean and by what the base takes them for."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from faq.encoders import Vectors
from faq.folding import STOP_WORDS, plain, stem, words

SIZE = 1024  # of a vector of words or guesses: beyond it two of thousands may share a place
# The share of the base's guesses in the likeness, and the least mean likeness in a group (decision 0019).
# Questions the base knows nothing about get any guesses, so meaning alone must be able to join them: a cosine
# of 0.56 does. Guesses alone never do.
BY_MEANING, BY_WORDS = (0.2, 0.45), (0.35, 0.36)
_OUT = -2.0  # less than any likeness


def clusters(
    texts: Sequence[str], guesses: Sequence[Sequence[str]], meanings: Vectors | None
) -> list[list[int]]:
    """The numbers of the texts in groups, the largest first, the most central text of each first.

    `guesses` are what a base found for each, best first; `meanings` (texts, size) are unit vectors, None
    where no encoder works. 2000 different texts take 0.3 s and up to 90 MB: call it in a thread.
    """
    same: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        same.setdefault(plain(text), []).append(number)
    firsts = [numbers[0] for numbers in same.values()]
    weights = np.array([len(numbers) for numbers in same.values()], dtype=np.float32)
    main = _words([texts[one] for one in firsts]) if meanings is None else meanings[firsts]
    guessed = _guesses([guesses[one] for one in firsts])
    share, least = BY_WORDS if meanings is None else BY_MEANING
    vectors = np.hstack([main * (1 - share) ** 0.5, guessed * share**0.5])
    groups = gathered(vectors, weights, least)
    alike = list(same.values())
    found = [[alike[row] for row in _central_first(sorted(group), vectors, weights)] for group in groups]
    return sorted((list(chain(*group)) for group in found), key=lambda group: (-len(group), group))


def gathered(vectors: Vectors, weights: Vectors, least: float) -> list[list[int]]:
    """The rows of `vectors` in groups joined while their mean likeness (cosine) is `least` or more.

    A row counts as often as its weight says. Chain of nearest neighbours (Murtagh 1983): as much time and
    memory as the square of the rows.
    """
    likeness = np.asarray(vectors @ vectors.T)
    np.fill_diagonal(likeness, _OUT)
    sizes = weights.copy()
    groups = {row: [row] for row in range(len(vectors))}
    ended: list[list[int]] = []
    chained: list[int] = []
    while groups:
        here = chained[-1] if chained else next(iter(groups))
        chained = chained or [here]
        near = int(likeness[here].argmax())
        if likeness[here, near] < least:
            # Nothing comes nearer to it later: a mean is never more than the most of its parts.
            ended.append(groups.pop(chained.pop()))
            likeness[here] = likeness[:, here] = _OUT
        elif len(chained) > 1 and likeness[here, chained[-2]] >= likeness[here, near]:
            other = chained[-2]
            del chained[-2:]
            _join(here, other, likeness, sizes)
            groups[here] += groups.pop(other)
        else:
            chained.append(near)
    return ended


def _join(one: int, other: int, likeness: Vectors, sizes: Vectors) -> None:
    """`one` becomes both, `other` is gone."""
    parts = likeness[one] * sizes[one] + likeness[other] * sizes[other]
    sizes[one] += sizes[other]
    mean = np.where(likeness[one] == _OUT, _OUT, parts / sizes[one])
    mean[other] = _OUT
    likeness[one] = likeness[:, one] = mean
    likeness[other] = likeness[:, other] = _OUT


def _central_first(group: Sequence[int], vectors: Vectors, weights: Vectors) -> list[int]:
    middle = weights[group] @ vectors[group]
    nearness = np.round(vectors[group] @ middle, 4)  # of two that are as near, the newer comes first
    return [group[place] for place in np.argsort(-nearness, kind="stable")]


def _words(texts: Sequence[str]) -> Vectors:
    """Stems by how rare they are among these texts."""
    bags = [{stem(word) for word in words(plain(text)) if word not in STOP_WORDS} for text in texts]
    places = {word: place for place, word in enumerate(dict.fromkeys(sorted(chain(*bags))))}
    table = _table([[(places[word], 1.0) for word in bag] for bag in bags])
    rarity = np.log(1 + len(texts) / np.maximum((table > 0).sum(axis=0), 1)).astype(np.float32)
    return _unit(table * rarity)


def _guesses(guesses: Sequence[Sequence[str]]) -> Vectors:
    """The first guess counts most."""
    places = {one: place for place, one in enumerate(dict.fromkeys(chain(*guesses)))}
    return _unit(_table([[(places[one], 1 / n) for n, one in enumerate(some, 1)] for some in guesses]))


def _table(rows: Sequence[Sequence[tuple[int, float]]]) -> Vectors:
    table = np.zeros((len(rows), SIZE), dtype=np.float32)
    for row, filled in zip(table, rows, strict=True):
        for place, weight in filled:
            row[place % SIZE] += weight
    return table


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
