"""Processes of the bot that need not read its code again: each is a fork of one that has read it.

A start costs seconds of processor time, nearly all of it imports; a test that kills two hundred processes is
about what they have kept, not about that. What is forked is a process like any other: it has its own number,
files and locks, and is killed for good. The nursery itself opens nothing and runs no loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from bench.process import ROOT


class Child:
    """One process, as asyncio has its own."""

    def __init__(self, pid: int, end: Future[int]) -> None:
        self.pid = pid
        self._end = end

    @property
    def returncode(self) -> int | None:
        """None while it runs; negative: the signal that ended it."""
        return self._end.result() if self._end.done() else None

    def kill(self) -> None:
        """SIGKILL."""
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM."""
        self._send(signal.SIGTERM)

    async def wait(self) -> int:
        """Until it has ended."""
        return await asyncio.shield(asyncio.wrap_future(self._end))

    def _send(self, number: signal.Signals) -> None:
        if not self._end.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Nursery:
    """Asks the process that forks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._born: list[Future[Child]] = []
        self._ends: dict[int, Future[int]] = {}
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    def spawn(self, words: tuple[str, ...], log: Path, environment: Mapping[str, str]) -> Child:
        """`python -m words…`, its output in `log`."""
        born: Future[Child] = Future()
        self._born.append(born)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([words, str(log), dict(environment)]) + "\n")
        return born.result(timeout=60)

    def close(self) -> None:
        """No more of them."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._ear.join(30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            pid, code = json.loads(line)
            if code is None:
                self._ends[pid] = Future()
                self._born.pop(0).set_result(Child(pid, self._ends[pid]))
            else:
                self._ends.pop(pid).set_result(code)


def _become(words: list[str], log: str, environment: dict[str, str]) -> None:
    """In the fork: that program, from its first line to its last."""
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, out, out)):
        os.dup2(file, number)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = list(words)
    code: Any = 1
    try:
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _tell(pid: int, code: int | None) -> None:
    print(json.dumps([pid, code]), flush=True)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            _tell(found[0], os.waitstatus_to_exitcode(found[1]))


def _serve(asked: int) -> None:
    """Until whoever asks is gone."""
    awake, wake = os.pipe()
    lines = open(asked, "rb", buffering=0)  # noqa: SIM115  a buffer would hide lines from select
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select((asked, awake), (), ())
        if awake in ready:
            os.read(awake, 1000)
            _reap()
        if asked in ready:
            line = lines.readline()
            if not line:
                return
            pid = os.fork()
            if pid == 0:
                os.close(awake)
                os.close(wake)
                _become(*json.loads(line))
            _tell(pid, None)


if __name__ == "__main__":
    from bot import types_on_demand

    types_on_demand.load()
    import bot.backups
    import bot.cli
    import bot.running  # noqa: F401

    gc.collect()
    gc.freeze()
    _serve(sys.stdin.fileno())
