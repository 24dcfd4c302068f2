"""Which phrases only the staff reads: a pack for residents need not have them."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from tests.house.sources import ROOT

LIST = ROOT / "tests" / "house" / "staff_phrases.txt"


@cache
def patterns() -> tuple[str, ...]:
    """One a line; * stands for any letters."""
    return tuple(LIST.read_text("utf-8").split())


def is_staffs(phrase: str) -> bool:
    """Whether residents never read it."""
    return any(fnmatchcase(phrase, one) for one in patterns())
