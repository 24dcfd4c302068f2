"""The stage of a dialogue: the bot in this process, the sandbox over HTTP, and what must hold at the end."""

import asyncio
import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.app import App
from bot.settings import Settings
from sandbox.chats import GROUP_ID, Chat
from sandbox.client import Client
from sandbox.people import BOT_ID
from sandbox.sandbox import Sandbox

BASE = Path(__file__).parent / "base" / "entries"
SECOND_GROUP = -1001000000002
Json = dict[str, Any]
MASTER = f"stage:{'A' * 43}="
DEPARTMENTS: list[Json] = [
    {"id": "social", "title": "Социальная поддержка", "title_in": {"en": "Social support"}},
    {
        "id": "family",
        "title": "Семья и образование",
        "title_in": {"en": "Family and education", "kk": "Отбасы және білім"},
        "subjects": ["fam"],
    },
    {"id": "housing", "title": "Дом и двор", "subjects": ["tko"]},
]


class Stage:
    """One running bot and its world. `expected` holds what the test allows to go wrong."""

    def __init__(self, sandbox: Sandbox, client: Client, folder: Path, template: Path) -> None:
        self.sandbox = sandbox
        self.client = client
        self.folder = folder
        self.database = folder / "contact-center.sqlite3"
        shutil.copy(template, self.database)
        self.changed: Json = {}
        self.plain = False  # whether what residents write can be read in the database
        self.refusals: set[str] = set()  # parts of Telegram's refusals that belong to the test
        self.left_over: dict[str, int] = {}  # letters (uncertain, dead) and updates (inbox_dead) allowed
        self.app: App | None = None

    def settings(self) -> Settings:
        """Those of the running bot: `changed` replaces keys of a section."""
        sections: Json = {
            "telegram": {
                "api_url": self.sandbox.url,
                "pacing": {
                    "overall_per_second": 1000,
                    "chat_per_second": 1000,
                    "chat_burst": 1000,
                    "group_per_minute": 100_000,
                },
            },
            "storage": {"database_url": f"sqlite+aiosqlite:///{self.database}"},
            "vault": {"keys": "" if self.plain else MASTER},
            "faq": {"path": str(BASE), "checks": str(BASE.parent / "checks")},
            "desk": {"operators_chat": GROUP_ID, "clock_file": str(self.folder / "world" / "clock")},
            "people": {"admins": [3001], "supervisors": [2003], "operators": [2001, 2002, 2003]},
            "web": {"listen": "127.0.0.1:0"},
            "departments": DEPARTMENTS,
        }
        for name, change in self.changed.items():
            sections[name] = {**sections.get(name, {}), **change} if isinstance(change, dict) else change
        return Settings(token=self.sandbox.token, **sections)

    async def start(self) -> App:
        """The bot takes updates from now on."""
        self.app = App(self.settings())
        await self.app.start()
        return self.app

    async def stop(self) -> None:
        """As SIGTERM does."""
        if self.app is not None:
            app, self.app = self.app, None
            await app.stop()

    async def restart(self, **changed: Json) -> None:
        """Stop, and start with other settings."""
        await self.stop()
        self.changed.update(changed)
        await self.start()

    async def breaks(self, kind: str, method: str = "*", **more: Any) -> None:
        """A fault of Telegram's for the next calls."""
        await self.client.fault(kind, method=method, **more)

    def expects(self, *refusals: str, **left_over: int) -> None:
        """Refusals and letters not delivered that belong to this dialogue."""
        self.refusals.update(refusals)
        self.left_over.update(left_over)

    def second_group(self, is_forum: bool = True) -> int:
        """One more operators' group, the same people in it."""
        members = dict(self.sandbox.world.state.chats[GROUP_ID].members)
        kind = "supergroup"
        chat = Chat(SECOND_GROUP, kind, "Дом и двор", is_forum=is_forum, members=members, last_id=1)
        self.sandbox.world.state.chats[SECOND_GROUP] = chat
        return SECOND_GROUP

    def bytes(self) -> bytes:
        """What stands in the database's files."""
        files = self.folder.glob(f"{self.database.name}*")
        return b"".join(one.read_bytes() for one in files)

    async def rows(self, query: str) -> list[Any]:
        """What the running bot's database says."""
        assert self.app is not None
        async with self.app.storage.database.reader() as reader:
            return list(await reader.execute(text(query)))

    async def counts(self) -> dict[str, int]:
        """Letters and updates that are not simply done: state → how many."""
        # In this order: an update that is done has its letters written, a letter that is sent its followers.
        updates = await self.rows("select state, count(*) from inbox where state != 'done' group by state")
        letters = await self.rows("select state, count(*) from letters where state != 'sent' group by state")
        return {state: n for state, n in letters} | {f"inbox_{state}": n for state, n in updates}

    async def until(self, query: str, within: float = 30.0) -> None:
        """Until the database has an answer."""
        async with asyncio.timeout(within):
            while not await self.rows(query):  # noqa: ASYNC110  a database rings no bell
                await asyncio.sleep(0.01)

    def write(self, statement: str, *values: Any) -> None:
        """Change the stopped bot's database: what a crash may have left."""
        with contextlib.closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(statement, values)

    def kept(self, query: str) -> list[Any]:
        """What the stopped bot's database says."""
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return list(connection.execute(query))

    async def quiet(self, within: float = 30.0) -> None:
        """Until everything that came is visited and everything that was written is sent."""
        deadline = time.monotonic() + within
        while True:
            unconfirmed = len(self.sandbox.world.updates.waiting)
            counts = await self.counts()
            busy = {
                name: n
                for name, n in counts.items()
                if name in ("queued", "pending", "sending", "inbox_pending")
            }
            if not busy and not unconfirmed:
                return
            if time.monotonic() > deadline:
                problems = await self.rows(
                    "select id, state, problem from letters where state != 'sent' limit 50"
                )
                raise AssertionError(f"still busy: {busy}, {unconfirmed} updates; {problems}")
            await asyncio.sleep(0.01)

    async def telegram_calls(self, method: str | None = None) -> list[Json]:
        """What the bot asked Telegram for."""
        return await self.client.calls(method)

    async def holds(self) -> None:
        """What must be so after every dialogue."""
        if self.app is None:
            return
        await self.quiet()
        mistaken = await self._mistaken_calls()
        assert not mistaken, "\n".join(map(str, mistaken))
        counts = await self.counts()
        problems = await self.rows("select id, state, problem from letters where state != 'sent' limit 50")
        assert counts == self.left_over, f"{counts} {problems}"
        if self.app.storage.database.dialect == "sqlite":
            assert [row[0] for row in await self.rows("pragma integrity_check")] == ["ok"]
        assert not self.app.tasks.failed.done()

    async def _mistaken_calls(self) -> list[Json]:
        return [
            call
            for call in await self.client.calls()
            if call["unknown_params"]
            or not (call["ok"] or _any_in(self.refusals, f"{call['error_code']} {call['description']}"))
        ]


def _any_in(parts: Iterable[str], words: str) -> bool:
    return any(part in words for part in parts)


def is_bots(message: Json) -> bool:
    """Whether the bot has written it."""
    return bool((message.get("from") or {}).get("id") == BOT_ID)
