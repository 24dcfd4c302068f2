"""The vault is switched on, filled, and given another key, while people talk."""

from __future__ import annotations

from bot.vault_keys import vault
from storage.database import Database
from storage.records import Storage
from storage.rotating import lie_open, rotate
from storage.vault import new_master
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Stage
from tests.storage.conftest import serving

ASKED = "Почему не вывозят мусор с Лесной улицы?"


async def rotated(stage: Stage) -> set[str]:
    """As the command does beside the running bot: which tables it has worked on."""
    settings = stage.settings()
    async with serving(Storage(Database.beside(settings.storage.database_url, vault(settings)))) as storage:
        steps = [step.table async for step in rotate(storage)]
        assert await lie_open(storage.database) == 0
        return set(steps)


async def found_by(operator: Operator, words: str) -> None:
    await operator.says(f"/find {words}")
    await operator.sees("найдено: 1", "000001")


async def test_what_was_said_openly_is_sealed_and_everything_goes_on(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    old, new = new_master("old"), new_master("new")
    offstage.plain = True
    await offstage.start()
    await resident.asks_a_person(ASKED)
    await operator.says("Машина сломалась", ticket=1)
    await resident.sees("Машина сломалась")
    assert ASKED.encode() in offstage.bytes()

    await offstage.restart(vault={"keys": old})
    await found_by(operator, "лесная")
    await resident.says("Жду у подъезда")
    await operator.finds("Жду у подъезда", ticket=1)
    assert {"passages", "questions", "letters", "inbox", "residents"} <= await rotated(offstage)
    await found_by(operator, "лесная")
    await found_by(operator, "подъезд")

    await offstage.restart(vault={"keys": f"{old} {new}"})
    assert await rotated(offstage) == {"vault_keys"}
    await operator.says("Уже выехала", ticket=1)
    await resident.sees("Уже выехала")

    await offstage.restart(vault={"keys": new})
    await found_by(operator, "лесная")
    await resident.says("Спасибо!")
    await operator.finds("Спасибо!", ticket=1)
    await offstage.stop()
    for word in ("Лесной", "сломалась", "подъезда", "Мария"):
        assert word.encode() not in offstage.bytes(), word
