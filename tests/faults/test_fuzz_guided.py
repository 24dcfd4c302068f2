"""Parsers under bytes that are chosen by what they reach, where atheris can be had; not in `make test`."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults import seeds
from tests.figures import TRIED
from tests.house.sources import ROOT

COUNT = int(os.environ.get("FUZZ", "2000"))
LAST = re.compile(r"cov: (\d+) ft: \d+ corp: (\d+)")


@pytest.mark.faults
@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="atheris is made for Linux on x86-64"
)
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("parser", ["toml", "update", "request", "press"])
async def test_a_parser_stands_what_reaches_into_its_corners(
    parser: str, tmp_path: Path, record_property: Any
) -> None:
    seed = seeds.drawn()
    options = (f"-runs={COUNT}", f"-seed={seed}", "-max_len=4000", "-timeout=20")
    words = (sys.executable, "-m", "tests.faults.guided", parser, str(tmp_path), *options)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *words, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    told = (await process.communicate())[0].decode("utf-8", "replace")
    assert process.returncode == 0, f"SEED={seed}: {told[-3000:]}"
    reached, kept = LAST.findall(told)[-1]
    print(
        f"\nfuzz: SEED={seed}: {parser}: {COUNT} guided inputs, {reached} places reached by {kept}, 0 broken"
    )
    record_property(TRIED, COUNT)
