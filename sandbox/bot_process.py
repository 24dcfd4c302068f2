"""The bot's process: a child of the sandbox, started and stopped on demand."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.settings import SettingsWrong, load
from sandbox.base import BaseCopy
from sandbox.chats import GROUP_ID
from sandbox.people import TOKEN
from sandbox.refusals import Misuse

_START_SECONDS = 60.0
_STOP_SECONDS = 25.0
_DATABASE = "contact-center.sqlite3"


class StartError(Exception):
    """The bot did not come up; its last words."""


class BotProcess:
    """Runs `python -m bot run` against the sandbox at `api_url`; its log is `folder/bot.log`."""

    def __init__(self, api_url: str, config: Path, folder: Path, changed: Callable[[], None]) -> None:
        self._api_url = api_url
        self._config = config
        self._folder = folder
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._base: BaseCopy | None = None
        self._following: asyncio.Future[None] | None = None
        self._web = ""

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.returncode is None

    async def do(self, action: str) -> None:
        """kill, term, start or restart. Raises Misuse for another word, or when it does not start."""
        try:
            match action:
                case "kill":
                    await self.stop(kill=True)
                case "term":
                    await self.stop()
                case "start":
                    await self.start()
                case "restart":
                    await self.stop()
                    await self.start()
                case _:
                    raise Misuse("action must be kill, term, start or restart")
        except StartError as exc:
            raise Misuse(str(exc)) from exc

    async def afresh(self) -> None:
        """Starts it again with an empty database and the knowledge base as it was."""
        await self.stop()
        if self._base is not None:
            self._base.discard()
        for file in self._folder.glob(f"{_DATABASE}*"):
            file.unlink()
        await self.do("start")

    async def start(self) -> None:
        """Starts it and waits until it is ready. Raises StartError."""
        if self.running:
            return
        self._copy_base()
        self._web = f"127.0.0.1:{_free_port()}"
        # The pipe to its input closes when this process ends, however it ends: the bot does not outlive it.
        arguments = ("-m", "bot", "run", "--config", str(self._config), "--end-with-input")
        with (self._folder / "bot.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self._environment(),
                process_group=0,
            )
        self._watch = asyncio.ensure_future(self._tell_when_it_ends(self._process))
        try:
            await self._ready()
        finally:
            self._changed()

    def _copy_base(self) -> None:
        """Where there is nothing to copy, wrong settings say, the bot will tell what is wrong."""
        try:
            source = Path(load(self._config).faq.path)
        except SettingsWrong:
            return
        if source.is_dir():
            self._base = BaseCopy(source, self._folder)
            self._base.make()
            self._stop_following()
            self._following = asyncio.ensure_future(self._base.follow())

    def _stop_following(self) -> None:
        if self._following is not None:
            self._following.cancel()

    async def _tell_when_it_ends(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self._changed()

    def _environment(self) -> dict[str, str]:
        prefix = "CONTACT_CENTER__"
        settings = {
            "TELEGRAM__API_URL": self._api_url,
            "TELEGRAM__MODE": "polling",
            "STORAGE__DATABASE_URL": f"sqlite+aiosqlite:///{self._folder / _DATABASE}",
            "DESK__OPERATORS_CHAT": str(GROUP_ID),
            "DESK__CLOCK_FILE": str(self._folder / "clock"),
            "PEOPLE__ADMINS": "[3001]",
            "PEOPLE__SUPERVISORS": "[2003]",
            "PEOPLE__OPERATORS": "[2001, 2002, 2003]",
            "WEB__LISTEN": self._web,
            "WEB__BASE_URL": f"http://{self._web}",
        }
        if self._base is not None:
            settings["FAQ__PATH"] = str(self._base.entries)
        return {
            **os.environ,
            "BOT_TOKEN": TOKEN,
            **{prefix + name: value for name, value in settings.items()},
        }

    async def _ready(self) -> None:
        """Until `/ready` answers 200."""
        try:
            async with asyncio.timeout(_START_SECONDS), ClientSession(timeout=ClientTimeout(2)) as session:
                while self.running:
                    if await self._is_ready(session):
                        return
                    await asyncio.sleep(0.1)
        except TimeoutError as exc:
            raise StartError(f"Бот не готов за {_START_SECONDS:.0f} с: {self.last_words()}") from exc
        raise StartError(f"Бот остановился: {self.last_words()}")

    async def _is_ready(self, session: ClientSession) -> bool:
        try:
            async with session.get(f"http://{self._web}/ready") as answer:
                return answer.status == 200
        except (ClientError, TimeoutError):
            return False

    def last_words(self) -> str:
        """The last line of the bot's log."""
        path = self._folder / "bot.log"
        lines = path.read_text(errors="replace").split("\n") if path.exists() else []
        return next((line for line in reversed(lines) if line.strip()), "без объяснений")

    async def stop(self, *, kill: bool = False) -> None:
        """Ends it: SIGTERM and patience, or SIGKILL."""
        self._stop_following()
        process = self._process
        if process is None or process.returncode is not None:
            return
        if kill:
            process.kill()
        else:
            process.terminate()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
