"""`contact-center privacy`: a resident's data given out or erased by an administrator, asked for on paper."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.exc import DBAPIError

from bot.centre import LiveCentre
from bot.clock import Clock
from bot.knowledge import LiveKnowledge
from bot.my_data import everything, for_programs
from bot.phrases import STAFF_LANGUAGE, Phrases
from bot.settings import Settings
from bot.tasks import Tasks
from bot.vault_keys import vault
from desk import forgetting
from desk.act import Act
from desk.deed import Deed
from desk.people import Resident
from storage.database import Database, DatabaseUnusable
from storage.records import Storage, VisitRecords
from storage.writer import Conflict, Unavailable

WELL, WRONG = 0, 1
Step = Callable[[VisitRecords, Resident], Awaitable[None]]


async def export(settings: Settings, person: int, output: Path | None) -> int:
    """All that is kept of somebody, as JSON, for its owner's eyes; the register tells that it was done.

    Answers of the base are told by their ids.
    """
    centre, clock = LiveCentre(settings, LiveKnowledge())(), Clock(settings.desk.clock_file)
    made: list[bytes] = []

    async def step(records: VisitRecords, resident: Resident) -> None:
        at = clock.now()
        phrases = Phrases(ZoneInfo(settings.desk.timezone))
        chapters = await everything(resident, records, centre, at)
        made.append(for_programs(chapters, STAFF_LANGUAGE, phrases, centre, at))
        # Whoever has the server has read all of it: the register tells that, though not who it was.
        records.acts.add(Act(at, Deed.TAKE_DATA, person_id=person, note="contact-center privacy export"))

    code = await _with(settings, person, clock, step)
    return _given(made[0], output) if code == WELL else code


async def erase(settings: Settings, person: int) -> int:
    """The same as /forget; a running bot clears the groups within seconds."""
    centre, clock = LiveCentre(settings, LiveKnowledge())(), Clock(settings.desk.clock_file)

    async def step(records: VisitRecords, resident: Resident) -> None:
        await forgetting.erase(resident, None, None, records, centre, clock.now())

    code = await _with(settings, person, clock, step)
    if code == WELL:
        print(f"Данные жителя {person} стёрты. Сообщения в группах удалит работающий бот.")  # noqa: T201
    return code


async def _with(settings: Settings, person: int, clock: Clock, step: Step) -> int:
    try:
        database = Database.beside(settings.storage.database_url, vault(settings))
    except DatabaseUnusable as error:
        return _complain(str(error))
    storage, tasks = Storage(database), Tasks()
    tasks.start(storage.writer.serve(), "writer")
    try:
        async with storage.visit(clock.now()) as records:
            resident = await records.residents.get(person)
            if resident is None:
                return _complain(f"О жителе {person} ничего не хранится: проверьте номер в Telegram.")
            await step(records, resident)
            await records.commit()
    except Conflict:
        return _complain("Обращение только что изменилось. Повторите команду.")
    except (Unavailable, DBAPIError) as error:
        why = str(getattr(error, "orig", None) or error).partition("\n")[0]
        return _complain(f"База данных не читается: {why}. Обновили бота? Тогда: contact-center migrate")
    finally:
        await tasks.stop()
        await database.close()
    return WELL


def _given(content: bytes, output: Path | None) -> int:
    if output is None:
        sys.stdout.write(content.decode() + "\n")
        return WELL
    try:
        output.touch(0o600)
        output.write_bytes(content)
    except OSError as error:
        return _complain(f"{output}: не записать: {error.strerror}")
    return WELL


def _complain(words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201
    return WRONG
