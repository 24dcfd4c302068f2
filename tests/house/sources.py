"""The project's own files, read once for all rules."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In the order of the map: from the door inwards.
PACKAGES = ("handlers", "dashboard", "desk", "faq", "storage", "bot", "locales", "sandbox")


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
    # Whoever runs the tests need not own the files: in a container they often do not.
    asked = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False, text=True)
    names = told.stdout.split("\0") if told.returncode == 0 else _walked()
    return tuple(name for name in names if name and (ROOT / name).is_file())


def _walked() -> list[str]:
    """All files outside hidden and generated folders, for a copy without git."""
    names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    return [
        name
        for name in sorted(names)
        if not re.search(r"(^|/)(\.|__pycache__|artefacts/|build/|data/|\w+\.egg)", name)
    ]


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
