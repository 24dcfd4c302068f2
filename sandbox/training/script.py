"""A script: who the resident is, what they answer to, and what the operator is scored for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from faq.source_file import SourceFile, UnreadableError, read

SCRIPTS = Path(__file__).with_name("scripts")
_KINDS: dict[Any, tuple[str, Callable[[Any], bool]]] = {
    str: ("текст в кавычках", lambda value: isinstance(value, str) and bool(value.strip())),
    bool: ("true или false", lambda value: isinstance(value, bool)),
    int: ("целое число больше нуля", lambda value: type(value) is int and value > 0),
    tuple[str, ...]: (
        'список текстов: ["так", "и так"]',
        lambda value: (
            isinstance(value, list)
            and bool(value)
            and all(isinstance(one, str) and one.strip() for one in value)
        ),
    ),
}


class ScriptWrong(Exception):
    """A script that cannot be played; one line for whoever edits it: file, line, what to mend."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the resident says, once, to a reply with one of the words (or their beginnings); none: to any."""

    says: str
    hears: tuple[str, ...] = ()
    understood: bool = False


@dataclass(frozen=True, slots=True)
class Impatience:
    """What the resident says after so many seconds without a word from the operator."""

    after: int
    says: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that an operator's replies must have (`must`), or must not (`never`), and what is told of it."""

    title: str
    words: tuple[str, ...]
    good: str
    better: str
    first: bool = False  # it has to be in the first reply already


@dataclass(frozen=True, slots=True)
class Script:
    """A resident to practise on. `department`: the title of the right one; `reply_within` in seconds."""

    id: str
    title: str
    about: str
    resident: str
    opening: str
    order: int = 100
    department: str = ""
    reply_within: int = 120
    most_words: int = 0  # in one reply; 0: as many as one likes
    puzzled: tuple[str, ...] = ()  # one after the other, when no turn fits
    turns: tuple[Turn, ...] = ()
    impatient: tuple[Impatience, ...] = ()
    must: tuple[Wish, ...] = ()
    never: tuple[Wish, ...] = ()


_TABLES: dict[str, tuple[str, type[Any]]] = {
    "turn": ("turns", Turn),
    "impatient": ("impatient", Impatience),
    "must": ("must", Wish),
    "never": ("never", Wish),
}


def has(words: Sequence[str], text: str) -> bool:
    """Whether one of the words, or beginnings of words, is in the text. Of long numbers only digits count."""
    said = _plain(text)
    digits = re.sub(r"\D", "", text)
    for one in map(_plain, words):
        number = re.sub(r"\D", "", one)
        if len(number) > 4 and number in digits:
            return True
        if re.search(rf"(?<!\w){re.escape(one)}", said):
            return True
    return False


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def scripts(folder: Path) -> tuple[tuple[Script, ...], tuple[str, ...]]:
    """All that can be played, in their order, and a line for each file that cannot."""
    found, problems = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(load(path))
        except ScriptWrong as exc:
            problems.append(str(exc))
    if not found and not problems:
        problems.append(f"{folder.name}: нет ни одного сценария .toml")
    return tuple(sorted(found, key=lambda one: (one.order, one.title))), tuple(problems)


def load(path: Path) -> Script:
    """One file. Raises ScriptWrong."""
    try:
        source = read(path)
    except UnreadableError as exc:
        raise ScriptWrong(f"{path.name}:{exc.line}: {exc}") from exc
    values = dict(source.values)
    given: dict[str, Any] = {"id": path.stem}
    for name, (field, kind) in _TABLES.items():
        tables = values.pop(name, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise ScriptWrong(
                f"{path.name}:{source.line(name, 0)}: {name}: пишется [[{name}]] на своей строке"
            )
        made = [kind(**_checked(kind, one, source, name, at, path.name)) for at, one in enumerate(tables)]
        given[field] = tuple(made)
    taken = frozenset(given)
    given |= _checked(Script, values, source, "", 0, path.name, taken)
    script = Script(**given)
    if not any(turn.understood for turn in script.turns):
        raise ScriptWrong(
            f"{path.name}:1: нужен хотя бы один [[turn]] с understood = true: после него житель доволен"
        )
    return script


def _checked(
    kind: type[Any],
    values: dict[str, Any],
    source: SourceFile,
    table: str,
    at: int,
    file: str,
    taken: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The values of a table, as `kind` takes them."""
    hints = get_type_hints(kind)
    known = {one.name: one.default is MISSING for one in fields(kind) if one.name not in taken}
    for name, value in values.items():
        where = f"{file}:{source.line(table, at, name)}: {name}: "
        if name not in known:
            raise ScriptWrong(f"{where}такого поля нет. Есть: {', '.join(known)}")
        wanted, is_so = _KINDS[hints[name]]
        if not is_so(value):
            raise ScriptWrong(f"{where}здесь нужно {wanted}")
    for name, needed in known.items():
        if needed and name not in values:
            raise ScriptWrong(f"{file}:{source.line(table, at)}: {name}: без этого поля нельзя, впишите его")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
