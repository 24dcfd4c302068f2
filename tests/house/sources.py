"""The project's own files, read once for all rules."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In the order of the map: from the door inwards.
PACKAGES = ("handlers", "desk", "faq", "storage", "bot", "locales", "sandbox")


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path from the root, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    def at(self, node: ast.AST) -> str:
        """`file:line` of a part of it."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """The Python files of packages, `tests` and `bench` among the possible ones, by path."""
    paths = sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))
    return tuple(_read(path) for path in paths)


@cache
def _read(path: Path) -> Source:
    text = path.read_text("utf-8")
    return Source(path, text, ast.parse(text, str(path)))


@cache
def committed() -> tuple[str, ...]:
    """Names of all files that are or are about to be committed, from the root."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def calls(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name of what is called: `self._bot.get_me`, `datetime.now`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.expr) -> str:
    """`a.b.c` as written; empty for anything but names and attributes."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            front = dotted(value)
            return f"{front}.{attr}" if front else attr
        case _:
            return ""


def imported(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Every imported module or name, dotted."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)
