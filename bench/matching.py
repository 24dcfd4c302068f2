"""The search: how well and how fast it finds, how much memory and start it takes, beside plainer ways."""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bench import hostile
from bench.large_base import LargeBase
from bench.process import ROOT, TICK
from faq.encoders import AUTO, chosen
from faq.folding import STOP_WORDS, plain, stem, words
from faq.index import Index
from faq.lexical import Bm25, bag
from faq.vectors import VectorStore

SIZES = (178, 10_000)  # entries; the first is the shipped base as it is
CHECKS = ROOT / "faq" / "checks"
EVERY = 3  # of the check questions that have an answer
START_SECONDS = 300.0
NOWHERE = 1000  # a place for what was not found
COMMON_WORDS = 300  # of the base, for hostile messages

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """What one way made of the questions: the right entry first, among three; one time a question."""

    first: float
    three: float
    ms: Sequence[float]

    def __str__(self) -> str:
        cents = statistics.quantiles(self.ms, n=20)
        return f"R@1 {self.first:.3f}  R@3 {self.three:.3f}  p50 {cents[9]:6.1f} ms  p95 {cents[18]:6.1f} ms"


class Asked:
    """`contact-center faq ask --jsonl` on a base, its vectors read before."""

    def __init__(self, base: Path, vectors: Path) -> None:
        self._words = ("faq", "ask", "--base", str(base), "--jsonl")
        self._environment = {**os.environ, "CONTACT_CENTER__FAQ__VECTORS": str(vectors)}

    async def __aenter__(self) -> Asked:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *self._words,
            cwd=ROOT,
            stdin=pipe,
            stdout=pipe,
            env=self._environment,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def ask(self, text: str) -> tuple[list[str], float]:
        """The ids, best first, and the milliseconds it says it took."""
        reader, writer = self._process.stdout, self._process.stdin
        if reader is None or writer is None:
            raise RuntimeError("no pipes")
        writer.write(json.dumps({"q": text}).encode() + b"\n")
        async with asyncio.timeout(START_SECONDS):
            said = json.loads(await reader.readline())
        return [one["id"] for one in said["entries"]], said["ms"]

    @property
    def cpu_seconds(self) -> float:
        """User and system time so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    @property
    def peak(self) -> float:
        """The most memory it has ever held, MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0


async def measured(folder: Path, tell: Tell) -> None:
    """For each size of base: our search, and two plainer ways on the same questions."""
    cases = list(_cases())[::EVERY]
    vectors = folder / "vectors.sqlite3"
    for size in SIZES:
        tell(f"{size} entries, {len(cases)} of the repository's check questions")
        index = await asyncio.to_thread(_prepared, size, folder / str(size), vectors)
        async with Asked(folder / str(size), vectors) as asked:
            await _ours(asked, cases, index, tell)
        tell(f"  {'rapidfuzz token_set':<21} {_found(_token_set(index), cases)}")
        tell(f"  {'BM25 on stems':<21} {_found(_bm25(index), cases)}")


async def _ours(asked: Asked, cases: Sequence[tuple[str, str]], index: Index, tell: Tell) -> None:
    started = time.monotonic()
    await asked.ask("пенсия")
    waited, before = time.monotonic() - started, asked.cpu_seconds
    tell(f"  from start to the first answer {waited:.1f} s (CPU {before:.1f} s)")
    answers = [await asked.ask(text) for text, _ in cases]
    cpu = (asked.cpu_seconds - before) / len(cases) * 1e3
    tell(f"  {'this search':<21} {_counted(answers, cases)}  CPU {cpu:.1f} ms")
    common = tuple(word for word, _ in index.speller.wording.counts.most_common(COMMON_WORDS))
    took: list[tuple[float, float, str]] = []
    for kind, text in hostile.messages(common).items():
        before = asked.cpu_seconds  # in hundredths of a second
        _, ms = await asked.ask(text)
        took.append(((asked.cpu_seconds - before) * 1e3, ms, kind))
    worst = ", ".join(f"{kind} {ms:.0f} ms (CPU {cpu:.0f})" for cpu, ms, kind in sorted(took)[:-4:-1])
    tell(f"  of {len(took)} hostile messages the dearest: {worst}")
    tell(f"  peak memory {asked.peak:.0f} MB")


def _prepared(size: int, folder: Path, vectors: Path) -> Index:
    """A base in files, with the vectors of all its texts; its index for the plainer ways."""
    base = LargeBase(size)
    base.write(folder)
    index = Index.of(base.entries)
    store = VectorStore(vectors)
    for encoder in chosen(AUTO)[0]:
        base.keep_vectors(encoder, index, store)
    return index


def _cases() -> Iterator[tuple[str, str]]:
    for path in sorted(CHECKS.glob("*.toml")):
        for check in tomllib.loads(path.read_text("utf-8"))["check"]:
            if check["id"]:
                yield check["q"], check["id"]


Way = Callable[[str], list[str]]


def _token_set(index: Index) -> Way:
    owners = np.repeat(np.arange(len(index.entries)), np.diff([*index.owners, len(index.spoken)]))

    def ids(text: str) -> list[str]:
        near = process.extract(
            " ".join(words(plain(text))), index.spoken, scorer=fuzz.token_set_ratio, limit=20
        )
        return [index.entries[owners[place]].id for _, _, place in near]

    return ids


def _bm25(index: Index) -> Way:
    ends = [*index.owners, len(index.spoken)]
    titles = [" ".join(index.spoken[start:end]) for start, end in pairwise(ends)]
    bm25 = Bm25.of([bag(_stems(title)) for title in titles])

    def ids(text: str) -> list[str]:
        scores = bm25.scores(bag(_stems(" ".join(words(plain(text))))))
        return [index.entries[place].id for place in np.argsort(-scores, kind="stable")[:10]]

    return ids


def _stems(text: str) -> Iterator[str]:
    return (stem(word) for word in text.split() if word not in STOP_WORDS)


def _found(way: Way, cases: Sequence[tuple[str, str]]) -> Found:
    answers = []
    for text, _ in cases:
        begun = time.perf_counter()
        ids = way(text)
        answers.append((ids, (time.perf_counter() - begun) * 1e3))
    return _counted(answers, cases)


def _counted(answers: Sequence[tuple[list[str], float]], cases: Sequence[tuple[str, str]]) -> Found:
    places = [
        next((place for place, id_ in enumerate(dict.fromkeys(ids)) if id_ == right), NOWHERE)
        for (ids, _), (_, right) in zip(answers, cases, strict=True)
    ]
    first, three = (statistics.fmean(place < most for place in places) for most in (1, 3))
    return Found(first, three, [ms for _, ms in answers])
