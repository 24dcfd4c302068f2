"""Files of a knowledge base with anything wrong about them: `make fuzz`. Read whole, or refused plainly."""

from __future__ import annotations

import dataclasses
import os
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from faq import submission
from faq.entry import Shelf
from faq.loading import load_files
from faq.problems import BadBase
from tests.faults import seeds
from tests.faults.pages import Pages
from tests.figures import TRIED

COUNT = int(os.environ.get("FUZZ", "1500"))
SECONDS = 2.0  # of the processor, for one file
MOST_LINES, LONGEST = 101, 1000


@pytest.mark.timeout(3600)
def test_any_file_of_the_base_is_read_whole_or_refused(record_property: Any) -> None:
    pages = Pages(seeds.drawn())
    _tried("TOML files", pages, COUNT // 10, pages.toml, record_property)


@pytest.mark.timeout(3600)
def test_any_table_is_merged_whole_or_refused(record_property: Any) -> None:
    pages = Pages(seeds.drawn())

    def merged() -> Mapping[str, bytes]:
        return submission.changed(*pages.table(), pages.base).files

    _tried("tables", pages, COUNT // 50, merged, record_property)


def _tried(
    what: str, pages: Pages, count: int, bring: Callable[[], Mapping[str, bytes]], note: Callable[..., None]
) -> None:
    """Bring as many; what is refused is told so that a terminal and a chat can show it, and in time."""
    read = refused = 0
    slowest = 0.0
    for _ in range(count):
        begun = time.process_time()
        try:
            shelf = load_files({**pages.base, **bring()})
        except BadBase as error:
            refused += 1
            lines = [str(one) for one in error.problems]
            assert 0 < len(lines) <= MOST_LINES
            assert all(one.isprintable() and len(one) < LONGEST for one in lines), lines
        else:
            read += 1
            assert not (odd := [one for one in _texts(shelf) if not _is_shown(one)]), odd
        slowest = max(slowest, time.process_time() - begun)
    print(
        f"fuzz: {count} {what}: {read} read, {refused} refused, slowest {slowest:.2f} s, 0 broken", flush=True
    )
    note(TRIED, count)
    assert slowest < SECONDS
    assert read > count / 20 < refused


def _texts(value: Any) -> Iterator[str]:
    """Every text in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Shelf) or dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from _texts(getattr(value, one.name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from (key, *_texts(one))
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _texts(one)


def _is_shown(text: str) -> bool:
    """No sign that turns a line or steers a terminal, none that no database holds."""
    return all(one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs") for one in text) and not any(
        one in text for one in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
    )
