"""A fleet: several processes of the bot on one database, a balancer before them, and residents who write."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bench.contact_center import ContactCenter
from bench.criterion import Verdict
from bench.feeder import Feeder
from bench.sink import Sink
from bench.stream import ANSWERING, IN_TICKETS, PATIENCE, Stream
from storage.shares import SHARES

SEED = 20261122


class Fleet(Stream):
    """Processes. As Telegram does, the balancer brings a chat's next message when the last is taken."""

    def __init__(self, ships: Sequence[ContactCenter], sink: Sink, feeder: Feeder) -> None:
        super().__init__(ships[0], sink, feeder, SEED)
        self.ships = ships
        self._last: dict[int, asyncio.Task[float]] = {}

    async def started(self) -> None:
        """All run, each with its part."""
        await asyncio.gather(*(one.start() for one in self.ships if not one.program.runs))
        async with asyncio.timeout(PATIENCE):
            while not await self._are_equal():  # noqa: ASYNC110  nothing tells
                await asyncio.sleep(0.05)

    def bring(self, count: int) -> None:
        """Begin to bring so many more messages."""
        self.bring_often(count, 1)

    def bring_often(self, count: int, times: int) -> None:
        """Begin to bring so many more messages, each so many times at once."""
        for _ in range(count):
            body = next(self._messages)
            chat = self._expected[-1][0]
            bringing = asyncio.ensure_future(self._bring(body, self._last.get(chat), times))
            self._last[chat] = bringing
            self._bringing.append(bringing)

    async def ended(self) -> Verdict:
        """All is settled and all have stopped: the common criterion.

        A process that a busy machine holds up for longer than its lease leaves letters for a person to decide
        about, as a frozen one does: how many are shown is told, not judged.
        """
        self.centre = next(one for one in self.ships if one.program.runs)
        await self.settled()
        for one in self.ships:
            assert not one.program.runs or await one.program.stop() == 0
        return await self.verdict()

    def calls(self) -> list[float]:
        """When each call came that counts for Telegram's limits."""
        return [one.at for one in self._sink.calls if one.method != "sendChatAction"]

    async def until(self, one: ContactCenter, name: str, wanted: float) -> float:
        """Until a process tells that figure; the seconds that took."""
        began = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while (await figures(one)).get(name) != wanted:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return time.monotonic() - began

    async def all_taken_over(self) -> None:
        """Until those that run have all chats between them."""
        async with asyncio.timeout(PATIENCE):
            while sum(await self._held()) != SHARES:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def _held(self) -> list[float]:
        """How many shares each has of those that run."""
        return [(await figures(one)).get("shares", 0) for one in self.ships if one.program.runs]

    async def _are_equal(self) -> bool:
        held = await self._held()
        return sum(held) == SHARES and max(held) - min(held) <= 1

    async def _bring(self, body: bytes, before: asyncio.Task[float] | None, times: int) -> float:
        if before is not None:
            await before
        return max(await asyncio.gather(*(self._feeder.bring(body) for _ in range(times))))


async def figures(one: ContactCenter) -> dict[str, float]:
    """What a process tells of itself; nothing while it does not answer."""
    timeout = aiohttp.ClientTimeout(2)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(one.metrics_url) as response,
        ):
            lines = (await response.text()).splitlines()
    except (aiohttp.ClientError, TimeoutError):
        return {}
    told = dict(line.split() for line in lines if not line.startswith("#"))
    return {name.removeprefix("contact_center_"): float(value) for name, value in told.items()}


@asynccontextmanager
async def sailing(
    folder: Path, database_url: str, ships: int, more: Mapping[str, str] | None = None
) -> AsyncIterator[Fleet]:
    """So many processes, not yet started, with tickets open. `more`: environment variables of each."""
    sink = Sink(ANSWERING)
    api_url = f"http://127.0.0.1:{await sink.start()}"
    fleet = [ContactCenter(folder, api_url, database_url=database_url, more=more) for _ in range(ships)]
    await fleet[0].open_tickets(IN_TICKETS)
    async with Feeder(*(one.webhook_url for one in fleet)) as feeder:
        try:
            yield Fleet(fleet, sink, feeder)
        finally:
            for one in fleet:
                await one.program.stop()
            await sink.stop()
