"""Rows of a table understood as entries, or everything that is wrong with them, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from faq import fields, table
from faq.entry import Shelf
from faq.loading import arrange
from faq.problems import BadBase, Problem
from faq.sheet import MAX_PROBLEMS, Sheet
from faq.source_file import SourceFile
from faq.table import Row

Values = dict[str, object]
COLUMNS = {**table.entry_columns(()), **table.WITH_SUBJECT}


def understood(
    file: Path, rows: Sequence[Row], subjects: Sequence[Row], old: Shelf, references: Path
) -> Shelf:
    """The entries of `rows`, and every subject they or `subjects` name; nothing else of `old`.

    What a table leaves out is taken from `old`; authorities and channels are those of the folder
    `references`. Raises BadBase with a problem for each wrong cell.
    """
    drafts = _Drafts(file, old, {row.text("subject"): row for row in subjects})
    for row in rows:
        drafts.add(row)
    if not rows:
        drafts.note(1, "", "", "в таблице нет ни одной записи. Впишите хотя бы одну")
    sheets = list(drafts.sheets())
    if drafts.problems:
        raise BadBase(tuple(sorted(drafts.problems)))
    try:
        return arrange(sheets, references)
    except BadBase as exc:
        placed = [_placed(problem, file) for problem in exc.problems[:MAX_PROBLEMS]]
        raise BadBase(tuple(placed)) from exc


def _placed(problem: Problem, file: Path) -> Problem:
    """Lines of an imagined file of a subject are rows of the table."""
    return problem if Path(problem.file).is_absolute() else replace(problem, file=str(file))


@dataclass(slots=True)
class _Drafts:
    """Rows sorted by subject, and the problems noted so far."""

    file: Path
    old: Shelf
    named: Mapping[str, Row]
    groups: dict[str, list[tuple[Row, Values]]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, row: int, entry: str, column: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(str(self.file), row, entry, column, message))

    def add(self, row: Row) -> None:
        id_ = row.text("id")
        name = id_ if fields.ID.fullmatch(id_) else ""
        for column, message in table.faults(row):
            self.note(row.number, name, column, message)
        if name and name in self.seen:
            message = f"такой код уже есть в строке {self.seen[name]}. Смените один из двух"
            self.note(row.number, name, "id", message)
        self.seen.setdefault(name, row.number)
        before = self.old.entries.get(id_)
        subject = row.text("subject") or (before.subject if before else "")
        if not fields.ID.fullmatch(subject) or subject.endswith(".toml"):
            message = "впишите файл темы: латиницей, без .toml, как на листе «Темы»"
            self.note(row.number, name, "subject", message)
            return
        values = table.changed(row, table.entry_values(before) if before else {})
        self.groups.setdefault(subject, []).append((row, values))

    def sheets(self) -> Iterator[Sheet]:
        """A file of each subject as the loader reads it; its lines are the rows of the table."""
        renamed = [subject for subject in self.named if subject in self.old.subjects]
        for subject in dict.fromkeys([*self.groups, *renamed]):
            group = self.groups.get(subject, [])
            entries = [table.nested(values) for _, values in group]
            lines = {("entry", number, ""): row.number for number, (row, _) in enumerate(group)}
            values = {**self._head(subject), "entry": entries}
            yield Sheet(Path(f"{subject}.toml"), SourceFile(values, lines))

    def _head(self, subject: str) -> Values:
        old = self.old.subjects.get(subject)
        head: Values = dict(table.subject_values(old)) if old is not None else {}
        for row, prefix in self._tellers(subject):
            for column in (one for one in row.cells if one.startswith(prefix) and one != "subject"):
                name, text = column.removeprefix(prefix), row.text(column)
                if text:
                    head[name] = _number(text) if name == "order" else text
                elif "." in name:  # a translation may be emptied, a title may not
                    head.pop(name, None)
        if "title" not in head:
            row, _ = self.groups[subject][0]
            self.note(row.number, row.text("id"), "subject", f"новая тема «{subject}»: дайте ей название")
        return table.nested(head)

    def _tellers(self, subject: str) -> Iterator[tuple[Row, str]]:
        """The rows that name a subject, and how their columns begin; its first entry speaks for others."""
        if subject in self.groups:
            yield self.groups[subject][0][0], "subject."
        if subject in self.named:
            yield self.named[subject], ""


def _number(text: str) -> object:
    """A whole number, or the text for the loader to refuse."""
    try:
        return int(text) if len(text) < 20 else text
    except ValueError:
        return text
