"""The process is killed while messages come: nothing is lost, nothing is sent twice."""

import time

import pytest

from bench import kills as killing
from bench.kills import A_LIFE
from bench.stream import Stream

DRAIN_LIMIT = 25.0  # seconds
FIGURE = "{} × {}: {} messages, {} lost, {} doubled, {} uncertain, {:.1f} s to start (median)"

SHORT = pytest.param(2, 60, id="short")
WHOLE = pytest.param(50, 500, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(1800)])
TERM_SHORT = pytest.param(1, 40, id="short")
TERM_WHOLE = pytest.param(10, 500, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(600)])


@pytest.mark.parametrize(("kills", "messages"), [SHORT, WHOLE])
async def test_a_killed_bot_loses_nothing_and_sends_nothing_twice(
    stream: Stream, kills: int, messages: int
) -> None:
    survival = await killing.survived(stream, kills, messages)
    print(survival)
    tally = survival.tally
    assert (tally.lost, tally.doubled) == (0, 0)
    assert tally.arrived + tally.uncertain >= messages // kills * kills
    # One intent a kill may have been written down whose call had not reached the other side yet.
    assert tally.uncertain <= survival.exposed + kills


@pytest.mark.parametrize(("times", "messages"), [TERM_SHORT, TERM_WHOLE])
async def test_a_bot_asked_to_stop_ends_what_it_has_begun(stream: Stream, times: int, messages: int) -> None:
    program = stream.centre.program
    starts = []
    for _ in range(times):
        starts.append(await stream.centre.start())
        stream.bring(messages // times)
        await stream.moment(A_LIFE)
        asked = time.monotonic()
        assert await program.stop() == 0
        assert time.monotonic() - asked < DRAIN_LIMIT
    starts.append(await stream.centre.start())
    await stream.settled()
    assert await program.stop() == 0

    tally = stream.tally()
    middle = sorted(starts)[len(starts) // 2]
    print(FIGURE.format("SIGTERM", times, messages, tally.lost, tally.doubled, tally.uncertain, middle))
    assert (tally.lost, tally.doubled, tally.uncertain) == (0, 0, 0)
