"""Entries as a table: a row each, a column a field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from faq import fields, guidance
from faq.entry import Authority, Channel, Entry, Shelf, Subject
from faq.fields import Code, Several
from faq.problems import BadBase, Problem

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL = 32_767  # characters, Excel's own limit
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


# What may stand in other languages, too: `en.question` in a file, «Вопрос (en)» in a table.
_TRANSLATED = {
    *fields.TRANSLATION,
    *fields.SUBJECT_WORDS,
    *fields.AUTHORITY_WORDS,
    *fields.CHANNEL_WORDS,
}
_LANG = r"((?!id)[a-z]{2})"
# What Excel shows for a formula it cannot reckon, and saves as CSV.
_MISTAKES = frozenset(
    """
    #ССЫЛКА! #ЗНАЧ! #ИМЯ? #Н/Д #ДЕЛ/0! #ЧИСЛО! #ПУСТО! #REF! #VALUE! #NAME? #N/A #DIV/0! #NUM! #NULL!
    """.split(),  # noqa: SIM905 - as in `faq.folding`
)
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell that must not be taken as it is: a formula, an error."""

    why: str


Cell = str | date | Unusable


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by column; `number` as the program shows it to people. Empty cells are ""."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        """A cell that holds a short name; "" when there is none."""
        cell = self.cells.get(column, "")
        return cell.strip() if isinstance(cell, str) else ""


SUBJECTS: Mapping[str, str] = {
    "subject": "Файл темы",
    "title": guidance.SUBJECT["title"].title,
    "order": guidance.SUBJECT["order"].title,
}
AUTHORITIES: Mapping[str, str] = {"id": "Код", "name": "Название", "decides": "Что решает"}
CHANNELS: Mapping[str, str] = {
    "id": "Код",
    "name": "Название",
    "url": "Адрес в интернете",
    "phone": "Телефон",
    "note": "Примечание",
}


def entry_columns(languages: Iterable[str]) -> Mapping[str, str]:
    """Every column of entries, with its title."""
    titles = {"subject": SUBJECTS["subject"], **{name: guidance.ENTRY[name].title for name in fields.ENTRY}}
    translated = ((lang, name) for lang in languages for name in fields.TRANSLATION)
    return titles | {f"{lang}.{name}": f"{guidance.ENTRY[name].title} ({lang})" for lang, name in translated}


def languages(shelf: Shelf) -> list[str]:
    """The languages that any entry is translated into."""
    return sorted({lang for entry in shelf.entries.values() for lang in entry.translations})


def spoken(columns: Mapping[str, str], rows: Iterable[Values]) -> dict[str, str]:
    """The columns, and one for each `en.title` that any of the rows has."""
    held = {tuple(name.split(".")) for row in rows for name in row if "." in name}
    order = list(columns)
    ordered = sorted(held, key=lambda one: (one[0], order.index(one[1])))
    return {**columns, **{f"{lang}.{name}": f"{columns[name]} ({lang})" for lang, name in ordered}}


def subject_values(subject: Subject) -> Values:
    """What a file says of its subject: `title`, `order`, `en.title`."""
    said = {f"{lang}.title": title for lang, title in subject.titles.items()}
    return {"title": subject.title, "order": subject.order, **said}


def authority_values(authority: Authority) -> Values:
    """What a file says of an authority, `en.name` included."""
    found = {name: getattr(authority, name) for name in AUTHORITIES}
    for lang, said in authority.translations.items():
        found |= {f"{lang}.name": said.name, f"{lang}.decides": said.decides}
    return {name: value for name, value in found.items() if value}


def channel_values(channel: Channel) -> Values:
    """What a file says of a channel, `en.name` included."""
    found = {name: getattr(channel, name) for name in CHANNELS}
    found |= {f"{lang}.name": name for lang, name in channel.names.items()}
    return {name: value for name, value in found.items() if value}


# A CSV file has one sheet, so each row tells of its subject too.
WITH_SUBJECT: Mapping[str, str] = {"subject.title": SUBJECTS["title"], "subject.order": SUBJECTS["order"]}


def rows(sheet: str, lines: Iterable[tuple[int, tuple[Cell, ...]]], columns: Mapping[str, str]) -> list[Row]:
    """Rows that are not empty, by the titles in the first one. Raises BadBase about titles.

    `sheet` names the file; `columns` are its columns with their titles; translations need no mention.
    """
    whole = iter(lines)
    number, titles = next(whole, (1, ()))
    keys = [_key(title, columns) for title in titles]
    wrong = [
        Problem(sheet, number, "", _shown(title), message)
        for title, message in _wrong_titles(titles, keys, columns)
    ]
    if wrong:
        raise BadBase(tuple(wrong))
    return list(_filled(sheet, whole, keys))


def _filled(
    sheet: str, lines: Iterator[tuple[int, tuple[Cell, ...]]], keys: list[str | None]
) -> Iterator[Row]:
    for number, cells in lines:
        if any(cell for cell in cells[len(keys) :]) or any(
            cell for key, cell in zip(keys, cells, strict=False) if key is None
        ):
            raise BadBase(
                (Problem(sheet, number, "", "", "есть ячейка в столбце без заголовка. Подпишите столбец"),)
            )
        named = {key: cell for key, cell in zip(keys, cells, strict=False) if key is not None}
        if any(named.values()):
            yield Row(number, {key: named.get(key, "") for key in keys if key is not None})


def _wrong_titles(
    titles: tuple[Cell, ...], keys: list[str | None], columns: Mapping[str, str]
) -> Iterator[tuple[Cell, str]]:
    if not any(titles):
        yield "", "в первой строке нужны названия столбцов. Возьмите таблицу из faq export"
        return
    for number, (title, key) in enumerate(zip(titles, keys, strict=True)):
        if title and key is None:
            hint = fields.nearest(_shown(title), dict.fromkeys(columns.values()))
            yield title, f"такого столбца нет. {hint}"
        elif key is not None and key in keys[:number]:
            yield title, "такой столбец уже есть. Оставьте один из двух"
    if "id" in columns and "id" not in keys:
        yield "", f"нет столбца «{columns['id']}». Добавьте его"


def _key(title: Cell, columns: Mapping[str, str]) -> str | None:
    """The column a title means: as it is exported, or by the field's own name (`question`, `en.question`)."""
    said = _shown(title).casefold().replace("ё", "е")
    for key, name in columns.items():
        if said in (key, name.casefold().replace("ё", "е")):
            return key
    for key, name in columns.items():
        place, _, word = key.rpartition(".")
        if word not in _TRANSLATED:
            continue
        known = (rf"{re.escape(name.casefold().replace('ё', 'е'))} \({_LANG}\)", rf"{word}_{_LANG}")
        within = re.escape(f"{place}." if place else "")
        for pattern in (*known, rf"{within}{_LANG}\.{word}"):
            if found := re.fullmatch(pattern, said):
                return ".".join(filter(None, (place, found[1], word)))
    return None


