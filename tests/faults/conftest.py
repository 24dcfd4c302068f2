"""The real bot's process, a Bot API that remembers, and a feeder that insists."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.sink import Sink
from tests.faults.stream import ANSWERING, IN_TICKETS, Stream

SEED = 20261122


@pytest.fixture
async def stream(tmp_path: Path) -> AsyncIterator[Stream]:
    """A bot that is not yet started, with tickets open, and what speaks to it."""
    sink = Sink(ANSWERING)
    port = await sink.start()
    centre = ContactCenter(tmp_path, f"http://127.0.0.1:{port}")
    await centre.open_tickets(IN_TICKETS)
    async with Feeder(centre.webhook_url) as feeder:
        yield Stream(centre, sink, feeder, SEED)
    await centre.program.stop()
    await sink.stop()
