"""The clock that the sandbox may move."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock


def test_without_a_file_it_is_the_systems() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_the_file_moves_it(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("86400\n")
    assert abs(Clock(str(file)).now() - datetime.now(UTC) - timedelta(days=1)) < timedelta(seconds=1)


@pytest.mark.parametrize("words", ["", "tomorrow", "1e99", "nan", "inf"])
def test_a_file_that_says_nothing_sensible_moves_nothing(tmp_path: Path, words: str) -> None:
    file = tmp_path / "clock"
    file.write_text(words)
    assert abs(Clock(str(file)).now() - datetime.now(UTC)) < timedelta(seconds=1)
