"""The map of the house: docs/house.md, written from the modules' docstrings."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.sources import PACKAGES, ROOT, Source, sources

MAP = ROOT / "docs" / "house.md"
HEAD = """\
# The house

Which file holds what. Written by `make map` from the first line of each file: do not edit it here.

Who may import whom is checked by `make check` (`[tool.importlinter]` in `pyproject.toml`):

1. `sandbox > bot > dashboard, handlers, storage > desk > faq, locales`: each may lean on what is right of it.
2. `desk`, `faq` and `locales` know nothing of aiogram, aiohttp, pydantic, sqlalchemy or redis; `desk` speaks
   phrase ids, not sentences.
3. `handlers` and `dashboard` know nothing of the database, `storage` nothing of Telegram.
4. Rooms in `handlers` do not import each other; use cases in `desk` do not import each other.
5. The lists are exhaustive: a new file that no list names fails the check.

What each word means: [glossary.md](glossary.md). Why it is so: [decisions/](decisions/).
How to add something: [recipes.md](recipes.md).
"""


def written() -> str:
    """The whole document."""
    return HEAD + "".join(_section(name) for name in (*PACKAGES, "bench"))


def _section(package: str) -> str:
    found = [one for one in sources(package) if not _is_step(one.path)]
    about = next(first_line(one) for one in found if one.path.parent == ROOT / package and _is_init(one))
    rows = [
        f"| `{one.path.relative_to(ROOT / package)}` | {first_line(one)} |\n"
        for one in found
        if not _is_init(one)
    ]
    table = "\n| file | what lives there |\n|---|---|\n" + "".join(rows) if rows else ""
    return f"\n## {package}/\n\n{about}\n{table}"


def first_line(source: Source) -> str:
    """A module's docstring, its first line; empty when there is none."""
    return (ast.get_docstring(source.tree) or "").split("\n", 1)[0]


def _is_init(source: Source) -> bool:
    return source.path.name == "__init__.py"


def _is_step(path: Path) -> bool:
    return path.parent.name == "versions"  # a migration's file name says it all


if __name__ == "__main__":
    MAP.write_text(written(), "utf-8")
