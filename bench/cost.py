"""CPU time an update: our bot, which keeps everything, a usual one, and an echo bot that keeps nothing."""

from __future__ import annotations

import asyncio
import itertools
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench import questions, updates
from bench.contact_center import ContactCenter
from bench.feeder import Feeder
from bench.process import Program, free_port
from storage.vault import new_master

UPDATES = 1000  # a round
ROUNDS = 5
TICKETS = 250
REPEATED = 100  # different texts, where questions repeat
# Ids from here on: who asks again within seconds is not answered again, so each asks once a round.
ASKING, REPEATING, WITH_TICKETS = 1, 100_000, 1_000_000
SETTLING = 0.4  # seconds after the last call, for receipts to be written
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot under load: where it listens, and how many calls each update must lead to."""

    name: str
    program: Program
    url: str
    first_resident: int
    calls: int
    residents: int = UPDATES
    repeats: bool = False  # whether only so few different texts come
    talks: bool = False  # whether what comes asks nothing of the base
    beside: str = ""  # whose cost it is compared with, too


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of CPU time an update, one figure a round."""

    name: str
    rounds: tuple[float, ...]

    def __str__(self) -> str:
        low, middle, high = min(self.rounds), statistics.median(self.rounds), max(self.rounds)
        return f"{self.name:<44} {low:7.0f} {middle:7.0f} {high:7.0f} µs"

    def against(self, other: Cost) -> str:
        """Ratios, round by round."""
        pairs = [ours / theirs for ours, theirs in zip(self.rounds, other.rounds, strict=True)]
        listed = " ".join(f"{one:.2f}" for one in pairs)
        return f"{self.name:<44} {statistics.median(pairs):.2f}×  (pair by pair: {listed})"


class Load:
    """Rounds of updates, each waited for until its last answer has arrived at the sink."""

    def __init__(self, sink_url: str, session: aiohttp.ClientSession) -> None:
        self._sink = sink_url
        self._session = session
        self._texts = questions.answered()
        self._message_ids = itertools.count(1)
        self._asked = itertools.count()

    @property
    def different(self) -> int:
        """How many different questions there are."""
        return len(self._texts)

    async def round(self, bot: Contestant, count: int = UPDATES) -> float:
        """Microseconds of the bot's CPU time an update."""
        await self._session.get(f"{self._sink}/sink/calls")
        before = bot.program.cpu_seconds()
        async with Feeder(bot.url) as feeder:
            await feeder.bring_all(self._bodies(bot, count))
        await self._arrived(count * bot.calls)
        await asyncio.sleep(SETTLING)
        return (bot.program.cpu_seconds() - before) / count * 1e6

    def _bodies(self, bot: Contestant, count: int) -> Iterator[bytes]:
        for number in range(count):
            lap, place = (
                (0, number % REPEATED) if bot.repeats else divmod(next(self._asked), len(self._texts))
            )
            # With spaces after it, a text is the same to the search and another to whoever remembers it.
            text = questions.TALK[place % len(questions.TALK)] if bot.talks else self._texts[place]
            resident = bot.first_resident + number % bot.residents
            yield updates.words(resident, next(self._message_ids), text + " " * lap)

    async def _arrived(self, calls: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self._session.get(f"{self._sink}/sink/count") as response:
                    if int(await response.read()) >= calls:
                        return
                await asyncio.sleep(0.05)


async def measured(folder: Path, tell: Callable[[str], None]) -> None:
    """Run the rounds, the contestants taking turns, and tell the figures."""
    sink_port, echo_port, stock_port = free_port(), free_port(), free_port()
    sink_url = f"http://127.0.0.1:{sink_port}"
    sink = Program(("bench.sink", str(sink_port)), folder / "sink.log")
    echo = Program(("bench.echo", sink_url, str(echo_port)), folder / "echo.log")
    stock_words = ("bench.stock", sink_url, str(stock_port), str(folder / "stock.sqlite3"))
    stock = Program(stock_words, folder / "stock.log")
    centre = ContactCenter(folder, sink_url)
    keys = {"CONTACT_CENTER__VAULT__KEYS": new_master("bench")}
    sealed = ContactCenter(
        folder, sink_url, database_url=f"sqlite+aiosqlite:///{folder}/sealed.sqlite3", more=keys
    )
    for one in (centre, sealed):
        await one.open_tickets(range(WITH_TICKETS, WITH_TICKETS + TICKETS))
    contestants = (
        Contestant("echo, bare aiogram", echo, f"http://127.0.0.1:{echo_port}/telegram", ASKING, 1),
        Contestant(
            "stock aiogram + SQLAlchemy, one row", stock, f"http://127.0.0.1:{stock_port}/telegram", ASKING, 1
        ),
        Contestant("new question → answer card", centre.program, centre.webhook_url, ASKING, 1),
        Contestant(
            f"one of {REPEATED} questions → answer card",
            centre.program,
            centre.webhook_url,
            REPEATING,
            1,
            repeats=True,
        ),
        Contestant(
            "talk in a ticket → copied, 👌",
            centre.program,
            centre.webhook_url,
            WITH_TICKETS,
            2,
            TICKETS,
            talks=True,
        ),
        Contestant(
            "question in a ticket → the same, hints",
            centre.program,
            centre.webhook_url,
            WITH_TICKETS,
            2,
            TICKETS,
        ),
        Contestant(
            "new question, the vault on",
            sealed.program,
            sealed.webhook_url,
            ASKING,
            1,
            beside="new question → answer card",
        ),
        Contestant(
            "talk in a ticket, the vault on",
            sealed.program,
            sealed.webhook_url,
            WITH_TICKETS,
            2,
            TICKETS,
            talks=True,
            beside="talk in a ticket → copied, 👌",
        ),
    )
    try:
        await sink.start(f"{sink_url}/sink/count")
        await echo.start(f"http://127.0.0.1:{echo_port}/ready")
        await stock.start(f"http://127.0.0.1:{stock_port}/ready")
        await centre.start()
        await sealed.start()
        async with aiohttp.ClientSession() as session:
            load = Load(sink_url, session)
            tell(f"{load.different} different questions, {UPDATES} updates a round")
            await _compete(load, contestants, tell)
    finally:
        for program in (sealed.program, centre.program, stock, echo, sink):
            await program.stop()


async def _compete(load: Load, contestants: tuple[Contestant, ...], tell: Callable[[str], None]) -> None:
    for bot in contestants:
        await load.round(bot)  # warm-up
    turns = [[await load.round(bot) for bot in contestants] for _ in range(ROUNDS)]
    rounds = zip(*turns, strict=True)
    costs = [Cost(bot.name, tuple(one)) for bot, one in zip(contestants, rounds, strict=True)]
    tell(f"{'CPU an update (user + system)':<44} {'min':>7} {'median':>7} {'max':>7}")
    for cost in costs:
        tell(str(cost))
    for cost in costs[1:]:
        tell(cost.against(costs[0]))
    tell("The vault on, against the same without:")
    for bot, cost in zip(contestants, costs, strict=True):
        if bot.beside:
            tell(cost.against(next(one for one in costs if one.name == bot.beside)))
