"""Memory that is no longer needed, given back to the system."""

import contextlib
import ctypes


def give_back() -> None:
    """Reading or indexing a base leaves freed memory with the allocator; glibc returns it when asked to."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
