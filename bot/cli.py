"""The commands: `contact-center …`, the same as `python -m bot …`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import os
import sys
from collections.abc import Coroutine
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from bot import faq_commands
from bot.exits import WELL, complain, unwritten
from bot.memory import part_large
from bot.settings import SettingsWrong, load
from bot.usage import Parser, port, with_config


def main() -> NoReturn:
    """Run a command and exit: 0 well, 1 the thing checked is wrong, 2 wrong usage."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of other letters: better a «?» than no answer
    arguments = _parser().parse_args()
    try:
        code: int = arguments.command(arguments)
        sys.stdout.flush()
    except SettingsWrong as error:
        code = complain(str(error))
    except KeyboardInterrupt:
        code = WELL
    except OSError as error:
        if arguments.command is _run:  # whoever keeps the bot running is to know all about it
            raise
        code = unwritten(error)
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="contact-center", description="Единый контакт-центр в Telegram.")
    parser.add_argument(
        "--config", metavar="ФАЙЛ", type=Path, default=Path("config.toml"), help="файл настроек"
    )
    commands = parser.add_subparsers(required=True, metavar="команда")

    def add(name: str, help_: str, command: object) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help_, description=help_)
        with_config(one)
        one.set_defaults(command=command)
        return one

    run = add("run", "Запустить бота", _run)
    run.add_argument(
        "--end-with-input",
        action="store_true",
        help="остановиться, когда закроется стандартный ввод: для программы, которая запускает бота",
    )
    sandbox = add("sandbox", "Песочница: бот, Bot API в миниатюре и страница, всё здесь", _sandbox)
    sandbox.add_argument(
        "--port",
        metavar="ПОРТ",
        type=port,
        default=8080,
        help="порт страницы; 0 — любой свободный (по умолчанию 8080)",
    )
    sandbox.add_argument(
        "--data", metavar="ПАПКА", type=Path, help="папка, где всё сохраняется между запусками"
    )
    add("doctor", "Проверить настройки, базу, токен, группы и базу знаний", _doctor)
    add("migrate", "Привести базу данных к новой версии", _migrate)
    backup = add("backup", "Скопировать все данные в файл, не останавливая бота", _backup)
    backup.add_argument("file", metavar="КОПИЯ", type=Path, help="файл, который появится")
    restore = add("restore", "Вернуть все данные из копии; бот остановлен", _restore)
    restore.add_argument("file", metavar="КОПИЯ", type=Path, help="файл, который сделала команда backup")
    restore.add_argument("--force", action="store_true", help="заменить данные, которые есть в базе")
    restore.add_argument(
        "--stopped",
        action="store_true",
        help="со времени копии бот не работал: отправить и письма, которые в ней ждут",
    )
    letters = add("letters", "Письма, которые не дошли: какие, давно ли, почему", _letters)
    for option, fate, help_ in (
        ("--uncertain", 1, "только те, о которых неизвестно, дошли ли"),
        ("--dead", 2, "только те, которые не доставлены"),
        ("--unhandled", 3, "только пришедшее, которое не удалось обработать"),
        ("--waiting", 0, "только те, которые ждут отправки"),
    ):
        letters.add_argument(option, dest="fates", action="append_const", const=fate, help=help_)
    deciding = letters.add_mutually_exclusive_group()
    deciding.add_argument("--resend", metavar="НОМЕР", type=_number, help="отправить письмо ещё раз")
    deciding.add_argument("--settle", metavar="НОМЕР", type=_number, help="считать письмо доставленным")
    deciding.add_argument("--retry", metavar="НОМЕР", type=_number, help="обработать пришедшее ещё раз")
    deciding.add_argument("--drop", metavar="НОМЕР", type=_number, help="не обрабатывать пришедшее")
    _vault(add("vault", "Шифрование: ключи", None))
    privacy = add("privacy", "Права жителя: выдать или стереть его данные по заявлению", None)
    rights = privacy.add_subparsers(required=True, metavar="действие")
    for name, help_, command in (
        ("export", "Выдать всё, что хранится, в JSON", _privacy_export),
        ("erase", "Стереть всё, как по команде /forget", _privacy_erase),
    ):
        one = rights.add_parser(name, help=help_, description=help_)
        one.add_argument("person", metavar="НОМЕР", type=_number, help="номер жителя в Telegram")
        one.set_defaults(command=command)
        with_config(one)
        if name == "export":
            one.add_argument("--output", metavar="ФАЙЛ", type=Path, help="куда записать (иначе на экран)")
    retention = add("retention", "Стереть то, что хранится дольше, чем сказано в настройках", _retention)
    retention.add_argument("--dry-run", action="store_true", help="только посчитать, ничего не стирая")
    report = add("report", "Цифры за дни: вопросы, обращения, ответы базы знаний", _report)
    for option, name in (("--from", "first"), ("--to", "last")):
        report.add_argument(option, dest=name, metavar="ДЕНЬ", type=_day, required=True, help="2026-11-01")
    report.add_argument("--format", choices=("xlsx", "csv", "json"), default="xlsx", help="вид отчёта")
    report.add_argument("--output", metavar="ФАЙЛ", type=Path, help="куда записать (иначе на экран)")
    report.set_defaults(parser=report)
    _audit(add("audit", "Журнал действий: проверить, выгрузить", None))
    faq_commands.add(add("faq", "База знаний: проверить, спросить, измерить", None))
    return parser


