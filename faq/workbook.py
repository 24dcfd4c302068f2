"""An XLSX workbook as it was saved: sheets of cells. Nothing in it is run or worked out."""

import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from faq import archive
from faq.source_file import UnreadableError
from faq.table import MAX_COLUMNS, MAX_ROWS, Cell, Unusable

Lines = list[tuple[int, tuple[Cell, ...]]]

# As Excel writes a carriage return, and an underscore before what would be read so (ECMA-376, ST_Xstring).
_ESCAPES = {"_x000D_": "\r", "_x005F_": "_"}
_ESCAPED = re.compile("|".join(_ESCAPES))
_UNUSABLE: Mapping[str, Cell] = {  # by openpyxl's kinds of cells
    "f": Unusable("в ячейке формула. Впишите само значение: здесь ничего не вычисляется"),
    "e": Unusable("в ячейке ошибка Excel (#ССЫЛКА! и подобные). Впишите текст"),
}


def read(path: Path) -> Mapping[str, Lines]:
    """Sheets by name, each a list of (number of the row, its cells). Raises UnreadableError."""
    archive.inspect(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of validations and styles that openpyxl does not keep
            book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
            try:
                return {sheet.title: list(_lines(sheet)) for sheet in book.worksheets}
            finally:
                book.close()
    # openpyxl has no error of its own for a broken book: it meets what is missing as it goes.
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as exc:
        raise UnreadableError(
            1, "книга Excel устроена неверно. Откройте её в Excel и сохраните заново"
        ) from exc


def _lines(sheet: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
    for number, row in enumerate(rows, 1):
        cells = tuple(_cell(cell.value, cell.data_type) for cell in row)
        if any(cells):
            yield number, cells


def _cell(value: object, kind: str) -> Cell:
    if kind in _UNUSABLE:
        return _UNUSABLE[kind]
    match value:
        case None:
            return ""
        case str():
            return _unescaped(value)
        case datetime():
            return value.date() if value.time() == time() else value.isoformat(" ")
        case date():
            return value
        case bool():
            return "да" if value else "нет"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _unescaped(text: str) -> str:
    plain = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text)
    return plain.replace("\r\n", "\n").replace("\r", "\n")
