"""Requests of any shape: `make fuzz`. Our doorman understands each as aiohttp does, or leaves it to it."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.doorman import END_OF_HEAD
from tests.faults.knocks import Knocks
from tests.faults.wire import Doors

Heard = tuple[list[bytes], list[bytes]]  # statuses and bodies
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
    seed = int(os.environ.get("SEED") or secrets.randbelow(10**9))
    knocks = Knocks(seed)
    broken: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: broken.append(context))
    statuses = Counter[bytes]()
    for _ in range(COUNT):
        whole = knocks.next()
        ours, theirs = await doors.ask([whole]), await doors.ask_aiohttp([whole])
        statuses.update(theirs[0])
        waits = ours == ([], []) and END_OF_HEAD not in whole and not theirs[1]
        assert ours == theirs or waits, f"SEED={seed}: {whole!r}: {ours} and not {theirs}"
        if b"upgrade" in whole.lower():
            continue  # after it aiohttp goes on with what it has heard, and not with what comes
        pieces = knocks.pieces(whole)
        # Byte by byte a fault spoils nothing that came before it.
        ours, theirs = await doors.ask(pieces), await doors.ask_aiohttp([*map(bytes, zip(whole))], 32)
        assert _begins(ours, theirs), f"SEED={seed}: {pieces!r}: {ours} and not {theirs}"
        assert not broken, f"SEED={seed}: {pieces!r}: {broken}"
    print(f"\nfuzz: SEED={seed}: {COUNT} connections, each twice: {dict(statuses)}, 0 understood otherwise")
    record_property("bad inputs tried", 2 * COUNT)
    assert statuses[b"200"] > COUNT / 10 < statuses[b"400"] + statuses[b"401"]


def _begins(ours: Heard, theirs: Heard) -> bool:
    """The same, or what was before a fault: in its piece aiohttp forgets what it has not begun with."""
    (said, stored), (its, kept) = ours, theirs
    if BAD not in (*said, *its):
        return ours == theirs
    right = said[:-1] if said[-1:] == [BAD] else said
    return stored == kept[: len(stored)] and right == its[: len(right)]
