"""Memory that is no longer needed: given back to the system, or kept for what comes next."""

import contextlib
import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of glibc's mallopt
_MEGABYTE, _GIGABYTE = 1 << 20, 1 << 30


def give_back() -> None:
    """Reading or indexing a base leaves freed memory with the allocator; glibc returns it when asked to."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def part_large() -> None:
    """For a bot that runs for months: what is large gets pages of its own, which go back when it is freed.

    glibc would raise that bound to the largest piece freed so far, and what comes to lie between them tears
    the heap: up to 50 MB after a base was read, another number at each start.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(_MMAP_THRESHOLD, _MEGABYTE)


def keep_freed() -> None:
    """For a command that reads a base, answers and ends: asking for each page anew takes 0.4 s."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(_TRIM_THRESHOLD, _GIGABYTE)
        libc.mallopt(_MMAP_THRESHOLD, _GIGABYTE)
