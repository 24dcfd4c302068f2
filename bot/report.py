"""`contact-center report`: the figures of a span of days, for people and for other programs."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.beside import beside
from bot.exits import WELL, complain
from bot.report_file import packed
from bot.settings import Settings
from desk.enclosure import TableKind
from desk.report import Report
from desk.reporting import report
from faq.entry import Shelf
from faq.loading import load_files
from faq.mishaps import why
from faq.problems import BadBase
from storage.records import Storage


async def make(settings: Settings, first: date, last: date, kind: TableKind, file: Path | None) -> int:
    """Write the report to `file`, or print it; 1 when it cannot be written. Raises DatabaseUnusable."""
    async with beside(settings) as storage:
        told, shelf = await _read(storage, first, last, ZoneInfo(settings.desk.timezone))
    try:
        titles = {one.id: one.title for one in settings.departments}
        content = packed(told, titles, shelf.entries if shelf else {}, kind)
        _write(content, file or _own_name(told, kind))
    except OSError as error:
        return complain(f"Отчёт не записан: {error.filename}: {why(error)}.")
    return WELL


async def _read(storage: Storage, first: date, last: date, zone: ZoneInfo) -> tuple[Report, Shelf | None]:
    now = datetime.now(UTC)
    async with storage.visit(now) as records:
        told = await report(first, last, records, zone, now)
        files = await records.revisions.files(await records.revisions.newest_id())
    try:
        return told, load_files(files) if files else None
    except BadBase:  # published by another release: entries go by their ids
        return told, None


def _own_name(told: Report, kind: str) -> Path | None:
    """A table of Excel always goes into a file: no terminal shows it."""
    return Path(f"report-{told.first}-{told.last}.xlsx") if kind == "xlsx" else None


def _write(content: bytes, file: Path | None) -> None:
    if file is None:
        sys.stdout.write(content.decode("utf-8-sig"))
        return
    file.write_bytes(content)
    print(f"Записано в {file}.")  # noqa: T201
