"""Requests of any shape: `make fuzz`. Our doorman understands each as aiohttp does, or leaves it to it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.faults import seeds
from tests.faults.knocks import Knocks
from tests.faults.wire import Doors, Heard
from tests.figures import TRIED

BAD = b"400"
COUNT = int(os.environ.get("FUZZ", "1500"))


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """Aiohttp tells of each bad request at length."""
    log = logging.getLogger("aiohttp.server")
    log.disabled = True
    yield
    log.disabled = False


@pytest.fixture
async def doors() -> AsyncIterator[Doors]:
    """Both kinds, open for one test."""
    both = Doors()
    await both.open()
    yield both
    await both.close()


@pytest.mark.timeout(3600)
async def test_no_request_is_understood_otherwise_than_by_aiohttp(doors: Doors, record_property: Any) -> None:
    seed = seeds.drawn()
    knocks = Knocks(seed)
    broken: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: broken.append(context))
    statuses = Counter[bytes]()
    for _ in range(COUNT):
        whole = knocks.next()
        theirs = await doors.ask_aiohttp(whole)
        statuses.update(theirs.statuses)
        for pieces in ([whole], knocks.pieces(whole)):
            ours = await doors.ask(pieces)
            assert _alike(ours, theirs), f"SEED={seed}: {pieces!r}: {ours} and not {theirs}"
            assert not broken, f"SEED={seed}: {pieces!r}: {broken}"
    print(f"\nfuzz: SEED={seed}: {COUNT} connections, each twice: {dict(statuses)}, 0 understood otherwise")
    record_property(TRIED, 2 * COUNT)
    assert statuses[b"200"] > COUNT / 10 < statuses[b"400"] + statuses[b"401"]


def _alike(ours: Heard, theirs: Heard) -> bool:
    """The same answers and bodies; or its beginning, when the connection was closed after a refusal.

    A fault in a piece spoils for aiohttp what the piece brought before it.
    """
    said = ours.statuses[:-1] if ours.statuses[-1:] == [BAD] else ours.statuses
    told = theirs.statuses
    begins = said == told[: len(said)] and ours.bodies == theirs.bodies[: len(ours.bodies)]
    whole = ours.statuses == told and ours.bodies == theirs.bodies
    waits = told[len(said) :] == [BAD]  # for the end of a head that aiohttp knows to be wrong
    return begins and (whole or ours.over or waits)
