"""One file being read: its values, and what was found wrong with them so far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faq import fields
from faq.fields import FieldError, Reader
from faq.problems import Problem
from faq.source_file import SourceFile
from faq.translated import LANGUAGE

MAX_TABLES = 2_000
MAX_PROBLEMS = 100  # of one file: a hostile one would otherwise fill the editor's chat


@dataclass(frozen=True, slots=True)
class Place:
    """A table of the file: `entry` number `index`, and how an editor recognises it."""

    table: str = ""
    index: int = 0
    name: str = ""


@dataclass(slots=True)
class Sheet:
    """The values of one file, and the problems noted about them."""

    path: Path
    source: SourceFile
    problems: list[Problem] = field(default_factory=list)

    def note(self, place: Place, key: str, message: str) -> None:
        """Write down a problem with one field."""
        if len(self.problems) < MAX_PROBLEMS:
            line = self.source.line(place.table, place.index, key)
            self.problems.append(Problem(str(self.path), line, place.name, key, message))

    def tables(self, table: str) -> list[tuple[Place, dict[str, object]]]:
        """Every `[[table]]` of the file with its place."""
        raw = self.source.values.get(table, [])
        if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
            self.note(Place(), table, f"каждая запись начинается строкой [[{table}]]")
            return []
        if len(raw) > MAX_TABLES:
            self.note(Place(), table, f"больше {MAX_TABLES} записей в файле. Разделите файл")
            return []
        return [(Place(table, index, _name(item, table, index)), item) for index, item in enumerate(raw)]

    def values(
        self,
        place: Place,
        raw: Mapping[str, object],
        readers: Mapping[str, Reader],
        *,
        need: tuple[str, ...] = (),
        prefix: str = "",
    ) -> dict[str, Any]:
        """The fields of one table that could be read; every other one is noted."""
        found: dict[str, Any] = {}
        for key, value in raw.items():
            if len(self.problems) >= MAX_PROBLEMS:
                break
            name = prefix + _printable(key)
            if key not in readers:
                head = place.table == "entry" and key in fields.SUBJECT
                hint = "Его пишут в начале файла, до [[entry]]" if head else ""
                hint = hint or fields.nearest(key, frozenset(readers))
                self.note(place, name, f"такого поля нет. {hint}")
                continue
            try:
                found[key] = readers[key](value)
            except FieldError as exc:
                self.note(place, name, str(exc))
        for key in need:
            if key not in raw:
                self.note(place, prefix + key, "нет обязательного поля. Добавьте его")
        return found

    def translations(
        self,
        place: Place,
        raw: Mapping[str, object],
        readers: Mapping[str, Reader],
        *,
        need: tuple[str, ...],
        prefix: str = "",
    ) -> dict[str, dict[str, Any]]:
        """By language, the words in it of one table, where they have all that they need."""
        found: dict[str, dict[str, Any]] = {}
        for lang in filter(LANGUAGE.fullmatch, raw):
            words = raw[lang]
            if not isinstance(words, dict):
                header = ".".join(filter(None, (place.table, *re.findall(r"[a-z]+", prefix), lang)))
                told = f"перевод пишется разделом: [{header}], в нём {' и '.join(need)}"
                self.note(place, prefix + lang, told)
                continue
            values = self.values(place, words, readers, need=need, prefix=f"{prefix}{lang}.")
            if values.keys() >= set(need):
                found[lang] = values
        return found


def untranslated(raw: Mapping[str, object]) -> dict[str, object]:
    """A table without what it says in other languages."""
    return {key: value for key, value in raw.items() if not LANGUAGE.fullmatch(key)}


def _name(raw: Mapping[str, object], table: str, index: int) -> str:
    """The table's id if it has a good one, else its number in the file."""
    id_ = raw.get("id")
    return id_ if isinstance(id_, str) and fields.ID.fullmatch(id_) else f"{table} № {index + 1}"


def _printable(key: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in key[:64])
