"""The process is killed while a campaign goes: nobody gets it twice, nobody is forgotten."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.contact_center import ContactCenter
from bench.sink import Sink
from desk.campaign import Campaign, Course
from desk.letters import Leaflet
from desk.people import Resident
from desk.roll import NEWS, Audience
from desk.words import Words
from storage.campaigns import campaigns
from storage.database import Database
from storage.letters import LetterState, letters
from storage.migrating import migrate
from storage.records import Storage
from tests.faults.conftest import SEED
from tests.faults.mortal import MOMENTS
from tests.faults.test_leader import leading
from tests.storage.postgres import Server

ID = "b-1"
FIRST = 2_000_000
A_SECOND = 100  # calls; at Telegram's pace a test would take minutes
AT_ONCE = 20  # letters that one kill may leave uncertain: couriers have no more of broadcasts in the air
LAST_COMMIT = 25  # of a life, at the most
LONGEST = 0.5  # seconds from the first call of a life to a kill anywhere
FIGURE = "kill -9 × {} on {} in a campaign to {}: {} got it once, {} twice, {} are for a person to decide"
SHORT = pytest.param(3, 240, id="short")
WHOLE = pytest.param(40, 3000, id="whole", marks=[pytest.mark.faults, pytest.mark.timeout(1800)])


@pytest.mark.parametrize(("kills", "people"), [SHORT, WHOLE])
async def test_nobody_gets_a_campaign_twice_and_nobody_is_forgotten(
    either_url: str, tmp_path: Path, kills: int, people: int
) -> None:
    chance, sink = random.Random(SEED), Sink(delay=0.03)
    noon, more = by_day(tmp_path)
    port = await sink.start()
    centre = ContactCenter(tmp_path, f"http://127.0.0.1:{port}", database_url=either_url, more=more)
    await begin(either_url, people, noon)
    went_on = 0
    for number in range(kills):
        before = len(sink.calls)
        await killed(MOMENTS[number // 2 % len(MOMENTS)] if number % 2 else "", centre, sink, chance)
        went_on += len(sink.calls) > before
    assert went_on > 1, "it was killed before it had begun, or when all was done"
    centre.runs_as("bot", "run")
    await centre.start()
    await over(either_url)
    assert await centre.program.stop() == 0
    await sink.stop()

    figures = await judged(either_url, sink, people)
    print(FIGURE.format(kills, either_url.partition("+")[0], people, *figures))
    assert figures[2] <= kills * AT_ONCE


async def test_when_the_leader_is_killed_another_goes_on_with_it(
    own_postgres: Server, tmp_path: Path
) -> None:
    people, sink, url = 400, Sink(delay=0.03), own_postgres.clean()
    noon, more = by_day(tmp_path)
    api = f"http://127.0.0.1:{await sink.start()}"
    ships = [ContactCenter(tmp_path, api, database_url=url, more=more) for _ in range(2)]
    try:
        for one in ships:
            await one.start()
        await begin(url, people, noon)
        leader = await leading(ships)
        async with asyncio.timeout(30):
            while len(sink.calls) < people / 4:
                await sink.called()
        await leader.program.kill()
        await over(url)
    finally:
        for one in ships:
            await one.program.stop()
        await sink.stop()
    figures = await judged(url, sink, people)
    print(FIGURE.format(1, "postgresql, of two processes the one that leads,", people, *figures))
    assert figures[2] <= AT_ONCE


def by_day(folder: Path) -> tuple[datetime, dict[str, str]]:
    """The bot's time at its start, by day wherever it may be told to be, and the settings for it."""
    clock, now = folder / "clock", datetime.now(UTC)
    noon = now.replace(hour=8, minute=0) + timedelta(days=1)
    clock.write_text(str((noon - now).total_seconds()))
    return noon, {
        "CONTACT_CENTER__DESK__CLOCK_FILE": str(clock),
        "CONTACT_CENTER__TELEGRAM__PACING__OVERALL_PER_SECOND": str(A_SECOND),
    }


async def judged(url: str, sink: Sink, people: int) -> tuple[int, int, int]:
    """How many got it once, how many twice (none may), and how many a person has to decide about."""
    heard = Counter(one.asked["chat_id"] for one in sink.calls if one.method == "sendMessage")
    written = await rows(url)
    undecided = {to for to, state in written if state == LetterState.UNCERTAIN.value}
    twice = [one for one, times in heard.items() if times > 1]
    assert not twice
    forgotten = set(range(FIRST, FIRST + people)) - heard.keys() - undecided
    assert not forgotten
    assert len(written) == people, "one letter each"
    return len(heard) - len(twice), len(twice), len(undecided)


async def begin(url: str, people: int, at: datetime) -> None:
    """The campaign, and those who are to hear of it."""
    database = Database.open(url)
    await migrate(database)
    storage = Storage(database)
    writing = asyncio.ensure_future(storage.writer.serve())
    async with storage.visit(at) as records:
        for one in range(FIRST, FIRST + people):
            records.residents.save(Resident(one, "Анна"))
            records.rolls.join(NEWS, one)
        records.campaigns.save(Campaign(ID, Leaflet(Words("Завтра отключат воду")), Audience(NEWS), at))
        await records.commit()
    writing.cancel()
    await database.close()


async def killed(moment: str, centre: ContactCenter, sink: Sink, chance: random.Random) -> None:
    """A life of the bot, and its end: around a commit, or anywhere while calls are in the air."""
    if moment:
        commit, delay = chance.randint(1, LAST_COMMIT), chance.uniform(0, 0.003)
        centre.runs_as("tests.faults.mortal", moment, str(commit), str(delay), "run")
    else:
        centre.runs_as("bot", "run")
    called = asyncio.create_task(sink.called())
    await centre.start()
    try:
        async with asyncio.timeout(10):
            await called
    except TimeoutError:
        pass  # all was done
    if moment:
        os.kill(centre.program.pid, signal.SIGUSR1)
        try:
            assert await centre.program.ended(5) == -signal.SIGKILL
            return
        except TimeoutError:
            pass  # nothing was left to be committed
    await asyncio.sleep(chance.uniform(0, LONGEST))
    if centre.program.runs:
        await centre.program.kill()


async def over(url: str) -> None:
    """Until it is."""
    database = Database.beside(url)
    async with asyncio.timeout(120):
        while True:
            async with database.reader() as reader:
                found = (await reader.execute(select(campaigns.c.course))).scalar()
            if found == Course.OVER.value:
                break
            await asyncio.sleep(0.2)
    await database.close()


async def rows(url: str) -> Sequence[tuple[int, str]]:
    """To whom its letters are, and what became of them."""
    database = Database.beside(url)
    async with database.reader() as reader:
        wanted = select(letters.c.to_id, letters.c.state).where(letters.c.album == ID)
        found = [(row.to_id, row.state) for row in await reader.execute(wanted)]
    await database.close()
    return found
