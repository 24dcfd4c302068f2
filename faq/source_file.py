"""A TOML file as an editor saved it: its values and the lines they stand on."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from faq.mishaps import why

MAX_BYTES = 256 * 1024
# A key of many parts makes tomllib build that many tables for every line; nobody writes one by hand.
MAX_KEY_PARTS = 8
MAX_LINE = 32 * 1024

_STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\- ]+?)\s*\]\]?")
_LONELY = re.compile(
    r"^\[(entry|authority|channel|template|check)\]", re.MULTILINE
)  # of those there are many
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*[.=]")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
# Such a key wherever it stands, in a text, too: without one there is none.
_PERHAPS_DEEP = re.compile(
    r"""(?:\.[ \t]*(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*){%d}""" % MAX_KEY_PARTS  # noqa: UP031
)
_DEEP_KEY = re.compile(rf"^[^=#\n.]*(?:\.[^=#\n.]*){{{MAX_KEY_PARTS}}}", re.MULTILINE)

_MEANINGS = (
    ("Cannot overwrite", "это имя здесь уже есть. Оставьте одно из двух"),
    ("Cannot declare", "этот раздел здесь уже есть. Оставьте один из двух"),
    ("Unterminated string", "строка в кавычках не закрыта. Поставьте закрывающую кавычку"),
    ("Expected \"'''\"", "текст не закрыт. Поставьте ''' в конце текста"),
    ("Found invalid character", "в файле посторонний невидимый знак. Удалите его"),
    ("Illegal character", "недопустимый знак или незакрытая кавычка. Длинный текст заключите в три кавычки"),
    ("Unescaped '\\' in a string", "знак \\ пишется дважды: \\\\"),
    ("Unclosed array", "список записан неверно. Между словами — запятая, в конце списка — ]"),
    ("Expected ']]'", "закройте двумя скобками: [[entry]]"),
    ("Expected ']'", "закройте скобкой: [entry.en]"),
    ("Expected '='", "после имени поля нужен знак ="),
    ("Invalid value", 'значение записано неверно. Текст заключите в прямые кавычки: "так"'),
    ("Expected newline", "лишние знаки после значения. Кавычку внутри текста пишите так: «ёлочки»"),
    (
        "Invalid statement",
        "так строка начинаться не может. Имя поля — латиницей, кавычка строкой выше — закрыта?",
    ),
    ("Invalid initial character", "имя поля пишется латинскими буквами"),
    ("Invalid date", "такой даты нет. Пишите год-месяц-день: 2026-11-01"),
)


# A value that was meant for a day: 01.11.2026, 2026-13-01, 2026.11.01.
_DATE = re.compile(r"^\s*\w+\s*=\s*(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})\b")

Lines = Mapping[tuple[str, int, str], int]


class UnreadableError(Exception):
    """The file has no values to look at; `line` and the message say why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class SourceFile:
    """Values of one file; `written` is its text, or the lines where there is none."""

    values: dict[str, object]
    written: str | Lines

    @cached_property
    def lines(self) -> Lines:
        """For each table's key (`entry`, 2, `answer`) the line it stands on; only problems ask for it."""
        return _lines(without_strings(self.written)) if isinstance(self.written, str) else self.written

    def line(self, table: str, index: int, key: str = "") -> int:
        """The line of a key, else of its table, else the first line."""
        parts = key.split(".")
        outer = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
        here = (*((table, index, one) for one in outer), (table, index, ""))
        places = (*here, ("", 0, table), ("", 0, key))
        return next((self.lines[place] for place in places if place in self.lines), 1)


def read(path: Path) -> SourceFile:
    """Parse one file. Raises UnreadableError: no file, too big, not UTF-8, not TOML."""
    try:
        if not path.is_file():
            raise UnreadableError(1, "это не файл. Уберите его из папки")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise UnreadableError(1, f"файл не открывается ({why(exc)}). Проверьте права доступа") from exc
    return parse(raw)


def parse(raw: bytes) -> SourceFile:
    """Parse what a file holds. Raises UnreadableError: too big, not UTF-8, not TOML."""
    text = _text(raw)
    _refuse_traps(text)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise _explained(exc, text) from exc
    except RecursionError as exc:
        raise UnreadableError(1, "слишком много вложенных скобок. Списки в списках не нужны") from exc
    except ValueError as exc:  # an integer of thousands of digits, a date such as 2026-02-31
        raise UnreadableError(1, "в файле есть число или дата, которых не бывает. Исправьте их") from exc
    return SourceFile(values, text)


def _text(raw: bytes) -> str:
    if len(raw) > MAX_BYTES:
        raise UnreadableError(1, "файл больше 256 КБ. Разделите его на несколько")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError(1, "файл сохранён в UTF-16. Сохраните его в UTF-8")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        hint = "похоже, он сохранён в Windows-1251" if is_cp1251(raw) else "в нём посторонние байты"
        raise UnreadableError(line, f"файл не в кодировке UTF-8: {hint}. Сохраните его в UTF-8") from exc


def is_cp1251(raw: bytes) -> bool:
    """Whether bytes that are not UTF-8 look like Russian text of old Windows."""
    high = [byte for byte in raw if byte >= 0x80]
    return bool(high) and sum(byte >= 0xC0 or byte in b"\xa8\xb8" for byte in high) > 0.8 * len(high)


def _refuse_traps(text: str) -> None:
    """What would only cost time: endless lines, keys of many parts. Raises UnreadableError."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise UnreadableError(number, "строка слишком длинная. Разбейте текст на строки")
    if not _PERHAPS_DEEP.search(text):
        return  # taking out the strings would take as long as half of the parsing
    bare = without_strings(text)
    if deep := _DEEP_KEY.search(bare):
        at = bare.count("\n", 0, deep.start()) + 1
        raise UnreadableError(at, "имя поля состоит из слишком многих частей. Уберите точки из имени")


def _explained(error: tomllib.TOMLDecodeError, text: str) -> UnreadableError:
    said = str(error)
    found = _AT_LINE.search(said)
    last = text.rstrip().count("\n") + 1
    number = int(found[1]) if found else last
    if _DATE.search(text.split("\n")[number - 1]):
        return UnreadableError(number, "дата записана неверно. Пишите год-месяц-день: 2026-11-01")
    if said.startswith("Cannot") and (lonely := _LONELY.search(bare := without_strings(text))):
        at = bare.count("\n", 0, lonely.start()) + 1
        return UnreadableError(at, f"ошибка записи TOML: нужны двойные скобки: [[{lonely[1]}]]")
    unknown = "запись не разобрать. Проверьте кавычки и знаки \\ в этой строке"
    meaning = next((ru for en, ru in _MEANINGS if said.startswith(en)), unknown)
    return UnreadableError(number, f"ошибка записи TOML: {meaning}")


def without_strings(text: str) -> str:
    """The text with strings and comments blanked and every line kept in its place."""
    return _STRINGS.sub(lambda match: '""' + "\n" * match[0].count("\n"), text)


def _lines(bare: str) -> dict[tuple[str, int, str], int]:
    lines: dict[tuple[str, int, str], int] = {}
    counts: dict[str, int] = {}
    nested: dict[tuple[str, int, str], int] = {}  # [[table.inner]]: the second one is `inner.2`
    table, index, prefix = "", 0, ""
    for number, line in enumerate(bare.split("\n"), 1):
        if header := _HEADER.match(line):
            name = header[2].replace(" ", "")
            table, _, prefix = name.partition(".")
            if header[1] == "[[" and not prefix:
                counts[table] = counts.get(table, 0) + 1
            index = max(counts.get(table, 0) - 1, 0)
            inner, _, rest = prefix.partition(".")
            place = (table, index, inner)
            if header[1] == "[[" and prefix and not rest:
                nested[place] = nested.get(place, 0) + 1
            if place in nested:
                lines.setdefault(place, number)
                prefix = f"{inner}.{nested[place]}" + (f".{rest}" if rest else "")
            lines.setdefault((table, index, prefix), number)
        elif key := _KEY.match(line):
            path = f"{prefix}.{key[1]}" if prefix else key[1]
            lines.setdefault((table, index, path), number)
    return lines
