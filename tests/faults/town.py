"""A town: residents with tickets and operators in the sandbox, and the real bot's process between them."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bench.criterion import Said, Verdict, judged, kept
from bench.process import DidNotStart, Program, free_port
from desk.people import Resident
from desk.records import Thread
from desk.ticket import Ticket, ticket_id
from sandbox.chats import GROUP_ID, Chat
from sandbox.client import Client, connected
from sandbox.people import BOT_ID
from sandbox.sandbox import Sandbox
from sandbox.serving import running
from sandbox.updates import Updates
from storage.database import Database
from storage.migrating import migrate
from storage.records import Storage
from tests.dialogues.stage import BASE

Json = dict[str, Any]
MARK = re.compile(r"⟨(\d+)⟩")
INFO = re.compile(r" INFO \w")  # what the log tells of things that go well
PATIENCE = 90.0  # seconds: other programs may be at work on this machine
ANNA = 2001
NOT_DUE = timedelta(days=30)  # nobody is reminded meanwhile
FIRST_RESIDENT = 500_001
BUSY = ("visits_waiting", "inbox_pending", "letters_pending", "letters_sending")


class Town:
    """One bot and its world. Every message has a mark, ⟨7⟩, by which its copy is known."""

    def __init__(self, sandbox: Sandbox, client: Client, folder: Path, url: str) -> None:
        self.sandbox, self.client, self.folder, self.url = sandbox, client, folder, url
        self.said: list[Said] = []
        self.residents: list[int] = []
        self.group = GROUP_ID
        web = free_port()
        self.ready_url, self.metrics_url = (f"http://127.0.0.1:{web}/{name}" for name in ("ready", "metrics"))
        unlimited = ("overall_per_second", "chat_per_second", "chat_burst", "group_per_minute")
        self.settings = {
            **{f"telegram__pacing__{name}": "100000" for name in unlimited},
            "telegram__api_url": sandbox.url,
            "storage__database_url": url,
            "faq__path": str(BASE),
            "faq__checks": str(BASE.parent / "checks"),
            "faq__encoder": "none",
            "desk__operators_chat": str(GROUP_ID),
            "desk__clock_file": str(folder / "world" / "clock"),
            "people__admins": "[3001]",
            "people__operators": f"[{ANNA}, 2002]",
            "departments": json.dumps([{"id": "main", "title": "Отдел"}]),
            "web__listen": f"127.0.0.1:{web}",
        }
        self.log = folder / "bot.log"
        self.words: tuple[str, ...] = ("bot", "run")
        self.program = self._program()

    async def start(self) -> float:
        """The bot, with the settings as they are now; seconds until it was ready."""
        self.program = self._program()
        return await self.program.start(self.ready_url)

    async def refused(self) -> str:
        """The bot does not start; its only line."""
        self.log.write_text("")
        self.program = self._program()
        with pytest.raises(DidNotStart):
            await self.program.start(self.ready_url)
        assert await self.program.ended(5) == 1
        [line] = [one for one in self.log.read_text().splitlines() if not INFO.search(one)]
        return line

    async def stop(self) -> None:
        """As an administrator does."""
        assert await self.program.stop() == 0, self.log.read_text()[-2000:]

    async def settle(self, count: int) -> None:
        """Before the first start: so many residents, each with an open ticket."""
        database = Database.open(self.url)
        await migrate(database)
        storage = Storage(database)
        at = datetime.now(UTC)
        writing = asyncio.ensure_future(storage.writer.serve())
        async with storage.visit(at) as records:
            for serial in range(1, count + 1):
                resident = FIRST_RESIDENT + serial
                await self.client.people("resident", f"Житель {serial}", id=resident)
                self.residents.append(resident)
                records.residents.save(Resident(resident, "Житель", "ru"))
                one = ticket_id(at.year, serial)
                records.tickets.add(Ticket(one, resident, "main", "Отдел", at, at + NOT_DUE))
                records.threads.save(Thread(one, GROUP_ID))
            await records.commit()
        writing.cancel()
        await database.close()

    async def acquainted(self) -> None:
        """The bot runs, and every ticket has its topic."""
        await self.start()
        await self.all_say(1)
        await self.quiet()
        assert len(self.topics()) == len(self.residents)

    async def says(self, resident: int, words: str = "Слово", **more: Any) -> Json:
        """A resident writes; the words are to arrive in their ticket's topic."""
        text = f"{words} ⟨{len(self.said)}⟩"
        self.said.append(Said((resident, 0), len(self.said)))  # its place in line is taken before others'
        place = len(self.said) - 1
        message = (await self.client.send(resident, text, **more))[-1]
        self.said[place] = Said((resident, message["message_id"]), place)
        return message

    def unheard(self, resident: int) -> Json:
        """A message that stands in the resident's chat, while the bot has not been told of it."""
        return self._unheard(resident, resident)

    def unheard_reply(self, thread: int) -> Json:
        """The same of Anna's in a topic."""
        return self._unheard(self.group, ANNA, thread)

    def _unheard(self, chat: int, by: int, thread: int | None = None) -> Json:
        world, place = self.sandbox.world, len(self.said)
        words = {"text": f"Слово ⟨{place}⟩"}
        body = world.post(self._chat(chat), {"from": world.user(by)}, words, thread).body
        self.said.append(Said((chat, body["message_id"]), place, thread and f"topic {thread}"))
        return body

    async def all_say(self, times: int) -> None:
        """Every resident writes so often, all at once, each one message after another."""

        async def talk(resident: int) -> None:
            for _ in range(times):
                await self.says(resident)

        await asyncio.gather(*map(talk, self.residents))

    async def replies(self, thread: int) -> None:
        """Anna writes in a topic; the words are to arrive with its resident."""
        place = len(self.said)
        self.said.append(Said((self.group, 0), place, f"topic {thread}"))
        message = (await self.client.send(ANNA, f"Ответ ⟨{place}⟩", chat=self.group, thread=thread))[-1]
        self.said[place] = Said((self.group, message["message_id"]), place, f"topic {thread}")

    async def answers(self, times: int) -> None:
        """Anna writes so often in every topic, all topics at once."""

        async def write(thread: int) -> None:
            for _ in range(times):
                await self.replies(thread)

        await asyncio.gather(*map(write, self.topics()))

    @property
    def updates(self) -> Updates:
        """What Telegram has for the bot."""
        return self.sandbox.world.updates

    def topics(self) -> list[int]:
        """Topics of the group, by their ids."""
        return sorted(self._chat(self.group).topics)

    async def figures(self) -> dict[str, float]:
        """/metrics, without the prefix."""
        async with aiohttp.ClientSession() as session, session.get(self.metrics_url) as response:
            lines = (await response.text()).splitlines()
        pairs = (line.split() for line in lines if line and not line.startswith("#"))
        return {name.removeprefix("contact_center_"): float(value) for name, value in pairs}

    async def is_ready(self) -> str:
        """What /ready says."""
        async with aiohttp.ClientSession() as session, session.get(self.ready_url) as response:
            return await response.text()

    async def quiet(self, within: float = PATIENCE) -> None:
        """Until all that came is dealt with. Raises TimeoutError with what is left."""
        left: Json = {}
        try:
            async with asyncio.timeout(within):
                while True:
                    waiting = len(self.updates.waiting)  # first: what Telegram has got rid of is stored
                    figures = await self.figures()
                    left = {name: figures[name] for name in BUSY if figures.get(name)}
                    left |= {"with Telegram": waiting} if waiting else {}
                    if not left:
                        return
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise TimeoutError(f"{left}\n{self.log.read_text()[-2000:]}") from None

    async def verdict(self) -> Verdict:
        """By the common criterion."""
        return judged(self.said, self.arrived(), await kept(self.url))

    def arrived(self) -> Iterator[int]:
        """Marks in the bot's messages, each on its other side alone: a new topic tells the whole story."""
        for number in (self.group, *self.residents):
            for _, words in self.bot_words(number):
                marks = map(int, MARK.findall(words))
                yield from (mark for mark in marks if bool(self.said[mark].lane) is (number != self.group))

    def told_of(self, verdict: Verdict) -> list[str]:
        """Where marks stand that came twice or late, and what stands around: to find out why."""
        odd = {mark for mark, count in Counter(self.arrived()).items() if count > 1} | {*verdict.disordered}
        found = []
        for chat in (self.group, *self.residents):
            told = list(self.bot_words(chat))
            for place, (topic, words) in enumerate(told):
                if odd & set(map(int, MARK.findall(words))):
                    around = [one for one in told[max(place - 40, 0) : place + 40] if one[0] == topic]
                    found.append(f"chat {chat}, topic {topic}: {words!r} among {around}")
        return found

    def bot_words(self, chat: int) -> Iterator[tuple[int, str]]:
        """What the bot has said in a chat: topic (0: none), words; oldest first."""
        for number, post in sorted(self._chat(chat).posts.items()):
            message = post.body
            if not post.deleted and message.get("from", {}).get("id") == BOT_ID:
                words = message.get("text") or message.get("caption") or ""
                yield int(message.get("message_thread_id") or 0), words
                assert number == message["message_id"]

    def _chat(self, number: int) -> Chat:
        return self.sandbox.world.state.chats[number]

    def _program(self) -> Program:
        environment = {f"CONTACT_CENTER__{name.upper()}": value for name, value in self.settings.items()}
        return Program(self.words, self.log, {"BOT_TOKEN": self.sandbox.token, **environment})


@asynccontextmanager
async def inhabited(folder: Path, url: str, residents: int) -> AsyncIterator[Town]:
    """A town whose bot has not been started; Telegram's limits are out of the way."""
    async with running(data=folder / "world") as sandbox, connected(sandbox.url) as client:
        await client.no_limits()
        town = Town(sandbox, client, folder, url)
        await town.settle(residents)
        try:
            yield town
        finally:
            await town.program.stop()
