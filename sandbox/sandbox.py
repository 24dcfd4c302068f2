"""The sandbox itself: one world, its Bot API, and what belongs to them."""

import time
from pathlib import Path
from typing import Protocol

from aiohttp import web

from sandbox.bot_api import BotApi
from sandbox.clock import Clock
from sandbox.files import MOST_DOWNLOADED, File
from sandbox.limits import Limits, Meter
from sandbox.people import TOKEN
from sandbox.training.trainer import Trainer
from sandbox.world import World, starting_state


class Bot(Protocol):
    """The bot's process, when the sandbox started it."""

    @property
    def running(self) -> bool:
        """Whether it is there."""
        ...

    async def do(self, action: str) -> None:
        """kill, term, start or restart."""
        ...

    async def afresh(self) -> None:
        """Restarts it with nothing remembered."""
        ...


class Sandbox:
    """Everything of one sandbox; `url` is known once it is served."""

    def __init__(self, folder: Path | None = None) -> None:
        self.world = World(folder)
        self.meter = Meter(time.monotonic)
        self.api = BotApi(self.world, self.meter)
        self.clock = Clock(self.world, folder / "clock" if folder else None)
        self.bot: Bot | None = None
        self.trainer = Trainer(self.world, lambda: self.bot is None or self.bot.running)
        self.token = TOKEN
        self.url = ""

    async def reset(self) -> None:
        """The world as at the start; the bot's commands and subscription stay, for it runs on."""
        old = self.world.state
        self.world.state = starting_state()
        self.world.state.profile, self.world.state.serial = old.profile, old.serial
        self.world.updates.drop()
        self.api.faults.clear()
        self.api.calls.clear()
        self.meter.forget()
        self.meter.limits = Limits()
        self.clock.change({"reset": True})
        self.world.events.tell("reset")
        self.trainer.forget()
        if self.bot is not None:
            await self.bot.afresh()

    def download(self, file_id: str) -> web.Response:
        """A file by id."""
        return self._content(self.world.state.files.get(file_id))

    async def download_by_path(self, request: web.Request) -> web.Response:
        """`/file/bot<token>/<path>`, 20 MB at the most."""
        path = request.match_info["path"]
        if request.match_info["token"] != TOKEN:
            return web.json_response(
                {"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401
            )
        file = next((f for f in self.world.state.files.values() if f.path == path), None)
        if file is not None and file.size > MOST_DOWNLOADED:
            file = None
        return self._content(file)

    def _content(self, file: File | None) -> web.Response:
        content = None if file is None else self.world.store.get(file.key)
        if file is None or content is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(
            body=content, content_type=file.mime.partition(";")[0] or "application/octet-stream"
        )
