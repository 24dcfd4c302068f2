"""What holds for every test: no outside address, no settings of the machine."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import types_on_demand
from tests.figures import FIGURES
from tests.storage.redis_server import RedisServer

types_on_demand.load()  # as the bot does

# Whole processes and people in real time: a busy machine may make them late. docs/decisions/0082
IN_REAL_TIME = {"browser", "dialogues", "faults"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In CI what lives in real time is tried a second time when it fails; who changes it sees the first."""
    if os.environ.get("CI"):
        for item in items:
            if item.path.relative_to(Path(__file__).parent).parts[0] in IN_REAL_TIME:
                item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=5))


@pytest.fixture(autouse=True, scope="session")
def _nothing_from_outside() -> Iterator[None]:
    """Connections stay on this machine; the environment of whoever runs the tests says nothing."""
    patch = pytest.MonkeyPatch()
    for name in [one for one in os.environ if one == "BOT_TOKEN" or one.startswith("CONTACT_CENTER__")]:
        patch.delenv(name)
    patch.setenv("CONTACT_CENTER__FAQ__ENCODER", "none")  # models take seconds; tests that need one name it
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise AssertionError(f"a test wants to connect to {address}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", only_here)
    yield
    patch.undo()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures that the tests have noted, each a line."""
    # Among them are tests that were deselected, too, and warnings.
    reports = [
        one for some in terminalreporter.stats.values() for one in some if isinstance(one, pytest.TestReport)
    ]
    noted: list[tuple[str, Any]] = [
        note for one in reports if one.when == "call" for note in one.user_properties
    ]
    if os.environ.get("CI"):
        again = terminalreporter.stats.get("rerun", [])
        for one in again:
            terminalreporter.section(f"failed at first: {one.nodeid}")
            terminalreporter.write_line(one.longreprtext)
        names = " ".join(one.nodeid for one in again)
        terminalreporter.write_line(f"failed at first and tried again: {len(again)} {names}".rstrip())
    for figure in FIGURES:
        if any(name == figure for name, _ in noted):
            count = sum(value for name, value in noted if name == figure)
            terminalreporter.write_line(f"{figure}: {count}")


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """A Redis for processes of one test."""
    server = RedisServer()
    yield server
    server.remove()


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
