"""docs/licences.md from a bill of materials, build/sbom.json: `make sbom`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
LICENCES = ROOT / "docs" / "licences.md"
CLASSIFIER = "License :: OSI Approved :: "
UNTOLD = {"protobuf": "BSD-3-Clause"}  # the package says so in a file only

HEAD = """\
# What the bot is made of, and under which licences

All packages that `requirements/run.lock` installs on Linux with Python 3.11, in CycloneDX's words; written by
`make sbom`, as is the whole bill of materials (`build/sbom.json`). Why each direct one is there:
[dependencies.md](dependencies.md).

| package | version | licence |
|---|---|---|
"""


def page(bill: Mapping[str, Any]) -> str:
    """The page for a bill in CycloneDX's JSON."""
    rows = [
        f"| {one['name']} | {one['version']} | {' or '.join(dict.fromkeys(_told(one)))} |\n"
        for one in sorted(bill["components"], key=lambda one: one["name"].lower())
    ]
    return HEAD + "".join(rows)


def _told(component: Mapping[str, Any]) -> Iterable[str]:
    """The licences as SPDX where the package tells them so."""
    named = [one.get("license", {}) for one in component.get("licenses", ())]
    told = [one["expression"] for one in component.get("licenses", ()) if "expression" in one]
    told += [one["id"] for one in named if "id" in one]
    return told or [one["name"].removeprefix(CLASSIFIER) for one in named] or [UNTOLD[component["name"]]]


if __name__ == "__main__":
    LICENCES.write_text(page(json.loads(Path(sys.argv[1]).read_text("utf-8"))), "utf-8")
