"""`make bench` starts what it measures beside, with what the project itself asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.process import Program, free_port

SINK = "http://127.0.0.1:9"  # nobody is to be called


@pytest.mark.parametrize("name", ["echo", "stock"])
async def test_the_bots_that_we_are_measured_beside_start(name: str, tmp_path: Path) -> None:
    port = free_port()
    database = (str(tmp_path / "stock.sqlite3"),) if name == "stock" else ()
    program = Program((f"bench.{name}", SINK, str(port), *database), tmp_path / "log")
    try:
        await program.start(f"http://127.0.0.1:{port}/ready")
        assert program.runs
    finally:
        await program.stop()
