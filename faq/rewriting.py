"""A TOML file changed entry by entry; what is not changed stays as the editor wrote it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import Array, Item, Table

from faq.source_file import without_strings
from faq.table import nested

LINE = 100  # characters; a longer list is written one item a line
_ENTRY = re.compile(r"\s*\[\[\s*entry\s*\]\]")

Values = Mapping[str, object]  # an entry's fields, translations as `en.question`


class UncutError(Exception):
    """The file is written in a way that cannot be changed piece by piece."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The text of a file: its head, then a piece for each entry, the comments right above it included."""

    head: str
    entries: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Pieces":
        """Cut a text that the loader has taken. Raises UncutError."""
        lines, bare = text.split("\n"), without_strings(text).split("\n")
        starts = [
            _with_comments(number, lines, bare) for number, line in enumerate(bare) if _ENTRY.match(line)
        ]
        whole = tomllib.loads(text).get("entry", [])
        if len(starts) != len(whole):
            raise UncutError
        ends = [*starts, len(lines)]
        texts = ["\n".join(lines[begin:end]) for begin, end in zip([0, *starts], ends, strict=True)]
        # The line end between two pieces belongs to the first.
        head, *entries = [f"{piece}\n" for piece in texts[:-1]] + texts[-1:]
        return cls("" if starts and starts[0] == 0 else head, tuple(entries))

    def joined(self) -> str:
        """The text again."""
        return self.head + "".join(self.entries)


def _with_comments(number: int, lines: Sequence[str], bare: Sequence[str]) -> int:
    # Where strings and comments are blanked, a comment leaves a mark and a line inside a text leaves none.
    while number and lines[number - 1].lstrip().startswith("#") and bare[number - 1].strip() == '""':
        number -= 1
    return number


def headed(head: str, before: Values, after: Values) -> str:
    """A head that says `after`; what is the same before stays as it is written."""
    document = tomlkit.parse(head)
    for name in [*before, *(name for name in after if name not in before)]:
        if before.get(name) != after.get(name):
            _put(document, name, after.get(name))
    return tomlkit.dumps(document).rstrip("\n") + "\n\n"


def written(values: Values) -> str:
    """A new entry."""
    return listed("entry", [nested(values)])


def listed(name: str, tables: Sequence[Values]) -> str:
    """A file of tables: `[[name]]` above each."""
    array = tomlkit.aot()
    for values in tables:
        array.append(_table(values))
    document = tomlkit.document()
    document.append(name, array)
    return tomlkit.dumps(document).rstrip("\n") + "\n"


def rewritten(piece: str, before: Values, after: Values) -> str:
    """A piece with the fields that differ changed in place; the rest of it stays, comments too."""
    body = piece.rstrip()
    document = tomlkit.parse(body + "\n")
    table = document["entry"][0]
    assert isinstance(table, Table)
    for name in [*before, *(name for name in after if name not in before)]:
        if before.get(name) != after.get(name):
            _put(table, name, after.get(name))
    return tomlkit.dumps(document).rstrip() + piece[len(body) :]


def _put(table: Table | TOMLDocument, name: str, value: object) -> None:
    lang, dot, rest = name.partition(".")
    if dot:
        inner = table.get(lang)
        if inner is None:
            table[lang] = inner = tomlkit.table()
        _put(inner, rest, value)
        if not inner:
            del table[lang]
    elif value is None:
        table.pop(name, None)
    else:
        table[name] = _item(value)


def _table(values: Values) -> Table:
    table = tomlkit.table()
    for name, value in values.items():
        table.append(name, _table(value) if isinstance(value, dict) else _item(value))
    return table


def _item(value: object) -> Item:
    match value:
        case str():
            return _string(value)
        case list():
            return _array([_string(str(item)) for item in value])
        case date() | int():
            return tomlkit.item(value)
    raise TypeError(f"a base holds no {type(value).__name__}")


def _string(text: str) -> Item:
    if "\n" not in text:
        return tomlkit.string(text)
    quoted = tomlkit.string(f"{text}\n", multiline=True).as_string()
    return tomlkit.value('"""\n' + quoted.removeprefix('"""'))  # the text begins on a line of its own


def _array(items: list[Item]) -> Array:
    array = tomlkit.array()
    array.extend(items)
    return array.multiline(sum(len(item.as_string()) + 2 for item in items) > LINE)
