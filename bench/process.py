"""A program under measurement: a child process, its CPU time and its memory."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import aiohttp

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
ROOT = Path(__file__).parent.parent
START_SECONDS, STOP_SECONDS = 60.0, 25.0


class DidNotStart(Exception):
    """The process ended or did not answer; the last line of its log."""


class Process(Protocol):
    """As much of asyncio.subprocess.Process as is needed."""

    @property
    def pid(self) -> int:
        """Its number."""
        ...

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        ...

    def kill(self) -> None:
        """SIGKILL."""

    def terminate(self) -> None:
        """SIGTERM."""

    async def wait(self) -> int:
        """Until its end; its exit code."""
        ...


class Program:
    """`python -m words…`, its output in `log`. Figures are read from /proc, so Linux only."""

    def __init__(
        self, words: tuple[str, ...], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.words = words
        self.log = log
        self.environment = {**os.environ, **(environment or {})}
        self.process: Process | None = None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._here().pid

    @property
    def runs(self) -> bool:
        """Whether it has been started and has not ended."""
        return self.process is not None and self.process.returncode is None

    async def start(self, ready_url: str) -> float:
        """Start and wait until the URL answers 200; seconds that took. Raises DidNotStart."""
        started = time.monotonic()
        self.process = await self.begun()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(2)) as session:
            while time.monotonic() - started < START_SECONDS and self._here().returncode is None:
                if await _answers(session, ready_url):
                    return time.monotonic() - started
                await asyncio.sleep(0.02)
        raise DidNotStart(self.log.read_text(errors="replace").strip().rpartition("\n")[2])

    async def begun(self) -> Process:
        """The process, just begun."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self.words, cwd=ROOT, stdout=log, stderr=log, env=self.environment
            )

    def cpu_seconds(self) -> float:
        """User and system time of all its threads so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> int:
        """Resident bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE

    async def kill(self) -> None:
        """SIGKILL."""
        if self._here().returncode is None:
            self._here().kill()
        await self._here().wait()

    async def ended(self, within: float) -> int:
        """Wait for its own end; its exit code, -9 after SIGKILL. Raises TimeoutError."""
        async with asyncio.timeout(within):
            return await self._here().wait()

    async def stop(self) -> int:
        """SIGTERM and patience; its exit code. SIGKILL when it takes too long."""
        if self.process is None:
            return 0
        if self.process.returncode is None:
            self.process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                return await self.process.wait()
        except TimeoutError:
            self.process.kill()
            return await self.process.wait()

    def _here(self) -> Process:
        if self.process is None:
            raise RuntimeError("not started")
        return self.process


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
