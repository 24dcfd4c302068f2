"""The knowledge base as a spreadsheet, out and in: XLSX for office staff, CSV for other programs."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from faq import drafts, separated, source_file, table, template, workbook
from faq.entry import Shelf
from faq.loading import load
from faq.merging import Wish, merged
from faq.mishaps import why
from faq.problems import BadBase, Problem
from faq.rewriting import listed
from faq.source_file import UnreadableError
from faq.table import Cell

_Sheets = Mapping[str, Sequence[tuple[int, tuple[Cell, ...]]]]
_Contents = Mapping[Path, bytes | None]  # of files; None for one that goes

# Files beside the entries: (table in the file, its sheet, columns). A base that has none gets the workbook's.
_REFERENCES = {
    "authorities.toml": ("authority", template.AUTHORITIES, table.AUTHORITIES),
    "channels.toml": ("channel", template.CHANNELS, table.CHANNELS),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, by ids; `absent` are entries the table does not have and the base keeps."""

    subjects: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    absent: tuple[str, ...]


def export(directory: Path, file: Path) -> Shelf:
    """Write the base into an .xlsx or .csv file. Raises BadBase, of the base or of the file."""
    shelf = load(directory)
    try:
        match file.suffix.lower():
            case ".xlsx":
                template.write(shelf, file)
            case ".csv":
                subjects = table.spoken(table.SUBJECTS, map(table.subject_values, shelf.subjects.values()))
                about = {f"subject.{name}": title for name, title in subjects.items() if name != "subject"}
                columns = {**table.entry_columns(table.languages(shelf)), **about}
                separated.write(file, [list(columns.values()), *table.entry_rows(shelf, columns)])
            case _:
                raise _bad(file, "нужно имя с концом .xlsx или .csv")
    except OSError as exc:
        raise _bad(file, f"файл не записывается ({why(exc)}). Закройте его, проверьте папку") from exc
    except ValueError as exc:
        raise _bad(file, f"текст не помещается в ячейку Excel, выгрузите в .csv: «{exc}…»") from exc
    return shelf


def import_(file: Path, directory: Path, *, remove: bool = False) -> Imported:
    """Merge a table into the base in `directory`, made if it is not there.

    All or nothing: the new files are loaded apart first. Entries that the table lacks go only with `remove`.
    Raises BadBase with the file and row, or file and line, of each problem; then nothing has changed.
    """
    sheets = _read(file)
    old = load(directory) if any(directory.glob("*.toml")) else Shelf({}, {}, {}, {})
    with tempfile.TemporaryDirectory() as place:
        apart = Path(place) / "entries"
        apart.mkdir()
        try:
            references = _references(file, sheets, directory.parent, apart.parent)
            shelf = _understood(file, sheets, old, apart.parent)
            _refuse_oversized(file, shelf)
            absent = tuple(id_ for id_ in old.entries if id_ not in shelf.entries)
            wish = Wish(shelf.subjects, shelf.entries, frozenset(absent if remove else ()))
            contents = merged(directory, old, wish)
            _try_out(contents, directory, apart, wish)
        except BadBase as exc:
            raise BadBase(
                tuple(_at_home(one, apart.parent, directory.parent) for one in exc.problems)
            ) from exc
    try:
        _write({**references, **contents})
    except OSError as exc:
        raise _bad(directory, f"файлы не записываются ({why(exc)}). Проверьте место и права") from exc
    return Imported(
        subjects=tuple(id_ for id_, one in shelf.subjects.items() if old.subjects.get(id_) != one),
        added=tuple(id_ for id_ in shelf.entries if id_ not in old.entries),
        changed=tuple(id_ for id_, one in shelf.entries.items() if old.entries.get(id_, one) != one),
        removed=absent if remove else (),
        absent=() if remove else absent,
    )


def _bad(file: Path, message: str, line: int = 1) -> BadBase:
    return BadBase((Problem(str(file), line, "", "", message),))


