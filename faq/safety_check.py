"""Safety rules looked through: whether they can be read, ever apply, and leave the base's questions alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from faq import source_file
from faq.entry import Shelf
from faq.fields import nearest
from faq.problems import BadBase, Problem
from faq.safety import EXACT, BadRules, Rules, read
from faq.source_file import SourceFile, UnreadableError

CALLING = ("when", "always")  # lists whose lines set a rule off


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    text: str
    source: SourceFile

    @classmethod
    def of(cls, path: Path) -> "_File":
        """Raises UnreadableError."""
        source = source_file.read(path)
        return cls(path, path.read_text("utf-8-sig"), source)

    def problem(self, rule: int, name: str, field: str, message: str, said: str = "") -> Problem:
        """`said`: the line of a list that is meant."""
        line = self.source.line("rule", rule, field)
        if said:
            quoted = (json.dumps(said, ensure_ascii=False), f"'{said}'")
            rest = enumerate(self.text.split("\n")[line - 1 :], line)
            line = next((at for at, written in rest if any(one in written for one in quoted)), line)
        return Problem(str(self.path), line, name, field, message)


def loaded(path: Path) -> Rules:
    """The rules of a file. Raises BadBase."""
    try:
        file = _File.of(path)
    except UnreadableError as exc:
        raise BadBase((Problem(str(path), exc.line, "", "", str(exc)),)) from exc
    try:
        return read(file.text)
    except BadRules as error:
        raise BadBase((file.problem(error.rule or 0, error.name, "", error.reason),)) from error


def notes(path: Path, rules: Rules, shelf: Shelf) -> list[Problem]:
    """What deserves a look in a file that `loaded` has taken, in the order of the file."""
    file = _File.of(path)
    found = (_doubles(file), _links(file, rules, shelf), _idle(file, rules), _alarms(file, rules, shelf))
    return sorted(chain.from_iterable(found))


def _tables(source: SourceFile) -> list[dict[str, object]]:
    found = source.values.get("rule", [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _doubles(file: _File) -> Iterator[Problem]:
    seen: set[object] = set()
    for number, table in enumerate(_tables(file.source)):
        if table["id"] in seen:
            yield file.problem(number, str(table["id"]), "id", "такое правило уже есть выше. Назовите иначе")
        seen.add(table["id"])


def _links(file: _File, rules: Rules, shelf: Shelf) -> Iterator[Problem]:
    for number, rule in enumerate(rules.rules):
        for one in rule.entries:
            if one not in shelf.entries:
                told = f"в базе нет записи «{one}». {nearest(one, frozenset(shelf.entries))}"
                yield file.problem(number, rule.id, "entries", told, one)


def _idle(file: _File, rules: Rules) -> Iterator[Problem]:
    """Lines that their own words do not set off: a message is excused by `unless`, or is too long."""
    for number, table in enumerate(_tables(file.source)):
        calling = ((kind, str(one)) for kind in CALLING for one in _lines(table.get(kind)))
        for kind, line in calling:
            if all(rules.first(text) is None for text in _examples(line)):
                told = f"строка «{line}» не сработает: мешает unless или longest. Исправьте или удалите"
                yield file.problem(number, rules.rules[number].id, kind, told, line)


def _lines(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _examples(line: str) -> Iterator[str]:
    """What a resident would write: the first words of every slot, then the second ones, and so on."""
    slots = [[one.removeprefix(EXACT) for one in slot.split("|") if one] for slot in line.split()]
    for turn in range(max(map(len, slots))):
        yield " ".join(slot[min(turn, len(slot) - 1)] for slot in slots).replace("_", " ").replace(EXACT, "")


def _alarms(file: _File, rules: Rules, shelf: Shelf) -> Iterator[Problem]:
    """Questions of the base that a rule would answer, though it does not offer their entry."""
    numbers = {rule.id: number for number, rule in enumerate(rules.rules)}
    for entry in shelf.entries.values():
        for text in (entry.question, *entry.also):
            rule = rules.first(text)
            if rule is not None and entry.id not in rule.entries:
                told = (
                    f"правило ответит вместо записи {entry.id} на «{text}». Уточните when или допишите unless"
                )
                yield file.problem(numbers[rule.id], rule.id, "when", told)
