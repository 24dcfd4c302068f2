"""TOML files, read strictly: either the whole shelf, or everything that is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from faq import fields, source_file
from faq.aids import Aids
from faq.entry import (
    Authority,
    AuthorityWords,
    Channel,
    Entry,
    Shelf,
    Subject,
    Template,
    Translation,
)
from faq.fields import Reader
from faq.problems import BadBase, Problem
from faq.sheet import MAX_PROBLEMS, Place, Sheet, untranslated
from faq.source_file import SourceFile

__all__ = ["BadBase", "Problem", "arrange", "load", "load_files"]

MAX_FILES = 500
MAX_ENTRIES = 20_000
MAX_PHRASINGS = 60_000  # of the whole base: indexing that many takes some 600 MiB
DEFAULT_ORDER = 1000  # a subject without `order` comes last
_TOP = Place()
_Values = tuple[dict[str, Any], dict[str, dict[str, Any]]]  # of one table, and by language what is translated


def load(entries_dir: Path) -> Shelf:
    """Read `entries_dir/*.toml`, and what lies beside the folder: authorities, channels, templates, aids.

    Raises BadBase with every problem found in every file.
    """
    try:
        paths = [path for path in entries_dir.iterdir() if path.suffix == ".toml" and path.name[0] != "."]
    except OSError:
        message = "такой папки нет, или она не открывается. Проверьте путь"
        raise BadBase((_about(entries_dir, message),)) from None
    return _filled(_Library(), entries_dir, sorted(paths))


def load_files(files: Mapping[str, bytes]) -> Shelf:
    """The same of files in memory, by their names beside each other: `entries/tko.toml`, `channels.toml`.

    Raises BadBase, whose problems name the files so.
    """
    folder = Path("entries")
    library = _Library(
        read=lambda path: source_file.parse(files[path.as_posix()]),
        exists=lambda path: path.as_posix() in files,
    )
    return _filled(library, folder, sorted(path for path in map(Path, files) if path.parent == folder))


def arrange(sheets: Iterable[Sheet], folder: Path) -> Shelf:
    """The shelf of sheets that were read elsewhere; authorities and channels are those of `folder`.

    The stem of a sheet's path is its subject's id. Raises BadBase with every problem found.
    """
    library = _Library()
    library.add_references(folder)
    for sheet in sheets:
        library.take(sheet)
    library.finish()
    if library.problems:
        raise BadBase(tuple(sorted(library.problems)))
    return library.shelf()


def _filled(library: "_Library", folder: Path, paths: Sequence[Path]) -> Shelf:
    if not paths:
        library.problems.append(_about(folder, "в папке нет файлов .toml. Добавьте хотя бы один"))
    if len(paths) > MAX_FILES:
        library.problems.append(_about(folder, f"больше {MAX_FILES} файлов. Объедините их"))
    library.add_references(folder.parent)
    for path in paths[:MAX_FILES]:
        library.add(path)
    if len(library.entries) > MAX_ENTRIES:
        library.problems.append(_about(folder, f"больше {MAX_ENTRIES} записей. Уберите лишние"))
    phrasings = sum(1 + len(entry.also) for entry in library.entries.values())
    if phrasings > MAX_PHRASINGS:
        told = f"формулировок вопросов во всей базе {phrasings}, можно {MAX_PHRASINGS}. Сократите «also»"
        library.problems.append(_about(folder, told))
    library.finish()
    if library.problems:
        raise BadBase(tuple(sorted(library.problems)))
    return library.shelf()


def _about(path: Path, message: str, line: int = 1) -> Problem:
    return Problem(str(path), line, "", "", message)


@dataclass(slots=True)
class _Library:
    """The shelf while it is being filled, file by file, from a disk or from elsewhere."""

    read: Callable[[Path], SourceFile] = source_file.read
    exists: Callable[[Path], bool] = Path.exists
    authorities: dict[str, Authority] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    aids: Aids = field(default_factory=Aids)
    subjects: dict[str, Subject] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, tuple[Sheet, Place]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add_references(self, folder: Path) -> None:
        path = folder / "authorities.toml"
        for values, words in self._reference(path, "authority", fields.AUTHORITY, fields.AUTHORITY_WORDS):
            said = {lang: AuthorityWords(**one) for lang, one in words.items()}
            # A faulty authority stays known by its id, so that entries are not blamed for its fault.
            whole = {"name": values["id"], "decides": "", **values}
            self.authorities[values["id"]] = Authority(**whole, translations=MappingProxyType(said))
        path = folder / "channels.toml"
        for values, words in self._reference(path, "channel", fields.CHANNEL, fields.CHANNEL_WORDS):
            names = {lang: one["name"] for lang, one in words.items()}
            whole = {"name": values["id"], **values}
            self.channels[values["id"]] = Channel(**whole, names=MappingProxyType(names))
        for values, _ in self._reference(folder / "templates.toml", "template", fields.TEMPLATE, {}):
            self.templates[values["id"]] = Template(**{"title": values["id"], "text": "", **values})
        self.aids.read(folder, lambda path: self._open(path) if self.exists(path) else None)

    def finish(self) -> None:
        """All files are read: now every channel is known."""
        self.problems.extend(self.aids.problems(self.channels.keys()))

    def add(self, path: Path) -> None:
        if (sheet := self._open(path)) is not None:
            self.take(sheet)

    def take(self, sheet: Sheet) -> None:
        self._add_subject(sheet)
        for place, raw in sheet.tables("entry"):
            self._add_entry(sheet, place, raw)
        self.problems.extend(sheet.problems)

    def shelf(self) -> Shelf:
        ordered = sorted(self.subjects.values(), key=lambda subject: (subject.order, subject.id))
        return Shelf(
            MappingProxyType({subject.id: subject for subject in ordered}),
            MappingProxyType(self.entries),
            MappingProxyType(self.authorities),
            MappingProxyType(self.channels),
            MappingProxyType(self.templates),
            MappingProxyType(self.aids.appeals),
            MappingProxyType(self.aids.deadlines),
            MappingProxyType(self.aids.routes),
            MappingProxyType(self.aids.kinds),
            MappingProxyType(self.aids.offices),
        )

    def _open(self, path: Path) -> Sheet | None:
        try:
            return Sheet(path, self.read(path))
        except source_file.UnreadableError as exc:
            self.problems.append(_about(path, str(exc), exc.line))
            return None

    def _reference(
        self, path: Path, table: str, readers: Mapping[str, Reader], words: Mapping[str, Reader]
    ) -> list[_Values]:
        """The tables in a file beside the entries that have an id; a file that is not there holds none.

        `words`: the fields that may be said in other languages, too.
        """
        found: list[_Values] = []
        if not self.exists(path) or (sheet := self._open(path)) is None:
            return found
        need = tuple(name for name in ("id", "name", "decides", "title", "text") if name in readers)
        sheet.values(_TOP, {key: value for key, value in sheet.source.values.items() if key != table}, {})
        for place, raw in sheet.tables(table):
            values = sheet.values(place, untranslated(raw) if words else raw, readers, need=need)
            said = sheet.translations(place, raw, words, need=("name",)) if words else {}
            if (id_ := values.get("id")) is not None:
                self._claim(sheet, place, f"{table} {id_}")
                found.append((values, said))
        self.problems.extend(sheet.problems)
        return found

    def _add_subject(self, sheet: Sheet) -> None:
        stem = sheet.path.stem
        if not fields.ID.fullmatch(stem):
            sheet.note(_TOP, "", "в имени файла можно только a-z, 0-9, точку, дефис и _. Переименуйте файл")
        head = {key: value for key, value in sheet.source.values.items() if key != "entry"}
        values = sheet.values(_TOP, untranslated(head), fields.SUBJECT)
        said = sheet.translations(_TOP, head, fields.SUBJECT_WORDS, need=("title",))
        titles = {lang: words["title"] for lang, words in said.items()}
        if "entry" not in sheet.source.values:
            sheet.note(_TOP, "entry", "в файле нет ни одной записи. Добавьте [[entry]]")
        self.subjects[stem] = Subject(
            stem, values.get("title", stem), values.get("order", DEFAULT_ORDER), MappingProxyType(titles)
        )

    def _add_entry(self, sheet: Sheet, place: Place, raw: dict[str, object]) -> None:
        before = len(sheet.problems)
        values = sheet.values(place, untranslated(raw), fields.ENTRY, need=("id", "question", "answer"))
        said = sheet.translations(place, raw, fields.TRANSLATION, need=("question", "answer"))
        translations = {lang: Translation(**words) for lang, words in said.items()}
        self._check_references(sheet, place, values)
        _check_dates(sheet, place, values)
        if "id" in values:
            self._claim(sheet, place, values["id"])
        if len(sheet.problems) == before < MAX_PROBLEMS:
            entry = Entry(subject=sheet.path.stem, translations=MappingProxyType(translations), **values)
            self.entries[entry.id] = entry

    def _check_references(self, sheet: Sheet, place: Place, values: dict[str, Any]) -> None:
        authority = values.get("authority")
        if authority is not None and authority not in self.authorities:
            hint = fields.nearest(authority, frozenset(self.authorities))
            sheet.note(place, "authority", f"в authorities.toml нет «{authority}». {hint}")
        for channel in values.get("channels", ()):
            if channel not in self.channels:
                hint = fields.nearest(channel, frozenset(self.channels))
                sheet.note(place, "channels", f"в channels.toml нет «{channel}». {hint}")

    def _claim(self, sheet: Sheet, place: Place, id_: str) -> None:
        """Remember where an id was first used; the second use is the problem."""
        here = sheet, place
        if (before := self.places.setdefault(id_, here)) is not here:
            first, its = before
            line = first.source.line(its.table, its.index, "id")
            sheet.note(place, "id", f"такой id уже есть: {first.path}:{line}. Смените один из двух")


def _check_dates(sheet: Sheet, place: Place, values: dict[str, Any]) -> None:
    begins, ends = values.get("valid_from"), values.get("valid_until")
    if begins is not None and ends is not None and begins > ends:
        sheet.note(place, "valid_until", f"раньше, чем valid_from ({begins}). Поправьте даты")
