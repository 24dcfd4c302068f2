"""An XLSX file from a stranger, looked through before anything opens it."""

import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from faq.mishaps import why
from faq.source_file import UnreadableError
from faq.table import MAX_CELL, MAX_ROWS

MAX_BYTES = 8 * 1024 * 1024
MAX_PARTS = 200
MAX_UNPACKED = 32 * 1024 * 1024  # bytes, all parts together
MAX_RATIO = 100  # of a part, unpacked to packed; a table of words has about ten
RATIO_MATTERS = 1024 * 1024
MAX_ELEMENTS = 400_000  # of all parts; openpyxl takes up to four microseconds for one
MAX_OTHER_ELEMENTS = 20_000  # of a part without cells or texts: styles and the like are slower
TEXT_COST = 3  # elements that a shared text counts for, besides what it holds: these are slower too
MAX_CELLS = 256  # of one row
MAX_TOKEN = 256 * 1024  # bytes; the longest text of a cell takes half of it
MAX_DEPTH = 32

_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "это старый .xls или файл под паролем. Сохраните его как .xlsx без пароля"),
    (b"%PDF", "это PDF. Нужна таблица .xlsx"),
    (b"\x1f\x8b", "это архив. Распакуйте его и дайте файл .xlsx"),
)
_TOO_BIG = "файл слишком большой или так сжат нарочно. Разделите таблицу на несколько"
_NOT_A_BOOK = "это не книга Excel. Сохраните таблицу как .xlsx"
_BROKEN = "файл повреждён. Откройте его в Excel и сохраните заново"


def inspect(path: Path) -> None:
    """Raises UnreadableError, in bounded time and memory, unless the file is a plain workbook.

    Plain: no macros, no password, no document types or entities in its XML, nothing out of proportion.
    """
    _refuse_other_kinds(path)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_parts(parts)
            left = MAX_ELEMENTS
            for part in parts:
                left = _refuse_xml(part.filename, archive.read(part), left)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError) as exc:
        raise UnreadableError(1, _BROKEN) from exc
    except (ValueError, RuntimeError, OSError) as exc:  # names, passwords and places that cannot be
        raise UnreadableError(1, _BROKEN) from exc


def _refuse_other_kinds(path: Path) -> None:
    try:
        if not path.is_file():
            raise UnreadableError(1, "такого файла нет. Проверьте путь")
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError as exc:
        raise UnreadableError(1, f"файл не открывается ({why(exc)}). Проверьте права") from exc
    for mark, message in _OTHERS:
        if head.startswith(mark):
            raise UnreadableError(1, message)
    if not head.startswith(b"PK"):
        raise UnreadableError(1, _NOT_A_BOOK)
    if size > MAX_BYTES:
        raise UnreadableError(1, _TOO_BIG)


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableError(1, _TOO_BIG)
    if any(
        part.file_size > RATIO_MATTERS and part.file_size > MAX_RATIO * part.compress_size for part in parts
    ):
        raise UnreadableError(1, _TOO_BIG)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(1, "файл под паролем. Сохраните его без пароля")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnreadableError(1, _NOT_A_BOOK)
    if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise UnreadableError(1, "в файле макросы. Сохраните его как «Книга Excel (.xlsx)»")
    if len(set(names)) < len(names) or not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        raise UnreadableError(1, _NOT_A_BOOK)


def _refuse_xml(name: str, text: bytes, left: int) -> int:
    """How many of the elements that are `left` remain for other parts."""
    parser = expat.ParserCreate()
    holds_cells = "sheet" in name or name.endswith("sharedStrings.xml")
    spare = 0 if holds_cells else max(0, left - MAX_OTHER_ELEMENTS)
    watch = _Watch(parser, left - spare)
    parser.StartElementHandler = watch.start
    parser.EndElementHandler = watch.end
    parser.CharacterDataHandler = watch.text
    parser.StartDoctypeDeclHandler = watch.doctype
    try:
        # In one piece: old versions of expat take quadratic time over a long token that comes in small ones,
        # and so they will when openpyxl reads the part.
        parser.Parse(text, True)
        watch.pass_to(len(text))
    except expat.ExpatError as exc:
        # Anything else that is not XML is a picture, or nothing that openpyxl could read as a sheet.
        if name.endswith((".xml", ".rels")):
            raise UnreadableError(1, _BROKEN) from exc
    return watch.left + spare


class _Watch:
    """Counts what one part holds, and measures its tokens."""

    def __init__(self, parser: expat.XMLParserType, left: int) -> None:
        self.parser = parser
        self.left = left
        self.place = self.depth = self.rows = self.cells = self.characters = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        self.pass_to(self.parser.CurrentByteIndex)
        self.left -= 1
        self.depth += 1
        if self.left < 0 or self.depth > MAX_DEPTH:
            raise UnreadableError(1, _TOO_BIG)
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.rows += 1
            self.cells = 0
            if self.rows > MAX_ROWS + 1:
                raise UnreadableError(1, f"на листе больше {MAX_ROWS} строк. Разделите таблицу")
        elif kind in ("c", "si"):
            self.cells += kind == "c"
            self.left -= TEXT_COST * (kind == "si")
            self.characters = 0
            if self.cells > MAX_CELLS:
                raise UnreadableError(1, f"в строке больше {MAX_CELLS} ячеек. Уберите лишние столбцы")

    def end(self, _: str) -> None:
        self.pass_to(self.parser.CurrentByteIndex)
        self.depth -= 1

    def text(self, piece: str) -> None:
        self.pass_to(self.parser.CurrentByteIndex)
        self.characters += len(piece)
        if self.characters > MAX_CELL:
            raise UnreadableError(1, f"в ячейке больше {MAX_CELL} знаков. Сократите текст")

    def pass_to(self, place: int) -> None:
        """Refuse a long token: a tag of endless attributes or spaces, an endless comment."""
        if place - self.place > MAX_TOKEN:
            raise UnreadableError(1, _TOO_BIG)
        self.place = place

    def doctype(self, *_: object) -> None:
        raise UnreadableError(
            1, "в файле объявлен тип документа (DOCTYPE): так Excel не пишет. Сохраните заново"
        )