def _audit(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="действие")
    verify = commands.add_parser("verify", help="Проверить, не меняли ли записи: в базе или в файле")
    verify.add_argument("file", metavar="ФАЙЛ", type=Path, nargs="?", help="выгруженный журнал (иначе база)")
    verify.add_argument(
        "--head", metavar="НОМЕР:ОТПЕЧАТОК", type=_head, help="отпечаток, который вы сохранили раньше"
    )
    verify.set_defaults(command=_audit_verify)
    export = commands.add_parser("export", help="Выгрузить журнал в файл")
    export.add_argument("file", metavar="ФАЙЛ", type=Path, help="файл .jsonl, который появится")
    export.set_defaults(command=_audit_export)
    for one in (verify, export):
        with_config(one)


def _vault(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(required=True, metavar="действие")
    new = commands.add_parser("new-key", help="Напечатать новый ключ: строку для vault.keys_file")
    new.set_defaults(command=_vault_new_key)
    rotate = commands.add_parser("rotate", help="Зашифровать новым ключом всё, что есть; бот работает")
    rotate.add_argument(
        "--redraw", action="store_true", help="сменить и ключи жителей, слова зашифровать заново"
    )
    rotate.set_defaults(command=_vault_rotate)
    for one in (new, rotate):
        with_config(one)


def _with_database(work: Coroutine[Any, Any, int]) -> int:
    """Work that needs the database; a line about what is the matter with it."""
    from storage.outages import DatabaseUnusable  # noqa: PLC0415

    try:
        return asyncio.run(work)
    except DatabaseUnusable as error:
        return complain(str(error))


def _run(arguments: argparse.Namespace) -> int:
    settings = load(arguments.config)
    part_large()
    gc.disable()  # what is imported stays: searching it for garbage is a fifth of the start
    # aiogram takes seconds to import: other commands need none of it, nor does a mistake in the settings.
    from bot import logs, types_on_demand  # noqa: PLC0415

    types_on_demand.load()
    from bot.running import run_bot  # noqa: PLC0415

    gc.enable()
    logs.set_up(as_json=settings.logs.format == "json")
    return asyncio.run(run_bot(settings, arguments.end_with_input))


def _sandbox(arguments: argparse.Namespace) -> int:
    load(arguments.config)
    words = [
        sys.executable,
        "-m",
        "sandbox",
        "--port",
        str(arguments.port),
        "--config",
        str(arguments.config),
    ]
    if arguments.data is not None:
        words += ["--data", str(arguments.data)]
    # Another program, not an import: nothing of the bot may lean on the sandbox.
    os.execv(sys.executable, words)  # noqa: S606


def _doctor(arguments: argparse.Namespace) -> int:
    from bot import types_on_demand  # noqa: PLC0415

    types_on_demand.load()
    from bot.doctor import examine  # noqa: PLC0415

    return asyncio.run(examine(load(arguments.config)))


def _migrate(arguments: argparse.Namespace) -> int:
    from bot.running import migrate_database  # noqa: PLC0415

    return _with_database(migrate_database(load(arguments.config)))


def _number(text: str) -> int:
    """Of a letter, an update or a person. Raises ValueError, also for one that no column holds."""
    number = int(text)
    if not 0 < number < 1 << 63:
        raise ValueError(text)
    return number


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _report(arguments: argparse.Namespace) -> int:
    if arguments.first > arguments.last:
        arguments.parser.error("--from позже, чем --to")
    from bot import report  # noqa: PLC0415

    made = report.make(
        load(arguments.config), arguments.first, arguments.last, arguments.format, arguments.output
    )
    return _with_database(made)


def _head(text: str) -> tuple[int, str]:
    number, _, head = text.partition(":")
    return int(number), head.strip().lower()


def _audit_verify(arguments: argparse.Namespace) -> int:
    from bot import auditing  # noqa: PLC0415

    if arguments.file is not None:
        return auditing.verify_file(arguments.file, arguments.head)
    return _with_database(auditing.verify(load(arguments.config), arguments.head))


def _audit_export(arguments: argparse.Namespace) -> int:
    from bot import auditing  # noqa: PLC0415

    return _with_database(auditing.export(load(arguments.config), arguments.file))


def _privacy_export(arguments: argparse.Namespace) -> int:
    from bot.rights_of_residents import export  # noqa: PLC0415

    return _with_database(export(load(arguments.config), arguments.person, arguments.output))


def _privacy_erase(arguments: argparse.Namespace) -> int:
    from bot.rights_of_residents import erase  # noqa: PLC0415

    return _with_database(erase(load(arguments.config), arguments.person))


def _retention(arguments: argparse.Namespace) -> int:
    from bot.retaining import retain  # noqa: PLC0415

    return _with_database(retain(load(arguments.config), dry_run=arguments.dry_run))


def _letters(arguments: argparse.Namespace) -> int:
    from bot import letters  # noqa: PLC0415
    from desk.choices.ledger import LetterFate  # noqa: PLC0415

    settings = load(arguments.config)
    if arguments.resend is not None:
        return _with_database(letters.settle(settings, arguments.resend, again=True))
    if arguments.settle is not None:
        return _with_database(letters.settle(settings, arguments.settle, again=False))
    if arguments.retry is not None:
        return _with_database(letters.settle_update(settings, arguments.retry, again=True))
    if arguments.drop is not None:
        return _with_database(letters.settle_update(settings, arguments.drop, again=False))
    fates = tuple(map(LetterFate, arguments.fates or letters.USUAL))
    return _with_database(letters.tell(settings, fates))


def _vault_new_key(_: argparse.Namespace) -> int:
    from bot.vaulting import new_key  # noqa: PLC0415

    return new_key()


def _vault_rotate(arguments: argparse.Namespace) -> int:
    from bot.vaulting import rotate_keys  # noqa: PLC0415

    return _with_database(rotate_keys(load(arguments.config), arguments.redraw))


def _backup(arguments: argparse.Namespace) -> int:
    from bot.backups import back_up_database  # noqa: PLC0415

    return _with_database(back_up_database(load(arguments.config), arguments.file))


def _restore(arguments: argparse.Namespace) -> int:
    from bot.backups import restore_database  # noqa: PLC0415

    return _with_database(
        restore_database(
            load(arguments.config), arguments.file, force=arguments.force, stopped=arguments.stopped
        )
    )
