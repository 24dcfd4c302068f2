"""A stream of residents' messages to the real bot, and what has become of each of them."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench import questions, updates
from bench.contact_center import ContactCenter
from bench.criterion import Said, Verdict, judged, kept, raws
from bench.feeder import Feeder
from bench.sink import Sink

IN_TICKETS = range(2_000_000, 2_000_020)  # residents with an open ticket: their words are copied
ASKING_FROM = 3_000_000  # from here on: residents who ask one question each
ANSWERING = 0.05  # seconds that the sink takes for a call, so that several are in the air at any moment
PATIENCE = 60.0  # seconds in which something must move
Row = tuple[str, int, bytes]  # a letter: state, to_id, body
Effect = tuple[int, int]  # of a message: its copy, by chat and message; an answer, by chat and 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the messages. `lost`: neither arrived nor held for a person to decide."""

    arrived: int
    lost: int
    doubled: int
    uncertain: int


class Stream:
    """Messages, each with one effect that the sink can tell: a copy, or an answer to one chat."""

    def __init__(self, centre: ContactCenter, sink: Sink, feeder: Feeder, seed: int) -> None:
        self.centre = centre
        self._sink = sink
        self._feeder = feeder
        self._random = random.Random(seed)  # noqa: S311  nobody guesses a stream
        self._messages = self._endless()
        self._expected: list[Effect] = []
        self._bringing: list[asyncio.Task[float]] = []

    def exposed(self, since: float) -> int:
        """Calls that were open at that monotonic second, or were answered after it."""
        return self._sink.exposed(since)

    def bring(self, count: int) -> None:
        """Begin to bring so many more messages; each is brought until it is taken."""
        for _ in range(count):
            self._bringing.append(asyncio.ensure_future(self._feeder.bring(next(self._messages))))

    async def moment(self, longest: float) -> None:
        """Some time, up to that many seconds."""
        await asyncio.sleep(self._random.uniform(0, longest))

    async def settled(self) -> None:
        """Until all is brought and the bot has nothing left to do. Raises TimeoutError when nothing moves."""
        async with asyncio.timeout(PATIENCE) as moving, aiohttp.ClientSession() as session:
            await asyncio.gather(*self._bringing)
            left: dict[str, float] = {}
            while True:
                busy = await self._busy(session)
                if not any(busy.values()):
                    return
                if busy != left:
                    left = busy
                    moving.reschedule(asyncio.get_running_loop().time() + PATIENCE)
                await asyncio.sleep(0.1)

    async def taken(self) -> None:
        """Until the bot has taken all that is being brought."""
        await asyncio.gather(*self._bringing)

    def tally(self, among: Collection[Effect] | None = None) -> Tally:
        """Compare what was brought, or those of it, with what arrived. The bot must not be running."""
        return self.compared(_letters(self.centre.database), among)

    def compared(self, letters: Iterable[Row], among: Collection[Effect] | None = None) -> Tally:
        """The same by the letters of any database."""
        expected = self._expected if among is None else [one for one in self._expected if one in among]
        arrived = Counter(self._arrived())
        held = set(_held(letters))
        return Tally(
            arrived=sum(1 for one in expected if arrived[one]),
            lost=sum(1 for one in expected if not arrived[one] and one not in held),
            doubled=sum(1 for one in expected if arrived[one] > 1),
            uncertain=len(held),
        )

    async def verdict(self, among: Collection[Effect] | None = None) -> Verdict:
        """All or those of it by the common criterion: questions are answered, words arrive in order."""
        said = [
            Said((chat, message or 1), (chat, message), asking=not message)
            for chat, message in self._expected
            if among is None or (chat, message) in among
        ]
        return judged(said, self._arrived(), await kept(self.centre.url))

    async def called(self) -> None:
        """Until the bot makes its next call, which is then under way."""
        await self._sink.called()

    def _endless(self) -> Iterator[bytes]:
        texts = questions.answered()
        for number in range(10**6):
            if number % 2:
                resident, message = IN_TICKETS[number // 2 % len(IN_TICKETS)], 1000 + number
                self._expected.append((resident, message))
            else:
                resident, message = ASKING_FROM + number, 1
                self._expected.append((resident, 0))
            yield updates.words(resident, message, texts[number % len(texts)])

    def _arrived(self) -> Iterator[Effect]:
        for call in self._sink.calls:
            asked = call.asked
            if call.method == "copyMessage":
                yield asked["from_chat_id"], asked["message_id"]
            elif call.method == "sendMessage" and asked["chat_id"] >= ASKING_FROM:
                yield asked["chat_id"], 0

    async def _busy(self, session: aiohttp.ClientSession) -> dict[str, float]:
        """How much waits, by what it waits for."""
        async with session.get(self.centre.metrics_url) as response:
            figures = dict(line.split(" ", 1) for line in (await response.text()).splitlines())
        busy = ("visits_waiting", "inbox_pending", "letters_pending", "letters_sending")
        return {one: float(figures[f"contact_center_{one}"]) for one in busy}


@asynccontextmanager
async def streaming(folder: Path, seed: int, database_url: str = "") -> AsyncIterator[Stream]:
    """A bot that is not yet started, with tickets open, and what speaks to it."""
    sink = Sink(ANSWERING)
    port = await sink.start()
    centre = ContactCenter(folder, f"http://127.0.0.1:{port}", database_url=database_url)
    await centre.open_tickets(IN_TICKETS)
    async with Feeder(centre.webhook_url) as feeder:
        yield Stream(centre, sink, feeder, seed)
    await centre.program.stop()
    await sink.stop()


async def accepted(url: str) -> set[Effect]:
    """The messages that a database has taken in."""
    return effects(await raws(url))


def effects(updates_: Iterable[bytes | str]) -> set[Effect]:
    """What these updates are to lead to."""
    messages = [json.loads(raw)["message"] for raw in updates_]
    found = [(one["chat"]["id"], one["message_id"]) for one in messages]
    return {(chat, message if chat in IN_TICKETS else 0) for chat, message in found}


def _letters(database: Path) -> Iterator[Row]:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("SELECT count(*) FROM inbox WHERE state <> 'done'").fetchone()[0] == 0
        yield from connection.execute("SELECT state, to_id, body FROM letters")


def _held(letters: Iterable[Row]) -> Iterator[Effect]:
    """What is held for a person to decide; nothing may be left in between."""
    for state, to_id, body in letters:
        assert state in ("sent", "uncertain")
        if state == "uncertain":
            content = json.loads(body)["content"]
            source = content["sources"][0] if content["kind"] == "relay" else None
            yield (source["chat_id"], source["message_id"]) if source else (to_id, 0)
