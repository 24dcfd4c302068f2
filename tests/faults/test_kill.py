"""The process is killed while messages come: nothing is lost, nothing is sent twice."""

import asyncio
import os
import random
import signal
import time
from collections import Counter

import pytest

from bench.kills import A_LIFE
from bench.stream import Stream
from tests.faults.conftest import SEED
from tests.faults.mortal import MOMENTS

DRAIN_LIMIT = 25.0  # seconds
LAST_COMMIT = 15  # of a life, at the most
UNRECORDED = 1.0  # seconds that the receipt of an answer may take to reach the disk of a busy machine
WITHIN = 0.003  # seconds that a commit may have run when its process dies
INTENTS = 20  # letters that one commit sends on their way, at the most
# Two thirds inside a commit or a send, the rest anywhere.
MANNERS = ("send", "within", "after", "before", "anywhere", "within")
KILLED = "kill -9 × {} on {} ({}): {}; calls in the air at a kill: {}; {:.1f} s to start (median)"
STOPPED = "SIGTERM × {} on {}: {}; {:.1f} s to stop (longest), {:.1f} s to start (median)"


def times(name: str, usual: int) -> int:
    """How often, unless the environment says otherwise: make faults KILLS=20."""
    return int(os.environ.get(name) or usual)


SHORT = pytest.param(5, id="short")
WHOLE = pytest.param(times("KILLS", 200), id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(5400)])
TERM_SHORT = pytest.param(1, id="short")
TERM_WHOLE = pytest.param(
    times("TERMS", 100), id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(3600)]
)


@pytest.mark.parametrize("kills", [SHORT, WHOLE])
async def test_a_killed_bot_loses_nothing_and_sends_nothing_twice(either_stream: Stream, kills: int) -> None:
    stream, chance = either_stream, random.Random(SEED)
    kind = stream.centre.url.partition("+")[0]
    if kind == "postgresql" and kills < len(MANNERS):
        kills = 2  # a killed process's part is free after four seconds only
    starts, exposed, killed = [], 0, Counter[str]()
    for number in range(kills):
        manner = MANNERS[number % len(MANNERS)]
        if manner in MOMENTS:
            doom = (manner, str(chance.randint(1, LAST_COMMIT)), str(chance.uniform(0, WITHIN)))
            stream.centre.runs_as("tests.faults.mortal", *doom, "run")
        else:
            stream.centre.runs_as("bot", "run")
        starts.append(await stream.centre.start())
        exposed += await killed_in(manner, stream)
        killed[manner] += 1
    stream.centre.runs_as("bot", "run")
    starts.append(await stream.centre.start())
    await stream.settled()
    assert await stream.centre.program.stop() == 0

    verdict = await stream.verdict()
    manners = ", ".join(f"{manner} {count}" for manner, count in killed.items())
    print(KILLED.format(kills, kind, manners, verdict, exposed, sorted(starts)[len(starts) // 2]))
    assert verdict.holds, verdict
    # One commit writes down the intents of several chats; none of their calls may have left yet.
    assert verdict.visible <= exposed + kills * INTENTS


async def killed_in(manner: str, stream: Stream) -> int:
    """Bring messages, and see the bot die in that manner. How many calls were in the air."""
    program = stream.centre.program
    if manner in MOMENTS:
        os.kill(program.pid, signal.SIGUSR1)
        stream.bring(LAST_COMMIT)
        while program.runs:
            stream.bring(2)
            try:
                assert await program.ended(0.1) == -signal.SIGKILL
            except TimeoutError:
                continue
    elif manner == "send":
        called = asyncio.create_task(stream.called())
        stream.bring(10)
        await called
    else:
        stream.bring(10)
        await stream.moment(A_LIFE)
    killed_at = time.monotonic()
    if program.runs:
        await program.kill()
    return stream.exposed(killed_at - UNRECORDED)


@pytest.mark.parametrize("count", [TERM_SHORT, TERM_WHOLE])
async def test_a_bot_asked_to_stop_ends_what_it_has_begun(either_stream: Stream, count: int) -> None:
    stream, starts, stops = either_stream, [], []
    for _ in range(count):
        starts.append(await stream.centre.start())
        stream.bring(40)
        await stream.moment(A_LIFE)
        asked = time.monotonic()
        assert await stream.centre.program.stop() == 0
        stops.append(time.monotonic() - asked)
    starts.append(await stream.centre.start())
    await stream.settled()
    assert await stream.centre.program.stop() == 0

    verdict, kind = await stream.verdict(), stream.centre.url.partition("+")[0]
    print(STOPPED.format(count, kind, verdict, max(stops), sorted(starts)[len(starts) // 2]))
    assert verdict.holds, verdict
    assert verdict.visible == 0
    assert max(stops) < DRAIN_LIMIT
