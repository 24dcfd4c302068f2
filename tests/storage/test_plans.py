"""No statement that somebody waits for reads a table whole that grows with every message."""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import CompoundSelect, Delete, Select, Update

import storage
from storage.statements import DIALECT

LARGE = {
    "acts", "act_notes", "asides", "gaps", "inbox", "journeys", "letters", "mirrors", "notes", "passages",
    "questions", "reactions", "residents", "rolls", "threads", "tickets", "vault_keys", "votes",
}  # fmt: skip
# Which may, and why that keeps nobody waiting.
ALONE = {
    ("acts", "_READ"): "asked with a limit, or to write the register out",
    ("arrivals", "_OF"): "aside, for whoever asks what is kept of them",
    ("asides", "_MOVE_QUOTES"): "when a group moves: once in its life",
    ("erasure", "READ"): "never asked as it stands",
    ("erasure", "_UNSETTLED"): "aside, when somebody is forgotten",
    ("letters", "POSTED"): "never asked as it stands",
    ("letters", "READ"): "never asked as it stands",
    ("mailbag", "POSTED"): "never asked as it stands",
    ("retention", "_PROFILES"): "aside, at night",
    ("rotating", "_OLD"): "when keys change, some at a time",
    ("rotating", "_OLD_NUMBER"): "when keys change",
    ("sealing", "_MASTERS"): "at the start",
    ("sealing", "_ONE_OF"): "at the start",
    ("tickets", "TOTALS"): "aside, for figures",
    ("trends", "TOTALS"): "aside, for figures",
}


def _statements() -> Iterator[tuple[str, str, Select | Update | Delete | CompoundSelect]]:  # type: ignore[type-arg]
    for module in pkgutil.iter_modules(storage.__path__):
        if not module.ispkg:
            told = vars(importlib.import_module(f"storage.{module.name}"))
            for name, one in told.items():
                if isinstance(one, Select | Update | Delete | CompoundSelect):
                    yield module.name, name, one


def test_statements_find_what_they_look_for_by_an_index(sqlite_template: Path) -> None:
    connection = sqlite3.connect(sqlite_template)
    reading, explained = set(), 0
    for module, name, statement in _statements():
        made = statement.compile(dialect=DIALECT)
        lists = {key: [1] for key, one in made.binds.items() if one.expanding}
        whole = made.construct_expanded_state(dict.fromkeys(made.binds) | lists)
        try:
            values = [None] * len(whole.positiontup or ())
            plan = connection.execute(f"EXPLAIN QUERY PLAN {whole.statement}", values)
        except sqlite3.OperationalError:
            continue  # PostgreSQL's alone
        explained += 1
        for *_, step in plan:
            # In the order of an index, up to a limit: that reads what it brings.
            if step.startswith("SCAN") and " USING " not in step and step.split()[1] in LARGE:
                reading.add((module, name))
    connection.close()
    assert explained > 200
    assert reading == ALONE.keys(), reading ^ ALONE.keys()
