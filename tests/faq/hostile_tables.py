"""Spreadsheets made to break the reader."""

import io
import random
import zipfile
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from faq import separated

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, TEXTS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
SHARED = 'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"'
TITLES = ("Код записи", "Файл темы", "Вопрос", "Ответ")
ENTRY = ("a.b", "one", "Где?", "Тут.")


def plain(*rows: tuple[object, ...]) -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(
    changes: dict[str, bytes | None], whole: bytes | None = None, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A good workbook with parts put in the place of others; None takes one away."""
    source = zipfile.ZipFile(io.BytesIO(whole or plain(TITLES, ENTRY)))
    parts = {name: source.read(name) for name in source.namelist()}
    # Shared texts are found by their type; openpyxl writes none itself.
    parts[TYPES] = parts[TYPES].replace(
        b"</Types>", f'<Override PartName="/{TEXTS}" {SHARED}/></Types>'.encode()
    )
    whole_parts = {TEXTS: sst(""), **parts, **changes}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in whole_parts.items():
            if content is not None:
                archive.writestr(name, content)
    return target.getvalue()


def part(name: str, inside: str) -> bytes:
    """A part of a workbook: its root and what it holds."""
    return f"{HEAD}<{name} {MAIN}>{inside}</{name}>".encode()


def sheet(rows: str) -> bytes:
    return part("worksheet", f"<sheetData>{rows}</sheetData>")


def sst(shared: str) -> bytes:
    return part("sst", shared)


def at(place: str, value: str, more: str = "") -> bytes:
    """A sheet of one cell."""
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return sheet(f'<row r="{row}"><c r="{place}" {more}><v>{value}</v></c></row>')


def texts(count: int, size: int) -> bytes:
    """Shared texts that do not pack well."""
    words = noise(count * size)
    each = "".join(f"<si><t>{words[at : at + size]}</t></si>" for at in range(0, count * size, size))
    return sst(each)


def styles(kind: str, one: str) -> bytes:
    """As many styles as are let through."""
    return part("styleSheet", f"<{kind}>{one * 19_000}</{kind}>")


def cells(rows: int, columns: int) -> bytes:
    """Rows of numbers, all different."""
    row = "".join(
        f'<c r="{get_column_letter(column)}{{0}}"><v>{{0}}.{column}</v></c>'
        for column in range(1, columns + 1)
    )
    return sheet("".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(1, rows + 1)))


def twice(name: str) -> bytes:
    target = io.BytesIO(changed({}))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(f"{name}.", b"")
    return target.getvalue().replace(f"{name}.".encode(), name.encode() + b"\0")


def flagged(content: bytes) -> bytes:
    """With the mark of a password in every header of the archive."""
    raw = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


def spoilt(content: bytes) -> bytes:
    """With a few bits turned in what is packed."""
    return content[:100] + bytes(byte ^ 0x55 for byte in content[100:130]) + content[130:]


def noise(size: int) -> str:
    """Letters that do not pack well."""
    return random.Random(size).randbytes(size // 2).hex()


def bomb(part: str, size: int = 200 * 1024 * 1024) -> bytes:
    """A part that unpacks to much more than it weighs; packed piece by piece."""
    target = io.BytesIO(changed({part: None}))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(part, "w") as file:
        for _ in range(size // (1024 * 1024)):
            file.write(b" " * 1024 * 1024)
    return target.getvalue()


def changed_relation(target: str) -> bytes:
    """The workbook's relations with another file for its sheet."""
    whole = zipfile.ZipFile(io.BytesIO(plain(TITLES, ENTRY)))
    return whole.read("xl/_rels/workbook.xml.rels").replace(b"/xl/worksheets/sheet1.xml", target.encode())


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
NO_ROWS: dict[str, bytes | None] = {SHEET: sheet("")}
NAME = '<definedName name="a">1</definedName>'
CELL = '<c t="inlineStr"><is><t>x</t></is></c>'

XLSX: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"id;question\n",
    "pdf": lambda: b"%PDF-1.7\n",
    "old xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "gzip": lambda: b"\x1f\x8b\x08" + b"\0" * 100,
    "random bytes": lambda: bytes((i * 7919) % 256 for i in range(50_000)),
    "a zip of nothing": lambda: b"PK\x05\x06" + b"\0" * 18,
    "a zip that is no workbook": lambda: changed({BOOK: None}),
    "a word document": lambda: changed({BOOK: None, "word/document.xml": b"<a/>"}),
    "cut in the middle": lambda: changed({})[:3000],
    "only its beginning": lambda: b"PK\x03\x04" + b"\0" * 200,
    "spoilt bytes": lambda: spoilt(changed({})),
    "password": lambda: flagged(changed({})),
    "macros": lambda: changed({"xl/vbaProject.bin": b"\xd0\xcf"}),
    "excel 4 macros": lambda: changed({"xl/macrosheets/sheet1.xml": b"<a/>"}),
    "packed in another way": lambda: changed({}, method=zipfile.ZIP_LZMA),
    "too many parts": lambda: changed({f"xl/media/{i}.png": b"" for i in range(300)}),
    "too big": lambda: changed({"xl/media/1.bin": bytes(9 * 1024 * 1024)}, method=zipfile.ZIP_STORED),
    "bomb of a sheet": lambda: bomb(SHEET),
    "bomb of texts": lambda: bomb(TEXTS),
    "bomb of a picture": lambda: bomb("xl/media/1.png"),
    "part named twice": lambda: twice(SHEET),
    "billion laughs": lambda: changed(
        {SHEET: f'{HEAD}<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><worksheet {MAIN}>&l9;</worksheet>'.encode()}
    ),
    "entity from a file": lambda: changed(
        {TEXTS: f'{HEAD}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst {MAIN}>&x;</sst>'.encode()}
    ),
    "doctype in utf-16": lambda: changed({STYLES: DOCTYPE.encode("utf-16")}),
    "doctype in a part of another name": lambda: changed({"xl/x.bin": DOCTYPE.encode()}),
    "xml in xml in xml": lambda: changed({SHEET: sheet("<row>" * 100_000)}),
    "broken xml": lambda: changed({SHEET: sheet("<row>")}),
    "sheet is no xml": lambda: changed({SHEET: b"\xff\xfe\x00"}),
    "too many rows": lambda: changed({SHEET: sheet("<row/>" * 30_000)}),
    "too many cells in a row": lambda: changed({SHEET: sheet(f"<row>{'<c/>' * 50_000}</row>")}),
    "too many cells": lambda: changed({SHEET: sheet(f"<row>{CELL * 200}</row>" * 10_000)}),
    "too many texts": lambda: changed({TEXTS: sst("<si><t/></si>" * 900_000)}),
    "many texts that are not used": lambda: changed({TEXTS: texts(78_000, 40), SHEET: sheet("")}),
    "more texts than that": lambda: changed({TEXTS: texts(190_000, 30), SHEET: sheet("")}),
    "many texts and many cells": lambda: changed({TEXTS: texts(38_000, 90), SHEET: cells(15_000, 6)}),
    "many styles": lambda: changed({STYLES: styles("fonts", "<font/>"), **NO_ROWS}),
    "many formats": lambda: changed({STYLES: styles("cellXfs", "<xf/>"), **NO_ROWS}),
    "many names": lambda: changed({BOOK: part("workbook", f"<definedNames>{NAME * 19_000}</definedNames>")}),
    "many sheets": lambda: changed({BOOK: part("workbook", f"<sheets>{'<sheet/>' * 19_000}</sheets>")}),
    "a few long texts that are not used": lambda: changed({TEXTS: texts(400, 30_000), SHEET: sheet("")}),
    "many cells that are not wanted": lambda: changed({SHEET: cells(900, 200)}),
    "rows of strangers": lambda: changed({SHEET: cells(19_000, 6)}),
    "one endless text": lambda: changed({TEXTS: sst(f"<si><t>{'x y' * 99_999}</t></si>")}),
    "one endless attribute": lambda: changed({SHEET: sheet(f'<row r="{noise(8_000_000)}"/>')}),
    "one endless comment": lambda: changed({SHEET: sheet(f"<!--{noise(8_000_000)}-->")}),
    "one endless tag": lambda: changed({SHEET: sheet(f"<row {' ' * 900_000} r='1'/>")}),
    "a number of a million digits": lambda: changed({SHEET: at("A1", "9" * 30_000)}),
    "a row in the far distance": lambda: changed({SHEET: at("A999999999", "1")}),
    "a cell in the far distance": lambda: changed({SHEET: at("ZZZZZZ1", "1")}),
    "a cell of no place": lambda: changed({SHEET: at("??", "1")}),
    "a text that is not there": lambda: changed({SHEET: at("A1", "99", 't="s"')}),
    "a style that is not there": lambda: changed({SHEET: at("A1", "9", 's="99"')}),
    "endless styles": lambda: changed({STYLES: part("styleSheet", "<font/>" * 90_000)}),
    "a truth for an id": lambda: plain(TITLES, (True, *ENTRY[1:])),
    "no sheets": lambda: changed({BOOK: f"{HEAD}<workbook {MAIN}><sheets/></workbook>".encode()}),
    "workbook is another thing": lambda: changed({BOOK: b"<html/>"}),
    "types are another thing": lambda: changed({TYPES: b"<html/>"}),
    "no relations": lambda: changed({"xl/_rels/workbook.xml.rels": None}),
    "a relation out of the archive": lambda: changed(
        {"xl/_rels/workbook.xml.rels": changed_relation("../../../../etc/passwd")}
    ),
    "formula": lambda: plain(TITLES, (*ENTRY[:2], "=1+1", ENTRY[3])),
    "call of a program": lambda: plain(TITLES, (*ENTRY[:2], "=cmd|'/c calc'!A1", ENTRY[3])),
    "error of excel": lambda: plain(TITLES, (*ENTRY[:2], "#REF!", ENTRY[3])),
    "wrong titles": lambda: plain(("a", "b"), ENTRY),
    "no titles": plain,
    "same id twice": lambda: plain(TITLES, ENTRY, ENTRY),
    "control sign": lambda: changed(
        {SHEET: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&#1;</t></is></c></row>')}
    ),
    "right to left override": lambda: plain(TITLES, (*ENTRY[:2], "a\u202eb", ENTRY[3])),
    "path for a subject": lambda: plain(TITLES, ("a", "../../pwned", *ENTRY[2:])),
    "ten thousand wrong rows": lambda: plain(TITLES, *[("я", "one", "q", "a")] * 10_000),
}  # fmt: skip

CSV: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \n" * 1000,
    "nul bytes": b"\0" * 1000,
    "nul in a cell": "Код записи;Вопрос\na;b\0c\n".encode(),
    "utf-16": "Код записи;Вопрос\n".encode("utf-16"),
    "cp1251": "Код записи;Вопрос\na;Где мой заказ?\n".encode("cp1251"),
    "cut in a letter": "Код записи;Вопроя".encode()[:-1],
    "workbook": changed({}),
    "too big": bytes(separated.MAX_BYTES + 1),
    "too many rows": "Код записи\n".encode() + b"a\n" * 30_000,
    "too many columns": b";" * 5000,
    "endless cell": "Код записи\n".encode() + b"x" * 3_000_000,
    "quote that never closes": 'Код записи\n"'.encode() + b"x\n" * 500_000,
    "quotes in wrong places": 'Код записи;Вопрос\n"a"b;c"d\n'.encode(),
    "endless quotes": "Код записи\n".encode() + b'"' * 99_999,
    "no rows": "Код записи;Вопрос\r\n".encode(),
    "another table": "Имя;Телефон\nИван;112\n".encode(),
    "terminal escape in a title": "\x1b[2J;Код записи\n".encode(),
    "terminal escape in a cell": b"id;subject;question;answer\na;one;\x1b[2J;x\n",
    "subject too big for a file": b"id;subject;subject.title;question;answer\n"
    + b"".join(b"a.%d;one;One;q;%s\n" % (number, b"long " * 100) for number in range(15_000)),
    "long phrasings of a subject too big": b"id;subject;subject.title;question;answer;also\n"
    + b"".join(
        b'a.%d;one;One;q;a;"%s"\n' % (n, b"\n".join(b"%d %s" % (m, b"x" * 270) for m in range(200)))
        for n in range(270)
    ),
    "subject without a name": b"id;subject;question;answer\na;new;q;a\n",
}  # fmt: skip
