"""The workbook given to office staff: entries with notes and choices, and a page on how to fill it in."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from faq import guidance, table
from faq.entry import Shelf
from faq.text_cell import text_cell

ENTRIES, SUBJECTS, AUTHORITIES, CHANNELS, HELP = "Записи", "Темы", "Ведомства", "Каналы", "Как заполнять"

_LAST = table.MAX_ROWS + 1
_WIDTHS = {"question": 45, "answer": 80, "also": 45, "keywords": 28, "documents": 36, "title": 36}
_WIDTHS |= {"name": 50, "decides": 70, "note": 50, "url": 40, "source": 32, "term": 24, "owner": 26}
_WIDTH = 17  # characters, of any other column
_HEAD = {"font": Font(bold=True, color="FFFFFF"), "fill": PatternFill("solid", fgColor="1F4E79")}
_WRAP = Alignment(wrap_text=True, vertical="top")
_CHOICES = {"subject": SUBJECTS, "authority": AUTHORITIES}  # columns whose values stand on another sheet
_NOTES = {
    "subject": "Имя файла темы латиницей, как на листе «Темы»: fam. Новая тема? Сначала впишите её там."
}
_UNWRITABLE = re.compile("[\ufffe\uffff]")  # XML has no way to write these

Cells = Sequence[str | date]

_HELP = (
    "Как заполнять таблицу",
    "",
    "1. Одна строка листа «Записи» — один вопрос и ответ на него.",
    "2. Обязательны: код записи, вопрос и ответ. Остальное впишите, если знаете.",
    "3. Код записи — латиницей: fam.edinoe_how. Не меняйте коды: по ним работают ссылки и проверки.",
    "4. В столбцах «Как ещё спрашивают», «Слова для поиска», «Куда обращаться», «Документы» "
    "пишите по одному в строке. Новая строка внутри ячейки: Alt+Enter.",
    "5. Даты — так: 2026-11-01 или 01.11.2026.",
    "6. «Кто решает» и «Куда обращаться» — коды с листов «Ведомства» и «Каналы». Эти листы — справка: "
    "их правят в файлах authorities.toml и channels.toml.",
    "7. Новый вопрос — новая строка внизу. Порядок строк ничего не меняет.",
    "8. Пустая ячейка убирает поле из записи. Удалённый столбец ничего не меняет.",
    "9. Строку можно удалить, но запись исчезнет, только если при загрузке это подтвердить (--remove).",
    "10. Формулы не вычисляются: ячейку, что начинается со знака =, загрузка не примет.",
    "11. Перевод: столбцы «Вопрос (en)» и «Ответ (en)». Нужен другой язык — добавьте два таких столбца. "
    "Название темы переводят на листе «Темы»: столбец «Название темы (en)».",
    "12. Сохраняйте как «Книга Excel (.xlsx)». Файлы с макросами и под паролем не загружаются.",
    "",
    "Что значат столбцы:",
)


def write(shelf: Shelf, path: Path) -> None:
    """Write the workbook. Raises OSError, and ValueError with a text that no cell can hold."""
    path.write_bytes(packed(shelf))


def packed(shelf: Shelf) -> bytes:
    """The workbook as bytes. Raises ValueError with a text that no cell can hold."""
    book = Workbook(write_only=True)
    columns = table.entry_columns(table.languages(shelf))
    hints = {name: guide.hint for name, guide in guidance.ENTRY.items()} | _NOTES
    entries = _sheet(book, ENTRIES, columns, hints)
    sizes = {SUBJECTS: len(shelf.subjects), AUTHORITIES: len(shelf.authorities)}
    for name, sheet in _CHOICES.items():
        _offer(entries, list(columns).index(name) + 1, sheet, sizes[sheet])
    _fill(entries, table.entry_rows(shelf, columns))
    subjects = [{"subject": one.id, **table.subject_values(one)} for one in shelf.subjects.values()]
    _beside(book, SUBJECTS, table.SUBJECTS, subjects)
    _beside(book, AUTHORITIES, table.AUTHORITIES, [*map(table.authority_values, shelf.authorities.values())])
    _beside(book, CHANNELS, table.CHANNELS, [*map(table.channel_values, shelf.channels.values())])
    _explain(book)
    whole = io.BytesIO()  # where nothing can be written openpyxl would leave half a book and a traceback
    book.save(whole)
    return whole.getvalue()


def _beside(book: Workbook, title: str, columns: Mapping[str, str], rows: Sequence[table.Values]) -> None:
    every = table.spoken(columns, rows)
    _fill(_sheet(book, title, every, {}), (table.cells(row, every) for row in rows))


def _sheet(book: Workbook, title: str, columns: Mapping[str, str], hints: Mapping[str, str]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2" if title != ENTRIES else "D2"
    for number, name in enumerate(columns, 1):
        width = _WIDTHS.get(name.rpartition(".")[2], _WIDTH)
        sheet.column_dimensions[get_column_letter(number)].width = width
    heads = []
    for name, text in columns.items():
        head = _cell(sheet, text)
        head.font, head.fill = _HEAD["font"], _HEAD["fill"]
        if hint := hints.get(name.rpartition(".")[2]):
            head.comment = Comment(hint, "Контакт-центр", height=110, width=320)
        heads.append(head)
    sheet.append(heads)
    return sheet


def _offer(sheet: Any, column: int, source: str, size: int) -> None:
    if size:
        letter = get_column_letter(column)
        choice = DataValidation("list", formula1=f"'{source}'!$A$2:$A${size + 1}", allow_blank=True)
        choice.showErrorMessage = False  # a new subject is not on the list yet; the import checks
        choice.add(f"{letter}2:{letter}{_LAST}")
        sheet.data_validations.append(choice)


def _fill(sheet: Any, rows: Iterable[Cells]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, value) if value else None for value in row])


def _cell(sheet: Any, value: str | date) -> Any:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
    else:
        if len(value) > table.MAX_CELL or _UNWRITABLE.search(value):
            raise ValueError(value[:60])
        cell = text_cell(sheet, value)
    cell.alignment = _WRAP
    return cell


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet(HELP)
    sheet.column_dimensions["A"].width = 120
    texts = [*_HELP, *(f"«{guide.title}» ({name}). {guide.hint}" for name, guide in guidance.ENTRY.items())]
    _fill(sheet, ([text or " "] for text in texts))
