"""How a command ends: its exit code, and a line about what was wrong."""

from __future__ import annotations

import sys

WELL, WRONG = 0, 1


def complain(words: str) -> int:
    """Say it where mistakes are said; the exit code that goes with it."""
    print(words, file=sys.stderr)  # noqa: T201
    return WRONG
