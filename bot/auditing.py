"""`contact-center audit`: the register of acts verified, in the database or in a file; or written out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from bot.beside import beside
from bot.exits import WELL, complain
from bot.settings import Settings
from desk.act import Act
from desk.chain import Chain, Flaw, hash_in
from desk.deed import Deed
from faq.mishaps import why
from storage import act_chain
from storage.records import Storage

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
        return complain(f"{file}: файл не читается: {why(error)}.")
    chain.end()
    return _tell(chain, noted)


async def verify(settings: Settings, noted: Noted | None) -> int:
    """Follow the chain in the database, no key is needed for it. Raises DatabaseUnusable."""
    async with beside(settings, is_sealed=False) as storage:
        chain = await act_chain.followed(storage.database, noted)
        is_guarded = await act_chain.is_guarded(storage.database)
    code = _tell(chain, noted)
    if not is_guarded:
        return complain("Защита журнала снята: триггеров, которые запрещают менять записи, в базе нет.")
    return code


async def export(settings: Settings, file: Path) -> int:
    """Write the register into a new file. The register tells of it. Raises DatabaseUnusable."""
    try:
        async with beside(settings) as storage:
            with _made(file) as target:
                count, head = await _write(storage, target)
    except FileExistsError as error:
        return complain(f"{error.filename}: такой файл уже есть. Назовите другой.")
    except OSError as error:
        return complain(f"Журнал не записан: {error.filename}: {why(error)}.")
    print(f"Записано в {file}: записей {count}, последний отпечаток {head}.")  # noqa: T201
    return WELL


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


def _tell(chain: Chain, noted: Noted | None) -> int:
    for number, flaw in chain.flaws:
        print(f"Запись № {number}: {FLAWS[flaw]}.")  # noqa: T201
    if chain.flaws:
        return complain("Журнал не сходится. Первая из названных записей — место, с которого разбираться.")
    print(f"Журнал сходится: записей {chain.count}, последний отпечаток {chain.number}:{chain.head}.")  # noqa: T201
    if noted is None:
        print(  # noqa: T201
            "Не отрезан ли конец, видно только по отпечатку, сохранённому раньше: --head НОМЕР:ОТПЕЧАТОК "
            "(он в /audit, в недельном отчёте и в выгруженном файле)."
        )
    return WELL
