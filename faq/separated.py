"""A CSV file as office programs save it: one sheet of text."""

import csv
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from faq.mishaps import why
from faq.source_file import UnreadableError, is_cp1251
from faq.table import MAX_COLUMNS, MAX_ROWS, Cell

MAX_BYTES = 16 * 1024 * 1024
MAX_CELL = 100_000  # characters; the longest list a field may hold takes sixty thousand
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# What a spreadsheet program would take for a formula. An apostrophe in front makes it a text to Excel.
_ACTIVE = re.compile(r"'*[=+\-@\t\r]")


def read(path: Path) -> list[tuple[int, tuple[Cell, ...]]]:
    """Rows with their numbers. Raises UnreadableError."""
    text = _text(path)
    lines: list[tuple[int, tuple[Cell, ...]]] = []
    csv.field_size_limit(MAX_CELL)
    try:
        texts = (found[0] for found in _LINE.finditer(text))  # StringIO would take four bytes a letter
        rows = csv.reader(texts, delimiter=_delimiter(text), strict=True)
        for number, row in enumerate(rows, 1):
            if number > MAX_ROWS + 1:
                raise UnreadableError(number, f"больше {MAX_ROWS} строк. Разделите таблицу")
            if len(row) > MAX_COLUMNS:
                raise UnreadableError(number, f"больше {MAX_COLUMNS} столбцов. Уберите лишние")
            lines.append((number, tuple(map(_read_cell, row))))
    except csv.Error as exc:
        why = "слишком длинная ячейка" if "limit" in str(exc) else "кавычки расставлены неверно"
        raise UnreadableError(len(lines) + 1, f"{why}. Сохраните таблицу в CSV заново") from exc
    return lines


def write(path: Path, rows: Iterable[Iterable[str | date]]) -> None:
    """Write rows so that Excel opens them in columns with Russian letters: a mark of UTF-8, semicolons."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerows([_written_cell(cell) for cell in row] for row in rows)


def _text(path: Path) -> str:
    try:
        if not path.is_file():  # nothing comes out of a pipe until somebody writes into it
            raise UnreadableError(1, "такого файла нет. Проверьте путь")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise UnreadableError(1, f"файл не открывается ({why(exc)}). Проверьте путь и права") from exc
    if len(raw) > MAX_BYTES:
        raise UnreadableError(1, "файл больше 16 МБ. Разделите таблицу")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError(1, "файл сохранён в UTF-16. Сохраните его как «CSV UTF-8»")
    if raw.startswith(b"PK\x03\x04"):
        raise UnreadableError(1, "это книга Excel, а не CSV. Назовите файл .xlsx")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        hint = "похоже, он сохранён в Windows-1251" if is_cp1251(raw) else "в нём посторонние байты"
        line = raw.count(b"\n", 0, exc.start) + 1
        raise UnreadableError(line, f"файл не в UTF-8: {hint}. Сохраните его как «CSV UTF-8»") from exc
    if "\0" in text:
        raise UnreadableError(1, "в файле нулевые байты: это не CSV. Сохраните таблицу заново")
    return text


def _delimiter(text: str) -> str:
    titles = text.split("\n", 1)[0]
    return max(";,\t", key=titles.count)


def _read_cell(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text.startswith("'") and _ACTIVE.match(text) else text


def _written_cell(cell: str | date) -> str:
    text = cell if isinstance(cell, str) else cell.isoformat()
    return f"'{text}" if _ACTIVE.match(text) else text
