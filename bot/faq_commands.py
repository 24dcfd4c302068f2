"""The commands about the knowledge base: `contact-center faq …`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.exits import complain
from bot.memory import keep_freed
from bot.sections import Faq
from bot.settings import Settings, SettingsWrong, load
from bot.usage import with_config

if TYPE_CHECKING:
    from faq.semantic import Semantics


def add(parser: argparse.ArgumentParser) -> None:
    """What can be done with the knowledge base."""
    commands = parser.add_subparsers(required=True, metavar="действие")
    check = commands.add_parser("check", help="Проверить файлы базы знаний")
    check.add_argument("directory", metavar="ПАПКА", type=Path, nargs="?", help="папка с файлами TOML")
    check.add_argument("--strict", action="store_true", help="считать предупреждения ошибками")
    check.set_defaults(command=_faq_check)
    ask = commands.add_parser("ask", help="Спросить базу знаний")
    ask.add_argument("--base", metavar="ПАПКА", type=Path, help="папка с файлами TOML")
    ask.add_argument("--jsonl", action="store_true", help='строки {"q": …} со входа, ответы на выход')
    ask.add_argument("text", metavar="ВОПРОС", nargs="*", help="вопрос")
    ask.set_defaults(command=_faq_ask, parser=ask)
    evaluate = commands.add_parser("eval", help="Измерить на размеченных вопросах")
    evaluate.add_argument("--base", metavar="ПАПКА", type=Path, help="папка с файлами TOML")
    evaluate.add_argument("cases", metavar="ФАЙЛ", type=Path, help='файл JSONL: {"q": …, "id": … или null}')
    evaluate.set_defaults(command=_faq_eval)
    export = commands.add_parser("export", help="Выгрузить базу знаний в таблицу")
    export.add_argument("directory", metavar="ПАПКА", type=Path, help="папка с файлами TOML")
    export.add_argument("file", metavar="ФАЙЛ", type=Path, help="файл .xlsx или .csv, который появится")
    export.set_defaults(command=_faq_export)
    import_ = commands.add_parser("import", help="Внести таблицу в базу знаний")
    import_.add_argument("file", metavar="ФАЙЛ", type=Path, help="файл .xlsx или .csv")
    import_.add_argument("directory", metavar="ПАПКА", type=Path, help="папка с файлами TOML")
    import_.add_argument("--remove", action="store_true", help="удалить записи, которых нет в таблице")
    import_.set_defaults(command=_faq_import)
    for one in (check, ask, evaluate, export, import_):
        with_config(one)


def _base(arguments: argparse.Namespace) -> Path:
    given: Path | None = getattr(arguments, "base", None) or getattr(arguments, "directory", None)
    return given if given is not None else Path(load(arguments.config).faq.path)


def _settings(arguments: argparse.Namespace) -> Settings | None:
    """None when a folder is named and there are no settings to go with it."""
    try:
        return load(arguments.config)
    except SettingsWrong:
        if arguments.directory is None:
            raise
        return None


def _checks(arguments: argparse.Namespace) -> Path:
    """The folder of the check questions: beside a folder that is named, else as in the settings."""
    if arguments.directory is not None:
        return Path(os.path.normpath(arguments.directory / ".." / "checks"))
    return Path(load(arguments.config).faq.checks)


def _semantics(arguments: argparse.Namespace) -> Semantics:
    """The encoders of the settings; of the defaults where a base is asked about without a config.toml."""
    from faq.semantic import Semantics  # noqa: PLC0415

    keep_freed()
    settings = load(arguments.config).faq if arguments.config.exists() else Faq()
    semantics, missing = Semantics.open(settings.encoder, Path(settings.vectors))
    for reason in missing:
        complain(f"Без модели: {reason}.")
    return semantics


def _faq_check(arguments: argparse.Namespace) -> int:
    from faq import console, safety  # noqa: PLC0415

    settings = _settings(arguments)
    return console.check(
        _base(arguments),
        departments=frozenset(one.id for one in settings.departments) if settings else None,
        municipalities=settings.desk.municipalities if settings else (),
        checks=_checks(arguments),
        rules=safety.SAFETY if arguments.directory is None else None,
        strict=arguments.strict,
    )


def _faq_ask(arguments: argparse.Namespace) -> int:
    from faq import console, safety  # noqa: PLC0415

    def danger(text: str) -> str | None:
        rule = rules.first(text)
        return rule.id if rule is not None else None

    if arguments.jsonl and arguments.text:
        arguments.parser.error("с --jsonl вопросы берутся со входа: уберите слова или --jsonl")
    try:
        rules = safety.shipped()
    except safety.BadRules as error:
        return complain(str(error))
    semantics = _semantics(arguments)
    if arguments.jsonl:
        _in_utf8()
        return console.ask_jsonl(_base(arguments), sys.stdin, sys.stdout, safety=danger, semantics=semantics)
    if not arguments.text:
        arguments.parser.error("напишите вопрос: contact-center faq ask «как получить пособие»")
    return console.ask(_base(arguments), " ".join(arguments.text), safety=danger, semantics=semantics)


def _in_utf8() -> None:
    """Lines of JSON are in UTF-8, whatever the terminal is; the sign some editors put before it is none."""
    for stream, encoding in ((sys.stdin, "utf-8-sig"), (sys.stdout, "utf-8")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")


def _faq_eval(arguments: argparse.Namespace) -> int:
    from faq import console  # noqa: PLC0415

    return console.evaluate(_base(arguments), arguments.cases, semantics=_semantics(arguments))


def _faq_export(arguments: argparse.Namespace) -> int:
    from faq import console  # noqa: PLC0415

    return console.export(arguments.directory, arguments.file)


def _faq_import(arguments: argparse.Namespace) -> int:
    from faq import console  # noqa: PLC0415

    return console.import_(arguments.file, arguments.directory, remove=arguments.remove)
