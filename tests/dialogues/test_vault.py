"""The vault is switched on, filled, and given another key, while people talk."""

from __future__ import annotations

import pytest

from bot.doctor import _vault
from bot.vault_keys import vault
from storage.database import Database
from storage.records import Storage
from storage.residents import damaged
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


LAST_TO_MARIA = "select max(id) from letters where to_kind = 'resident' and to_id = 1001"
# Its last byte is another: what is sealed there does not open any more.
SPOILED = "substr({0}, 1, length({0}) - 1) || cast(x'00' as blob)"
DAMAGES = {
    "a letter": (f"update letters set state = 'pending', body = {{}} where id = ({LAST_TO_MARIA})", "body"),
    "an update": (
        "update inbox set state = 'pending', raw = {} where id = "
        "(select max(id) from inbox where lane = '1001:0')",
        "raw",
    ),
    "a key": ("update vault_keys set wrapped = {} where owner = 1001", "wrapped"),
}


@pytest.mark.parametrize("damaged", DAMAGES)
async def test_what_does_not_open_is_put_aside_and_holds_nobody_up(
    offstage: Stage, resident: Resident, neighbour: Resident, operator: Operator, damaged: str
) -> None:
    await offstage.start()
    await resident.asks_a_person(ASKED)
    await neighbour.asks_a_person("Когда откроют школу?")
    await offstage.quiet()
    await offstage.stop()
    statement, column = DAMAGES[damaged]
    offstage.write(statement.format(f"cast({SPOILED.format(column)} as blob)"))
    if damaged == "a key":
        offstage.write(f"update letters set state = 'pending' where id = ({LAST_TO_MARIA})")
    offstage.expects(**({"inbox_dead": 1} if damaged == "an update" else {"dead": 1}))
    await offstage.start()
    await neighbour.says("И во сколько?")
    await operator.finds("И во сколько?", ticket=2)
    await operator.says("В девять", ticket=2)
    await neighbour.sees("В девять")
    await offstage.until(
        "select 1 from letters where state = 'dead' union select 1 from inbox where state = 'dead'"
    )
    assert offstage.app is not None and not offstage.app.tasks.failed.done()


@pytest.mark.parametrize(
    "spoiled", ["substr(name, 1, 40) || 'AA' || substr(name, 43)", "substr(name, 1, length(name) - 3)"]
)
async def test_a_name_and_a_form_that_do_not_open_are_told_of_and_hold_nobody_up(
    offstage: Stage,
    resident: Resident,
    operator: Operator,
    caplog: pytest.LogCaptureFixture,
    spoiled: str,
) -> None:
    await offstage.start()
    await resident.asks_a_person(ASKED)
    await offstage.quiet()
    await offstage.stop()
    # A form out of another column, and a name of which a part is another, or gone.
    offstage.write("update residents set form = name where id = 1001")
    offstage.write(
        "update residents set name = substr(name, 1, 40) || 'AA' || substr(name, 43) where id = 1001"
    )
    [(form,)] = offstage.kept("select form from residents where id = 1001")
    await offstage.start()
    assert offstage.app is not None
    await resident.says("Жду у подъезда")
    await operator.finds("Жду у подъезда", ticket=1)
    await operator.says("Выехали", ticket=1)
    await resident.sees("Выехали")
    assert await offstage.rows("select count(*) from inbox where state = 'dead'") == [(0,)]
    told = [one.getMessage() for one in caplog.records if "does not open" in one.getMessage()]
    assert sorted(one.split()[0] for one in told) == ["residents|form|1001", "residents|name|1001"]
    assert any("doctor" in one for one in (await offstage.app.health()).warnings)
    async with offstage.app.storage.database.reader() as reader:
        assert await damaged(reader) == [1001]
    finding = await _vault(offstage.settings())
    assert not finding.well and "жителей 1: 1001" in finding.words
    # What could not be read is there still; the name is what Telegram tells.
    await offstage.stop()
    assert offstage.kept("select form from residents where id = 1001") == [(form,)]


async def test_a_new_form_takes_the_place_of_one_that_does_not_open(
    offstage: Stage, resident: Resident
) -> None:
    await offstage.start()
    await resident.says("/start")
    await offstage.quiet()
    await offstage.stop()
    offstage.write("update residents set form = name where id = 1001")
    await offstage.start()
    await resident.says("/deadline")
    await resident.presses("Ответ на обращение")
    await resident.finds("Когда вы подали")
    await offstage.quiet()
    assert offstage.app is not None
    async with offstage.app.storage.database.reader() as reader:
        assert await damaged(reader) == []
