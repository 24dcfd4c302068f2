"""Memory that is no longer needed: given back to the system, or kept for what comes next."""

import contextlib
import ctypes
from collections.abc import Mapping

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of glibc's mallopt
_MEGABYTE, _GIGABYTE = 1 << 20, 1 << 30


def give_back() -> None:
    """Reading or indexing a base leaves freed memory with the allocator; glibc returns it when asked to."""
    with contextlib.suppress(OSError, AttributeError):
        _glibc().malloc_trim(0)


def part_large() -> None:
    """For a bot that runs for months: what is large gets pages of its own, which go back when it is freed.

    glibc would raise that bound to the largest piece freed so far, and what comes to lie between them tears
    the heap: up to 50 MB after a base was read, another number at each start.
    """
    _bound({_MMAP_THRESHOLD: _MEGABYTE})


def keep_freed() -> None:
    """For a command that reads a base, answers and ends: asking for each page anew takes 0.4 s."""
    _bound({_TRIM_THRESHOLD: _GIGABYTE, _MMAP_THRESHOLD: _GIGABYTE})


def _bound(bytes_by_option: Mapping[int, int]) -> None:
    with contextlib.suppress(OSError, AttributeError):
        for option, most in bytes_by_option.items():
            _glibc().mallopt(option, most)


def _glibc() -> ctypes.CDLL:
    """Raises OSError where there is none; what it lacks raises AttributeError."""
    return ctypes.CDLL("libc.so.6")
