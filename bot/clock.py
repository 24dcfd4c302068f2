"""What time it is. The sandbox may move it; nobody else."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """The system's clock, plus an offset in seconds that a file holds (`desk.clock_file`)."""

    def __init__(self, offset_file: str = "") -> None:
        self._file = Path(offset_file) if offset_file else None

    def now(self) -> datetime:
        """The time now, UTC."""
        now = datetime.now(UTC)
        return now if self._file is None else now + self._offset(self._file)

    def _offset(self, file: Path) -> timedelta:
        with contextlib.suppress(OSError, ValueError, OverflowError):
            return timedelta(seconds=float(file.read_text()))
        return timedelta()
