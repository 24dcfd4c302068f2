"""kill -9 while messages come: what is lost, what is doubled, what a person has to decide about."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.stream import Stream, Tally, streaming

A_LIFE = 0.6  # seconds at most between "ready" and the kill
UNRECORDED = 0.1  # seconds that the receipt of an answer may take to reach the disk
SEED = 20261122
KILLS, MESSAGES = 20, 200  # two minutes; `make faults` kills 50 times


@dataclass(frozen=True, slots=True)
class Survival:
    """What many kills have left. `exposed`: calls open at a kill, or answered within UNRECORDED before it."""

    kills: int
    messages: int
    tally: Tally
    exposed: int
    start_seconds: float  # median

    def __str__(self) -> str:
        tally = self.tally
        return (
            f"kill -9 × {self.kills}: {self.messages} messages, {tally.lost} lost, {tally.doubled} doubled, "
            f"{tally.uncertain} uncertain (calls in the air at a kill: {self.exposed}), "
            f"{self.start_seconds:.1f} s to start (median)"
        )


async def survived(stream: Stream, kills: int, messages: int) -> Survival:
    """Kill the bot so many times under the stream, let it finish, and count."""
    starts, exposed = [], 0
    for _ in range(kills):
        starts.append(await stream.centre.start())
        stream.bring(messages // kills)
        await stream.moment(A_LIFE)
        killed_at = time.monotonic()
        await stream.centre.program.kill()
        exposed += stream.exposed(killed_at - UNRECORDED)
    starts.append(await stream.centre.start())
    await stream.settled()
    await stream.centre.program.stop()
    return Survival(kills, messages, stream.tally(), exposed, sorted(starts)[len(starts) // 2])


async def measured(folder: Path, tell: Callable[[str], None]) -> None:
    """A shorter run of what `make faults` does, on SQLite."""
    async with streaming(folder, SEED) as stream:
        tell(str(await survived(stream, KILLS, MESSAGES)))
