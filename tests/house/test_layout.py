"""One file, one noun, one line that says what lives there; a map that is true."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.house_map import MAP, first_line, written
from tests.house.sources import PACKAGES, ROOT, Source, committed, imported, sources

SHAPELESS = {"common", "core", "helper", "helpers", "manager", "misc", "shared", "util", "utils"}
CODE = [
    one for one in sources(*PACKAGES, "bench") if one.path.parent.name != "versions"
]  # steps are Alembic's


def _name(source: Source) -> str:
    return source.name


@pytest.mark.parametrize("source", CODE, ids=_name)
def test_a_module_says_in_one_line_what_lives_there(source: Source) -> None:
    line = first_line(source)
    assert line, f"{source.name}: begin it with a docstring: its line on the map of the house"
    # A title may be followed by a command to run, hence the colon.
    assert line[-1] in ".:?…" and len(line) <= 110, f"{source.name}: one sentence with a full stop: {line!r}"


@pytest.mark.parametrize(
    "source", [one for one in sources("tests") if one.path.name != "__init__.py"], ids=_name
)
def test_a_test_file_says_in_one_line_what_it_shows(source: Source) -> None:
    assert first_line(source), f"{source.name}: begin it with a docstring"


def test_no_file_is_a_drawer_for_everything() -> None:
    stems = {name: Path(name).stem for name in committed()}
    found = [name for name, stem in stems.items() if {stem, stem.rpartition("_")[2]} & SHAPELESS]
    assert not found, f"name these after the one thing they hold: {found}"


def test_the_map_of_the_house_is_fresh() -> None:
    assert MAP.read_text("utf-8") == written(), "docs/house.md is out of date: make map"


def test_import_rules_cover_every_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    apart = {"bench", "tests"}  # they lean on the house, nothing leans on them
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - apart
    assert set(settings["root_packages"]) == packages == set(PACKAGES)


def test_the_desk_needs_the_standard_library_and_the_knowledge_base_only() -> None:
    for source in sources("desk"):
        for node, name in imported(source):
            owner = name.split(".")[0]
            assert owner in sys.stdlib_module_names | {"desk", "faq"}, (
                f"{source.at(node)}: {owner}: the desk is to work without it; ask for a Protocol instead"
            )
