"""What an editor sends to be published: a file of the base, or a table that is merged into it."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from faq import revision
from faq.problems import BadBase, Problem
from faq.revision import Files

TABLES = (".xlsx", ".csv")
_TABLE = "таблица"  # what a table is called in messages: its own name may hold anything


@dataclass(frozen=True, slots=True)
class Submitted:
    """The files of the base that become others, and those that are new; how many entries a table lacks."""

    files: Files
    absent: int = 0


def is_known(file_name: str) -> bool:
    """Whether a file of that name can be a part of the base."""
    return Path(file_name.lower()).suffix in TABLES or revision.place(file_name) is not None


def changed(file_name: str, content: bytes, base: Files) -> Submitted:
    """What becomes of `base`. CPU work: call it in a thread.

    A table adds and changes entries and removes none. Raises BadBase: the table is wrong. A file of the base
    is not looked into: that is done when all of them are read together. The name must be a known one.
    """
    suffix = Path(file_name.lower()).suffix
    if suffix in TABLES:
        return _merged(_TABLE + suffix, content, base)
    name = revision.place(file_name)
    return Submitted({name: content} if name is not None else {})


def _merged(table: str, content: bytes, base: Files) -> Submitted:
    from faq import spreadsheets  # noqa: PLC0415  what reads workbooks is big, and seldom needed

    with tempfile.TemporaryDirectory(prefix="faq-") as root:
        revision.lay_out(base, Path(root))
        Path(root, table).write_bytes(content)
        try:
            imported = spreadsheets.import_(Path(root, table), Path(root, revision.ENTRIES))
        except BadBase as error:
            raise BadBase(tuple(_without(root + "/", one) for one in error.problems)) from None
        found = revision.on_disk(Path(root, revision.ENTRIES))
    files = {name: now for name, now in found.items() if base.get(name) != now}
    return Submitted(files, len(imported.absent))


def _without(root: str, problem: Problem) -> Problem:
    """The problem of a file laid out there, as one of the file itself."""
    file, message = (text.replace(root, "") for text in (problem.file, problem.message))
    return replace(problem, file=file, message=message)
