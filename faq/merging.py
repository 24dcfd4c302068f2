"""New values of entries merged into a folder of TOML files: which file gets which text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faq import rewriting
from faq.entry import Entry, Shelf, Subject
from faq.problems import BadBase, Problem
from faq.rewriting import Pieces, UncutError
from faq.table import entry_values, subject_values

MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the base should become: these entries and subjects, the others as they are, some gone."""

    subjects: Mapping[str, Subject]
    entries: Mapping[str, Entry]
    gone: frozenset[str]


def merged(folder: Path, old: Shelf, wish: Wish) -> dict[Path, bytes | None]:
    """The new contents of the files that change; None for a file left without entries.

    A file keeps its order, comments, byte order mark and line ends. Raises BadBase for a file that cannot be
    changed piece by piece.
    """
    base = _Base(folder, old, wish)
    touched = [subject for subject in {**old.subjects, **wish.subjects} if base.is_touched(subject)]
    return {base.path(subject): base.contents(subject) for subject in touched}


@dataclass(slots=True)
class _Base:
    folder: Path
    old: Shelf
    wish: Wish
    _cut: dict[str, dict[str, str]] = field(default_factory=dict)  # by subject, the pieces by entry
    _heads: dict[str, str] = field(default_factory=dict)

    def path(self, subject: str) -> Path:
        return self.folder / f"{subject}.toml"

    def is_touched(self, subject: str) -> bool:
        wanted = self.wish.subjects.get(subject)
        if wanted is not None and wanted != self.old.subjects.get(subject):
            return True
        return any(
            subject in (self._before(id_), self._after(id_)) for id_ in {*self.wish.entries, *self.wish.gone}
            if self.old.entries.get(id_) != self.wish.entries.get(id_)
        )  # fmt: skip

    def contents(self, subject: str) -> bytes | None:
        """The bytes of one file; pieces that stay first, in their order, then what is new to the file."""
        stay = [id_ for id_ in self._pieces(subject) if self._after(id_) == subject]
        come = [
            id_ for id_ in self.wish.entries if self._after(id_) == subject and self._before(id_) != subject
        ]
        if not stay and not come:
            return None
        text = self._head(subject) + "".join(map(self._piece, stay))
        for id_ in come:
            text = f"{text.rstrip()}\n\n{self._piece(id_).rstrip()}\n"
        return _as_before(self.path(subject), text)

    def _before(self, id_: str) -> str:
        entry = self.old.entries.get(id_)
        return entry.subject if entry is not None else ""

    def _after(self, id_: str) -> str:
        entry = self.wish.entries.get(id_)
        return entry.subject if entry is not None else "" if id_ in self.wish.gone else self._before(id_)

    def _head(self, subject: str) -> str:
        self._pieces(subject)
        wanted, old = self.wish.subjects.get(subject), self.old.subjects.get(subject)
        head = self._heads.get(subject, "")
        if wanted is None or wanted == old:
            return head
        return rewriting.headed(head, subject_values(old) if old is not None else {}, subject_values(wanted))

    def _piece(self, id_: str) -> str:
        old, new = self.old.entries.get(id_), self.wish.entries.get(id_)
        if old is None and new is not None:
            return rewriting.written(entry_values(new))
        assert old is not None
        piece = self._pieces(old.subject)[id_]
        return piece if new in (None, old) else rewriting.rewritten(piece, entry_values(old), _values(new))

    def _pieces(self, subject: str) -> Mapping[str, str]:
        if subject not in self.old.subjects:
            return {}
        if subject not in self._cut:
            path = self.path(subject)
            ids = [entry.id for entry in self.old.entries.values() if entry.subject == subject]
            try:
                pieces = Pieces.of(_text(path))
            except UncutError as exc:
                message = "записи здесь стоят не под строками [[entry]]. Измените этот файл вручную"
                raise BadBase((Problem(str(path), 1, "", "", message),)) from exc
            self._heads[subject] = pieces.head
            self._cut[subject] = dict(zip(ids, pieces.entries, strict=True))
        return self._cut[subject]


def _values(entry: Entry | None) -> dict[str, object]:
    return entry_values(entry) if entry is not None else {}


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def _as_before(path: Path, text: str) -> bytes:
    """With the byte order mark and the line ends that the file has had."""
    before = path.read_bytes() if path.exists() else b""
    if before.count(b"\r\n") * 2 > before.count(b"\n"):
        text = text.replace("\n", "\r\n")
    return (MARK + text if before.startswith(MARK.encode()) else text).encode()