def _shown(title: Cell) -> str:
    text = title if isinstance(title, str) else ""
    return " ".join("".join(char if char.isprintable() else " " for char in text[:100]).split())


def entry_values(entry: Entry) -> dict[str, object]:
    """The fields that are filled in, as the loader takes them; translations as `en.question`."""
    found = {name: getattr(entry, name) for name in fields.ENTRY}
    plain = {
        name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value
    }
    for lang, said in entry.translations.items():
        plain |= {f"{lang}.question": said.question, f"{lang}.answer": said.answer}
    return plain


def cells(values: Mapping[str, object], columns: Iterable[str]) -> list[str | date]:
    """Values as cells: lists one item a line."""
    return [_cell(values.get(column, "")) for column in columns]


def _cell(value: object) -> str | date:
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return value if isinstance(value, date) else str(value)


def entry_rows(shelf: Shelf, columns: Iterable[str]) -> Iterator[list[str | date]]:
    """A row for each entry; besides its fields it may have `subject`, and `subject.title` and `.order`."""
    for entry in shelf.entries.values():
        subject = shelf.subjects[entry.subject]
        about = {f"subject.{name}": value for name, value in subject_values(subject).items()}
        yield cells(entry_values(entry) | {"subject": subject.id} | about, columns)


def changed(row: Row, before: Mapping[str, object]) -> dict[str, object]:
    """The values of an entry after its row: columns that the table lacks stay, empty cells empty a field."""
    values = dict(before)
    for column, cell in row.cells.items():
        if column.partition(".")[0] == "subject":
            continue
        value = _value(column, cell)
        if value in ("", []):
            values.pop(column, None)
        else:
            values[column] = value
    return values


def faults(row: Row) -> Iterator[tuple[str, str]]:
    """Cells that must not be taken as they are, by column: formulas, and texts that Excel made dates of."""
    for column, cell in row.cells.items():
        if isinstance(cell, Unusable):
            yield column, cell.why
        elif isinstance(cell, str) and cell.strip() in _MISTAKES:
            yield column, f"в ячейке ошибка Excel ({cell.strip()}). Впишите текст"
        elif isinstance(cell, date) and fields.ENTRY.get(column) is not fields.day:
            yield column, "Excel сделал из текста дату. Задайте ячейке формат «Текстовый» и впишите заново"


def _value(column: str, cell: Cell) -> object:
    """A cell as the loader would take it from a file; what does not fit the loader will refuse."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    reader = fields.ENTRY.get(column)
    if isinstance(reader, Several):
        parts = re.split(r"[\n,;]", text) if isinstance(reader.one, Code) else text.split("\n")
        return [part.strip() for part in parts if part.strip()]
    return _day(text) if reader is fields.day else text


def _day(text: str) -> str | date:
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    written = (found[3], found[2], found[1]) if found[1] else (found[4], found[5], found[6])
    year, month, day = map(int, written)
    try:
        return date(year, month, day)
    except ValueError:
        return text


def nested(values: Mapping[str, object]) -> dict[str, object]:
    """Values as they stand in a file: `en.question` inside `en`."""
    raw: dict[str, object] = {}
    for name, value in values.items():
        lang, dot, rest = name.partition(".")
        if dot:
            inner = raw.setdefault(lang, {})
            assert isinstance(inner, dict)
            inner[rest] = value
        else:
            raw[name] = value
    return raw
