"""The command line's parser: speaks Russian, and complains in one line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

WRONG_USAGE = 2
WANTED = {
    "port": "нужно число от 0 до 65535",
    "number": "нужен номер, целое число больше нуля",
    "day": "нужна дата, год-месяц-день: 2026-11-01",
    "head": "нужен отпечаток с номером впереди: 512:9f3c…",
}  # what a value should have been, by the function that reads it


def _unfit(match: re.Match[str]) -> str:
    option, kind, value = match.groups()
    return f"{option}: {WANTED.get(kind, 'не годится такое значение')}, а не {value}"


# argparse's complaints, as its versions 3.11–3.14 word them → ours.
SAID: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (
        r"argument (?:команда|действие): invalid choice: (.+) \(choose from (.+)\)",
        r"нет команды \1. Есть: \2",
    ),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1: нельзя \2. Можно: \3"),
    (r"the following arguments are required: (.+)", r"не хватает: \1"),
    (r"unrecognized arguments: (.+)", r"лишнее: \1"),
    (r"argument (.+): invalid int value: (.+)", r"\1: нужно целое число, а не \2"),
    (r"argument (.+): invalid _?(\w+) value: (.+)", _unfit),
    (r"argument (.+): expected (?:one|at least one|\d+) arguments?", r"\1: не хватает значения"),
    (r"argument (.+): ignored explicit argument (.+)", r"\1: значение \2 здесь лишнее"),
    (r"argument (.+): not allowed with argument (.+)", r"\1: нельзя вместе с \2"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1: что имелось в виду — \2?"),
)


def port(text: str) -> int:
    """0: any that is free. Raises ValueError, also for one that there is not."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError(text)
    return number


class Parser(argparse.ArgumentParser):
    """An argparse parser with Russian headings; a mistake ends the program with 2."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"formatter_class": _Help, "add_help": False, **options})
        self._positionals.title, self._optionals.title = "что указать", "настройки"
        self.add_argument("-h", "--help", action="help", help="показать эту справку")

    def error(self, message: str) -> NoReturn:
        """One line: what is wrong, and where to read on."""
        said = message
        for pattern, ours in SAID:
            if match := re.fullmatch(pattern, message):
                said = (match.expand(ours) if isinstance(ours, str) else ours(match)).replace("'", "")
                break
        print(f"{said}. Подробнее: {self.prog} --help", file=sys.stderr)  # noqa: T201
        sys.exit(WRONG_USAGE)


def with_config(parser: argparse.ArgumentParser) -> None:
    """May be said behind the command, too."""
    parser.add_argument(
        "--config", metavar="ФАЙЛ", type=Path, default=argparse.SUPPRESS, help="файл настроек"
    )


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Как вызвать: " if prefix is None else prefix)
