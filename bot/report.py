"""`contact-center report`: the figures of a span of days, for people and for other programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from bot.beside import beside
from bot.exits import WELL, complain
from bot.settings import Settings
from desk.question import Outcome
from desk.report import Report
from desk.reporting import report
from faq.entry import Entry, Shelf
from faq.loading import load_files
from faq.problems import BadBase
from storage.records import Storage

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.SURE: "Бот ответил",
    Outcome.UNSURE: "Бот предложил, никто не выбрал",
    Outcome.CHOSEN: "Житель выбрал из предложенного",
    Outcome.PARTLY: "Бот ответил не на всё",
    Outcome.OUTDATED: "Правило уже или ещё не действует",
    Outcome.UNKNOWN: "Бот не знает",
    Outcome.INCIDENT: "Известие о неполадке",
    Outcome.SAFETY: "Ответ по правилу безопасности",
    Outcome.BANNED: "Написал заблокированный житель",
    Outcome.UNREAD: "Без текста",
}
TICKETS: Mapping[str, str] = {
    "department": "Отдел",
    "opened": "Обращений",
    "closed": "Закрыто",
    "in_time": "Первый ответ в срок",
    "late": "Первый ответ с опозданием",
    "rated": "Оценено",
    "rating": "Средняя оценка",
}
ENTRIES: Mapping[str, str] = {
    "id": "Код записи",
    "question": "Вопрос",
    "owner": "Кто отвечает",
    "shown": "Показана",
    "helped": "Помогла",
    "not_helped": "Не помогла",
    "tickets": "Дошло до специалиста",
}

Row = dict[str, Any]


async def make(settings: Settings, first: date, last: date, kind: str, file: Path | None) -> int:
    """Write the report to `file`, or print it; 1 when it cannot be written. Raises DatabaseUnusable."""
    async with beside(settings) as storage:
        told, shelf = await _read(storage, first, last, ZoneInfo(settings.desk.timezone))
    try:
        titles = {one.id: one.title for one in settings.departments}
        _write(_contents(told, titles, shelf.entries if shelf else {}), kind, file)
    except OSError as error:
        return complain(f"Отчёт не записан: {error.filename}: {error.strerror}.")
    return WELL


async def _read(storage: Storage, first: date, last: date, zone: ZoneInfo) -> tuple[Report, Shelf | None]:
    async with storage.visit(datetime.now(UTC)) as records:
        told = await report(first, last, records, zone)
        files = await records.revisions.files(await records.revisions.newest_id())
    try:
        return told, load_files(files) if files else None
    except BadBase:  # published by another release: entries go by their ids
        return told, None


def _contents(told: Report, titles: Mapping[str, str], entries: Mapping[str, Entry]) -> Row:
    return {
        "from": told.first.isoformat(),
        "to": told.last.isoformat(),
        "questions": {outcome.value: told.questions.get(outcome, 0) for outcome in OUTCOMES},
        "tickets": [
            {
                "department": titles.get(one.department_id, one.department_id),
                "opened": one.opened,
                "closed": one.closed,
                "in_time": one.in_time,
                "late": one.late,
                "rated": one.rated,
                "rating": round(one.stars / one.rated, 2) if one.rated else None,
            }
            for one in told.tickets
        ],
        "entries": [
            {
                "id": one.entry_id,
                "question": entries[one.entry_id].question if one.entry_id in entries else None,
                "owner": entries[one.entry_id].owner if one.entry_id in entries else None,
                "shown": one.shown,
                "helped": one.helped,
                "not_helped": one.not_helped,
                "tickets": one.tickets,
            }
            for one in told.entries
        ],
    }


def _write(contents: Row, kind: str, file: Path | None) -> None:
    """A table of Excel always goes into a file: no terminal shows it."""
    if kind == "xlsx":
        file = file or Path(f"report-{contents['from']}-{contents['to']}.xlsx")
        _workbook(contents).save(file)
    else:
        text = json.dumps(contents, ensure_ascii=False, indent=2) + "\n" if kind == "json" else _csv(contents)
        if file is None:
            sys.stdout.write(text)
            return
        # Excel knows UTF-8 by its mark only.
        file.write_text(text, "utf-8" if kind == "json" else "utf-8-sig", newline="")
    print(f"Записано в {file}.")  # noqa: T201


def _tables(contents: Row) -> Iterable[tuple[str, list[list[Any]]]]:
    """The same as tables: a name, a head, rows."""
    questions = [[OUTCOMES[outcome], contents["questions"][outcome.value]] for outcome in OUTCOMES]
    total = sum(count for _, count in questions)
    span = f"{contents['from']} — {contents['to']}"
    yield "Вопросы", [["Что сделал бот", span], *questions, ["Всего вопросов", total]]
    for name, columns, key in (("Обращения", TICKETS, "tickets"), ("Ответы", ENTRIES, "entries")):
        yield name, [list(columns.values()), *([one[column] for column in columns] for one in contents[key])]


def _csv(contents: Row) -> str:
    """All tables in one: a figure a line, as other programs want it."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Таблица", "Строка", "Показатель", "Значение"])
    for name, (head, *rows) in _tables(contents):
        for first, *values in rows:
            figures = zip(head[1:], values, strict=True)
            writer.writerows([name, _plain(first), what, _plain(value)] for what, value in figures)
    return target.getvalue()


def _plain(value: Any) -> Any:
    """Excel would take a text that begins so for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def _workbook(contents: Row) -> Workbook:
    book = Workbook(write_only=True)
    for name, rows in _tables(contents):
        sheet = book.create_sheet(name)
        sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 40
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    return book


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it looks like, it is no formula
    return cell
