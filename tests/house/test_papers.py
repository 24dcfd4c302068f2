"""Papers tell the truth: commands exist, decisions are numbered, nothing points to where it was made."""

from __future__ import annotations

import re

import pytest

from bot.cli import _parser
from tests.house.sources import ROOT, committed

PAPERS = [name for name in committed() if name.endswith(".md")]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
REGISTRIES = [".".join(parts) for parts in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("docker", "io"),
    ("ghcr", "io"), ("quay", "io"), ("anaconda", "org"), ("crates", "io"), ("golang", "org"),
)]  # fmt: skip
MACHINE = re.compile("/(?:" + "|".join(("work", "root", "home/[a-z]+", "Users/[a-zA-Z]+")) + ")/")
ADDRESS = re.compile(r"\w+://")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def _commands(paper: str, word: str) -> set[str]:
    """What follows `make` or `contact-center` in a paper's code."""
    code = "\n".join(CODE.findall((ROOT / paper).read_text("utf-8")))
    return set(re.findall(rf"(?:^|[`\s$]){word} ([a-z][a-z-]*)", code))


@pytest.mark.parametrize("paper", PAPERS)
def test_commands_in_papers_exist(paper: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    unknown = _commands(paper, "make") - targets
    assert not unknown, f"{paper}: the Makefile has no {sorted(unknown)}"
    commands = next(one.choices for one in _parser()._actions if isinstance(one.choices, dict))
    unknown = _commands(paper, "contact-center") - set(commands)
    assert not unknown, f"{paper}: contact-center has no {sorted(unknown)}"


@pytest.mark.parametrize("paper", PAPERS)
def test_links_in_papers_lead_somewhere(paper: str) -> None:
    text = (ROOT / paper).read_text("utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)", text):
        if not ADDRESS.match(link):
            assert ((ROOT / paper).parent / link).exists(), f"{paper}: {link} is not there"


@pytest.mark.parametrize(("paper", "folder"), [("mirroring", "tests/dialogues"), ("threats", "tests")])
def test_the_tests_that_a_paper_names_exist(paper: str, folder: str) -> None:
    text = (ROOT / "docs" / f"{paper}.md").read_text("utf-8")
    named = re.findall(r"((?:\w+/)?test_\w+)\.py::(test_\w+)", text)
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not re.search(rf"def {test}\(", (ROOT / folder / f"{file}.py").read_text("utf-8"))
    ]
    assert named and not missing


def test_every_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    steps = {"format", "lint", "types", "imports", "chromium"}  # parts of `check` and `test`
    for target, rest in re.findall(r"^([a-z]+):(.*)$", makefile, re.MULTILINE):
        assert "## " in rest or target in steps, f"Makefile: say with ## what {target} does"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_numbered_titled_and_complete(path: object) -> None:
    name = getattr(path, "name", "")
    number = re.fullmatch(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md", name)
    assert number, f"{name}: NNNN-title-in-words.md"
    text = (ROOT / "docs" / "decisions" / name).read_text("utf-8")
    assert re.match(rf"# {int(number[1])}\. \S", text), f"{name}: begin with `# {int(number[1])}. Title`"
    for part in ("## Context", "## Decision", "## Consequences"):
        assert part in text, f"{name}: lacks {part}"


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert numbers and len(numbers) == len(set(numbers))


def test_locks_hold_no_addresses() -> None:
    for lock in (ROOT / "requirements").iterdir():
        assert not ADDRESS.search(lock.read_text("utf-8")), f"{lock.name}: make lock writes none"


def test_nothing_names_a_registry_or_the_machine_it_was_made_on() -> None:
    for name in committed():
        try:
            text = (ROOT / name).read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        named = [host for host in REGISTRIES if host in text]
        assert not named, f"{name}: names a package registry: {named}"
        found = MACHINE.search(text)
        assert not found, f"{name}: names a path of one machine: {found}"
