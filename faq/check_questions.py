"""Check questions looked through: whether they can be read, and whether their entries are there."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from faq import fields, source_file
from faq.entry import Shelf
from faq.fields import Reader
from faq.problems import Problem
from faq.sheet import Place, Sheet


def _right(value: object) -> str:
    return "" if value == "" else fields.identifier(value)


_FIELDS: Mapping[str, Reader] = {"q": fields.Line(1000), "id": _right}


def problems(folder: Path, shelf: Shelf) -> Iterator[Problem]:
    """What is wrong with the check questions of a folder, in file order; none where it is not there."""
    for path in sorted(folder.glob("*.toml")):
        try:
            sheet = Sheet(path, source_file.read(path))
        except source_file.UnreadableError as error:
            yield Problem(str(path), error.line, "", "", str(error))
            continue
        sheet.values(Place(), {key: one for key, one in sheet.source.values.items() if key != "check"}, {})
        for place, raw in sheet.tables("check"):
            wanted = sheet.values(place, raw, _FIELDS, need=("q", "id")).get("id")
            if wanted and wanted not in shelf.entries:
                hint = fields.nearest(wanted, frozenset(shelf.entries))
                sheet.note(place, "id", f"в базе нет записи «{wanted}». {hint}")
        yield from sorted(sheet.problems)
