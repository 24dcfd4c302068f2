"""Figures for Prometheus: named, typed, exact."""

import re

from bot.metrics import FIGURES, written

LINE = re.compile(r"# (HELP|TYPE) [a-z_]+ .+|[a-z_]+ [-+0-9.e]+")


def test_each_figure_has_its_help_type_and_exact_value() -> None:
    told = written({"calls": 1234567, "last_commit_seconds": 0.25})
    assert told.splitlines() == [
        "# HELP contact_center_calls Calls made to the Bot API since the start.",
        "# TYPE contact_center_calls counter",
        "contact_center_calls 1234567",
        "# HELP contact_center_last_commit_seconds How long the last of them took.",
        "# TYPE contact_center_last_commit_seconds gauge",
        "contact_center_last_commit_seconds 0.25",
    ]


def test_every_figure_can_be_told() -> None:
    told = written(dict.fromkeys(FIGURES, 0.5))
    assert told.endswith("\n")
    assert all(LINE.fullmatch(line) for line in told.splitlines())
