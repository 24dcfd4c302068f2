"""The real bot's process, a Bot API that remembers, and a feeder that insists."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.stream import Stream, streaming

SEED = 20261122


@pytest.fixture
async def stream(tmp_path: Path) -> AsyncIterator[Stream]:
    """A bot that is not yet started, with tickets open, and what speaks to it."""
    async with streaming(tmp_path, SEED) as stream:
        yield stream
