"""Other regions: what a base never mentions, it has no rules for."""

from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path

from faq.folding import plain, stem, words

OTHER_PLACES = Path(__file__).with_name("other_places.txt")


def unmentioned(base: Set[str]) -> frozenset[str]:
    """The stems of places that are not among the stems of a base's words."""
    return _listed() - base


def names_any(question: Iterable[str], places: Set[str]) -> bool:
    """Whether one of the plain words is such a place, in any form."""
    return bool(places) and any(stem(word) in places for word in question)


@cache
def _listed() -> frozenset[str]:
    lines = OTHER_PLACES.read_text("utf-8").splitlines()
    return frozenset(stem(word) for line in lines if not line.startswith("#") for word in words(plain(line)))
