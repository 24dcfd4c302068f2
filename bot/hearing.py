"""What residents say in voice messages, written down by the recogniser before anybody is visited."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import recogniser
from desk.errors import DeskError
from storage.inbox import Kept

log = logging.getLogger(__name__)

PATIENCE = 20.0  # seconds for a recording, also of waiting for those before it; then a person is to listen
LOADING = 120.0  # seconds that a model may take to load: the largest have gigabytes
VOICE = b'"voice"'
HEARD = "heard"  # in a message that the bot has listened to: its caption, if any, is what it has heard
SECRETS = ("BOT_TOKEN", "CONTACT_CENTER__")  # of the environment: none of the recogniser's business
WRONG = {
    recogniser.NOT_INSTALLED: "распознавание речи не установлено: pip install '.[voice]'",
    recogniser.NO_MODEL: "в папке {folder} нет модели vosk, или она повреждена",
}


class Deaf(Exception):
    """The recogniser does not work; the text says why and how to mend."""


class Hearing:
    """One recogniser, one recording at a time. Without a model nothing is listened to.

    Recordings stay in memory. A bot that is killed meanwhile finds the update in its inbox and listens again.
    """

    def __init__(self, model: str, longest: int, fetch: Callable[[str], Awaitable[bytes]]) -> None:
        self._model = model
        self._longest = longest
        self._fetch = fetch
        self._turn = asyncio.Lock()
        self._child: Process | None = None
        self._settled = asyncio.Event()  # whether there is a child that has its model, or never will be

    async def serve(self) -> None:
        """Keep a recogniser running until cancelled; where it does not start, say so and leave it."""
        try:
            while self._model:
                child = await _started(self._model, self._longest)
                self._child = child
                self._settled.set()
                code = await child.wait()
                self._settled.clear()
                log.warning("the recogniser has ended (%d), another is begun", code)
        except Deaf as problem:
            log.error("voice.model: %s. Голосовые слушает человек.", problem)
        finally:
            child_left, self._child = self._child, None
            self._settled.set()
            if child_left is not None:
                await _end(child_left)

    async def listened(self, kept: Kept) -> Kept:
        """An update with a resident's voice, as if its author had written under it what they say."""
        if not self._model or kept.raw is None or VOICE not in kept.raw:
            return kept
        try:
            update = json.loads(kept.raw)
            message = update["message"]
            if message["chat"]["type"] != "private" or message.get("caption"):
                return kept
            file_id, seconds = message["voice"]["file_id"], message["voice"]["duration"]
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            return kept
        words = await self._words(file_id) if seconds <= self._longest else ""
        if words:
            message["caption"] = words
        message[HEARD] = True
        return replace(kept, raw=json.dumps(update).encode())

    async def _words(self, file_id: str) -> str:
        """Nothing when it is not understood, for whatever reason."""
        try:
            async with asyncio.timeout(PATIENCE):
                recording = await self._fetch(file_id)
                async with self._turn:
                    if self._child is not None and self._child.returncode is not None:
                        self._settled.clear()  # it has ended a moment ago: the next one is waited for
                    await self._settled.wait()
                    return await _asked(self._child, recording) if self._child is not None else ""
        except (Deaf, DeskError, TimeoutError) as problem:
            log.warning("a recording was not understood: %s", type(problem).__name__)
            return ""


async def check(model: str, longest: int) -> None:
    """Whether the recogniser would start. Raises Deaf."""
    await _end(await _started(model, longest))


async def _started(model: str, longest: int) -> Process:
    """A recogniser that has its model. Raises Deaf."""
    if not Path(model).is_dir():  # noqa: ASYNC240  once a start
        raise Deaf(f"нет папки {model}")
    home = Path(recogniser.__file__).parents[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(SECRETS)}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (environment.get("PYTHONPATH"), str(home))))
    command = (sys.executable, "-m", recogniser.__name__, model, str(longest))
    child = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    )
    try:
        async with asyncio.timeout(LOADING):
            answer = await _answer(child)
    except TimeoutError:
        await _end(child)
        raise Deaf(f"модель {model} не загрузилась за {LOADING:.0f} с") from None
    except BaseException:
        await _end(child)
        raise
    if "problem" in answer:
        await _end(child)
        raise Deaf(WRONG[answer["problem"]].format(folder=model))
    return child


async def _asked(child: Process, recording: bytes) -> str:
    """What is said in it. Raises Deaf when the recogniser ends of it."""
    assert child.stdin is not None
    try:
        child.stdin.write(recogniser.LENGTH.pack(len(recording)) + recording)
        await child.stdin.drain()
        return str((await _answer(child))["words"])
    except ConnectionError as error:
        await _end(child)
        raise Deaf("the recogniser has gone") from error
    except asyncio.CancelledError:  # what it may say later would be taken for the next one's words
        await _end(child)
        raise


async def _answer(child: Process) -> dict[str, Any]:
    assert child.stdout is not None
    line = await child.stdout.readline()
    if not line:
        raise Deaf(f"распознаватель завершился сам (код {await child.wait()})")
    answer: dict[str, Any] = json.loads(line)
    return answer


async def _end(child: Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.wait()
