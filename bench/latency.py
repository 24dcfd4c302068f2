"""How long a resident waits at a steady pace of questions, the memory that takes, and the start."""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp

from bench import questions, updates
from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.process import Program, free_port

PER_SECOND = 30.0
WARM_UP, QUESTIONS = 100, 900  # each from a resident of their own, so that an answer tells its question
PATIENCE = 5.0  # seconds for the last answers
MEGABYTE = 1 << 20
QUIET, LITTLE = 4, 0.2  # seconds in a row with so little CPU time each: all is read


async def measured(folder: Path, tell: Callable[[str], None]) -> None:
    """Without sentence encoders, and with those of the default settings, which first read the whole base."""
    for name, encoder in (("words and letters only", "none"), ("with sentence encoders", "auto")):
        tell(f"{name}:")
        (folder / encoder).mkdir()
        await _measured(folder / encoder, encoder, tell)


async def _measured(folder: Path, encoder: str, tell: Callable[[str], None]) -> None:
    """Ask, and compare when each question was brought with when its answer arrived at the sink."""
    port = free_port()
    sink_url = f"http://127.0.0.1:{port}"
    sink = Program(("bench.sink", str(port)), folder / "sink.log")
    centre = ContactCenter(folder, sink_url, encoder)
    try:
        await sink.start(f"{sink_url}/sink/count")
        started = await centre.start()
        read = await _idle(centre.program)
        tell(f"  from start to ready: {started:.1f} s, until all is read: {read:.0f} s more")
        before = centre.program.memory() / MEGABYTE
        waits = await _waits(centre, sink_url)
        after = centre.program.memory() / MEGABYTE
        tell(f"  resident memory: {before:.0f} MB idle, {after:.0f} MB after the questions")
    finally:
        for program in (centre.program, sink):
            await program.stop()
    shares = statistics.quantiles(waits, n=100)
    missing = QUESTIONS - len(waits)
    tell(
        f"  webhook → answer at {PER_SECOND:.0f} questions/s ({QUESTIONS} asked, {missing} unanswered): "
        f"p50 {shares[49] * 1e3:.0f} ms, p90 {shares[89] * 1e3:.0f} ms, p99 {shares[98] * 1e3:.0f} ms, "
        f"longest {max(waits) * 1e3:.0f} ms"
    )


async def _idle(program: Program) -> float:
    """Seconds until the program has had nothing to do for a while."""
    began, quiet, spent = time.monotonic(), 0, 0.0
    while quiet < QUIET:
        await asyncio.sleep(1)
        before, spent = spent, program.cpu_seconds()
        quiet = quiet + 1 if spent - before < LITTLE else 0
    return time.monotonic() - began


async def _waits(centre: ContactCenter, sink_url: str) -> list[float]:
    """Seconds from the first try to bring a question until its answer's arrival."""
    texts = itertools.cycle(questions.answered())
    bodies = [updates.words(1 + number, 1, next(texts)) for number in range(WARM_UP + QUESTIONS)]
    async with Feeder(centre.webhook_url) as feeder, aiohttp.ClientSession() as session:
        await feeder.bring_evenly(bodies[:WARM_UP], PER_SECOND)
        await asyncio.sleep(1)
        await session.get(f"{sink_url}/sink/calls")
        brought = await feeder.bring_evenly(bodies[WARM_UP:], PER_SECOND)
        await asyncio.sleep(PATIENCE)
        async with session.get(f"{sink_url}/sink/calls") as response:
            calls = await response.json(content_type=None)
    answered = {json.loads(body)["chat_id"]: at for _, body, at in calls}
    asked = {1 + WARM_UP + number: at for number, at in enumerate(brought)}
    return [answered[chat] - at for chat, at in asked.items() if chat in answered]
