"""`contact-center privacy`: a resident's data given out or erased by an administrator, asked for on paper."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.beside import beside
from bot.centre import LiveCentre
from bot.clock import Clock
from bot.exits import WELL, complain
from bot.knowledge import LiveKnowledge
from bot.my_data import everything, for_programs
from bot.phrases import STAFF_LANGUAGE, Phrases
from bot.settings import Settings
from desk import forgetting
from desk.act import Act
from desk.deed import Deed
from desk.people import Resident
from faq.mishaps import why
from storage.records import VisitRecords

Step = Callable[[VisitRecords, Resident], Awaitable[None]]


async def export(settings: Settings, person: int, output: Path | None) -> int:
    """All that is kept of somebody, as JSON, for its owner's eyes; the register tells that it was done.

    Answers of the base are told by their ids. Raises DatabaseUnusable.
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
    """The same as /forget; a running bot clears the groups within seconds. Raises DatabaseUnusable."""
    centre, clock = LiveCentre(settings, LiveKnowledge())(), Clock(settings.desk.clock_file)

    async def step(records: VisitRecords, resident: Resident) -> None:
        await forgetting.erase(resident, None, None, records, centre, clock.now())

    code = await _with(settings, person, clock, step)
    if code == WELL:
        print(f"Данные жителя {person} стёрты. Сообщения в группах удалит работающий бот.")  # noqa: T201
    return code


async def _with(settings: Settings, person: int, clock: Clock, step: Step) -> int:
    async with beside(settings) as storage, storage.visit(clock.now()) as records:
        resident = await records.residents.get(person)
        if resident is None:
            return complain(f"О жителе {person} ничего не хранится: проверьте номер в Telegram.")
        await step(records, resident)
        await records.commit()
    return WELL


def _given(content: bytes, output: Path | None) -> int:
    if output is None:
        sys.stdout.write(content.decode() + "\n")
        return WELL
    try:
        output.touch(0o600)
        output.write_bytes(content)
    except OSError as error:
        return complain(f"{output}: не записать: {why(error)}")
    return WELL
