"""How a command ends: its exit code, and a line about what was wrong."""

from __future__ import annotations

import os
import sys

from faq.mishaps import why

WELL, WRONG = 0, 1


def complain(words: str) -> int:
    """Say it where mistakes are said; the exit code that goes with it."""
    print(words, file=sys.stderr)  # noqa: T201
    return WRONG


def unwritten(error: OSError) -> int:
    """The exit code when a file, or what is printed, could not be read or written; a line about it.

    Whoever reads what is printed may have read enough, as `head` has: then nothing is wrong.
    """
    # What is left to print cannot be printed either, and Python would try again at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return WELL
    return complain(f"{error.filename or 'Вывод'}: не прочитать или не записать: {why(error)}.")
