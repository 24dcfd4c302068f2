"""`contact-center audit`: the register of acts verified, in the database or in a file; or written out."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from bot.tasks import Tasks
from desk.act import Act
from desk.chain import Chain, Flaw, hash_in
from desk.deed import Deed
from storage import act_chain
from storage.database import Database, DatabaseUnusable
from storage.records import Storage
from storage.writer import Conflict, Unavailable

WELL, WRONG = 0, 1
Noted = tuple[int, str]  # an act's number and hash, noted down elsewhere
FLAWS = {
    Flaw.CHANGED: "запись или её отпечаток изменили",
    Flaw.MISSING: "перед ней не хватает записей",
    Flaw.MISPLACED: "на её месте стоит другая",
    Flaw.UNREADABLE: "запись нельзя прочитать: так бот не пишет",
    Flaw.REWRITTEN: "её отпечаток не тот, что вы сохранили: журнал переписали",
    Flaw.CUT: "с неё записей нет, а отпечаток одной из них вы сохранили: конец журнала отрезали",
}


def verify_file(file: Path, noted: Noted | None) -> int:
    """Follow the chain in an exported file; needs neither settings nor database."""
    chain = Chain(noted)
    try:
        with file.open("rb") as lines:
            for line in lines:
                chain.follow_line(line)
    except OSError as error:
        return _complain(f"{file}: файл не читается: {error.strerror}.")
    chain.end()
    return _tell(chain, noted)


async def verify(settings: Settings, noted: Noted | None) -> int:
    """Follow the chain in the database, beside a running bot."""

    async def look(database: Database) -> int:
        chain = await act_chain.followed(database, noted)
        is_guarded = await act_chain.is_guarded(database)
        code = _tell(chain, noted)
        if not is_guarded:
            return _complain("Защита журнала снята: триггеров, которые запрещают менять записи, в базе нет.")
        return code

    return await _with(settings, look)


async def export(settings: Settings, file: Path) -> int:
    """Write the register into a new file. That it was done stands in the register."""

    async def write(database: Database) -> int:
        storage, tasks = Storage(database), Tasks()
        with _made(file) as target:
            tasks.start(storage.writer.serve(), "writer")
            try:
                count, head = await _write(storage, target)
            finally:
                await tasks.stop()
        print(f"Записано в {file}: записей {count}, последний отпечаток {head}.")  # noqa: T201
        return WELL

    return await _with(settings, write)


def _made(file: Path) -> IO[bytes]:
    """Names and reasons: for its owner's eyes."""
    file.touch(0o600, exist_ok=False)
    return file.open("wb")


async def _write(storage: Storage, target: IO[bytes]) -> tuple[int, str]:
    at, count, last = datetime.now(UTC), 0, b""
    async with storage.visit(at) as records:
        records.acts.add(Act(at, Deed.EXPORT_ACTS, note="contact-center audit export"))
        await records.commit()
    async with storage.visit(at) as records:
        while some := await records.acts.exported(count):
            target.writelines(some)
            count, last = count + len(some), some[-1]
    return count, f"{count}:{hash_in(last)}"


async def _with(settings: Settings, work: Callable[[Database], Awaitable[int]]) -> int:
    try:
        database = Database.beside(settings.storage.database_url)
    except DatabaseUnusable as error:
        return _complain(str(error))
    try:
        return await work(database)
    except (Unavailable, Conflict, DBAPIError) as error:
        why = str(getattr(error, "orig", None) or error).partition("\n")[0]
        return _complain(f"База данных не читается: {why}. Обновили бота? Тогда: contact-center migrate")
    except FileExistsError as error:
        return _complain(f"{error.filename}: такой файл уже есть. Назовите другой.")
    except OSError as error:
        return _complain(f"Журнал не записан: {error.filename}: {error.strerror}.")
    finally:
        await database.close()


def _tell(chain: Chain, noted: Noted | None) -> int:
    for number, flaw in chain.flaws:
        print(f"Запись № {number}: {FLAWS[flaw]}.")  # noqa: T201
    if chain.flaws:
        return _complain("Журнал не сходится. Первая из названных записей — место, с которого разбираться.")
    print(f"Журнал сходится: записей {chain.count}, последний отпечаток {chain.number}:{chain.head}.")  # noqa: T201
    if noted is None:
        print(  # noqa: T201
            "Не отрезан ли конец, видно только по отпечатку, сохранённому раньше: --head НОМЕР:ОТПЕЧАТОК "
            "(он в /audit, в недельном отчёте и в выгруженном файле)."
        )
    return WELL


def _complain(words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201
    return WRONG