def _read(file: Path) -> _Sheets:
    try:
        match file.suffix.lower():
            case ".xlsx":
                return workbook.read(file)
            case ".csv":
                return {template.ENTRIES: separated.read(file)}
    except UnreadableError as exc:
        raise _bad(file, str(exc), exc.line) from exc
    raise _bad(file, "нужен файл .xlsx или .csv. Сохраните таблицу так (без макросов)")


def _understood(file: Path, sheets: _Sheets, old: Shelf, references: Path) -> Shelf:
    """The entries and subjects that the table wishes for."""
    only = next(iter(sheets.values())) if len(sheets) == 1 else None
    lines = sheets.get(template.ENTRIES, only)
    if lines is None:
        raise _bad(file, f"нет листа «{template.ENTRIES}». Назовите так лист с записями")
    rows = table.rows(str(file), lines, drafts.COLUMNS)
    return drafts.understood(
        file, rows, _rows(file, sheets, template.SUBJECTS, table.SUBJECTS), old, references
    )


def _rows(file: Path, sheets: _Sheets, name: str, columns: Mapping[str, str]) -> list[table.Row]:
    """The rows of a sheet that need not be there."""
    return table.rows(f"{file} «{name}»", sheets[name], columns) if name in sheets else []


def _references(file: Path, sheets: _Sheets, home: Path, apart: Path) -> _Contents:
    """Lay authorities and channels into `apart`; those that `home` lacks are to be written there."""
    new: dict[Path, bytes | None] = {}
    for name, (key, sheet, columns) in _REFERENCES.items():
        if (home / name).exists():
            shutil.copyfile(home / name, apart / name)
        elif rows := _rows(file, sheets, sheet, columns):
            values = [{column: row.text(column) for column in row.cells if row.text(column)} for row in rows]
            new[home / name] = listed(key, [table.nested(one) for one in values]).encode()
            (apart / name).write_bytes(new[home / name] or b"")
    return new


def _refuse_oversized(file: Path, shelf: Shelf) -> None:
    """Refuse a subject that could not be read back, before time goes into writing it. Raises BadBase."""
    sizes: Counter[str] = Counter()
    for entry in shelf.entries.values():
        values = table.entry_values(entry)
        sizes[entry.subject] += sum(len(str(cell).encode()) for cell in table.cells(values, values))
    if big := [subject for subject, size in sizes.items() if size > source_file.MAX_BYTES]:
        raise _bad(file, f"тема «{big[0]}» больше 256 КБ. Разнесите её записи по двум темам")


def _try_out(contents: _Contents, directory: Path, apart: Path, wish: Wish) -> None:
    """Load the base as it would be. Raises BadBase."""
    for path in directory.glob("*.toml"):
        shutil.copyfile(path, apart / path.name)
    for path, content in contents.items():
        if content is None:
            (apart / path.name).unlink(missing_ok=True)
        else:
            (apart / path.name).write_bytes(content)
    loaded = load(apart).entries
    wrong = next((id_ for id_, entry in wish.entries.items() if loaded.get(id_) != entry), None)
    if wrong is not None or wish.gone & loaded.keys():
        raise _bad(directory, f"запись {wrong} не получается вписать в файл. Впишите её вручную")


def _at_home(problem: Problem, apart: Path, home: Path) -> Problem:
    """A problem of a file that was tried out, as one of the file itself."""
    said = problem.message.replace(str(apart), str(home))
    return replace(problem, file=problem.file.replace(str(apart), str(home)), message=said)


def _write(contents: _Contents) -> None:
    """All new files beside the old ones first, so that a full disk changes nothing; then each in its place.

    A file is exchanged whole: the bot may be reading it. Raises OSError.
    """
    parts = {path: path.with_name(f".{path.name}.part") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts[path].write_bytes(content or b"")
        for path, content in contents.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                parts[path].replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
