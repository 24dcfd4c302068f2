"""A copy is made while messages come, the machine is lost, the copy is brought back: what becomes of them."""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bench.process import ROOT
from bench.stream import Effect, Stream, accepted, effects
from storage.restoring import restore

FIGURE = "backup under load, {}: {} messages taken before it, {} in the copy and brought back: {}"

SHORT = pytest.param(20, id="short")
WHOLE = pytest.param(400, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(600)])


async def backed_up(stream: Stream, file: Path) -> None:
    """As an administrator does it beside the running bot."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "backup", str(file)),
        cwd=ROOT,
        env={**os.environ, "CONTACT_CENTER__STORAGE__DATABASE_URL": stream.centre.url},
        stderr=asyncio.subprocess.PIPE,
    )
    _, error = await child.communicate()
    assert child.returncode == 0, error.decode()


async def keep_bringing(stream: Stream) -> None:
    while True:
        stream.bring(4)
        await asyncio.sleep(0.1)


def left_to_visit(copy: Path) -> set[Effect]:
    """What had been taken but not dealt with when the copy was made."""
    with closing(sqlite3.connect(copy)) as file:
        return effects(raw for (raw,) in file.execute("SELECT raw FROM inbox WHERE state = 'pending'"))


@pytest.mark.parametrize("messages", [SHORT, WHOLE])
async def test_what_was_taken_before_a_copy_is_in_it_and_ends_answered_or_with_a_person(
    either_stream: Stream, messages: int, tmp_path: Path
) -> None:
    stream, copy = either_stream, tmp_path / "copy.sqlite3"
    await stream.centre.start()
    stream.bring(messages)
    await stream.taken()
    before = await accepted(stream.centre.url)
    load = asyncio.create_task(keep_bringing(stream))
    await backed_up(stream, copy)
    load.cancel()
    await stream.centre.program.kill()

    await restore(stream.centre.url, copy, force=True)
    await stream.centre.start()
    await stream.settled()
    assert await stream.centre.program.stop() == 0
    copied = await accepted(f"sqlite+aiosqlite:///{copy}")
    verdict = await stream.verdict(among=copied)
    print(FIGURE.format(stream.centre.url.partition("+")[0], len(before), len(copied), verdict))
    assert len(before) == messages
    assert before < copied, "messages came while the copy was made"
    assert verdict.stored == len(copied)
    assert not (verdict.lost or verdict.unfinished or verdict.damage), verdict
    # What had only been taken is dealt with anew: the answer given after the copy is not in it.
    assert (await stream.verdict(among=copied - left_to_visit(copy))).doubled == 0
