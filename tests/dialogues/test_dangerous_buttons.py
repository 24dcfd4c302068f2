"""Buttons that cannot be undone: two presses at once count once, a press a day later not at all."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.dialogues.forging import forges
from tests.dialogues.people import Operator, Person, Resident, words_of
from tests.dialogues.stage import Json, Stage
from tests.dialogues.test_broadcast_command import noon, subscribes, writes  # noqa: F401  a fixture
from tests.dialogues.test_forged_buttons import OLD, data_of
from tests.dialogues.test_publishing import folder, sends_file, tko  # noqa: F401  a fixture

ASKED = "Почему не вывозят мусор?"
DAY = timedelta(days=1).total_seconds()


async def twice(stage: Stage, person: Person, message: Json, label: str) -> list[str]:
    """Two presses of one button, the second before the first is answered; the answers."""
    data = data_of(message, label)
    return list(await asyncio.gather(*(forges(stage, person, message, data) for _ in range(2))))


async def times(stage: Stage, deed: str) -> int:
    """How often the register tells of it."""
    await stage.quiet()
    return len(await stage.rows(f"select 1 from acts where deed = '{deed}' and by_id is not null"))


async def test_everything_is_erased_once(stage: Stage, resident: Resident) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("/forget")
    await twice(stage, resident, await resident.sees("Стереть всё, что мы о вас знаем?"), "Стереть всё")
    assert await times(stage, "forget") == 1
    assert await stage.rows("select id from residents") == []
    farewells = [one for one in await resident.history() if "Готово, всё стёрто" in words_of(one)]
    assert len(farewells) == 1


async def test_a_ban_is_given_once_and_the_question_is_over_by_the_next_day(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("/ban", ticket=1)
    asked = await operator.finds("На какой срок", ticket=1)
    await stage.client.clock(advance=DAY)
    assert OLD in await forges(stage, operator, asked, data_of(asked, "День"))
    await operator.says("/ban", ticket=1)
    await operator.sees("На какой срок", ticket=1)
    await operator.presses("День", ticket=1)
    why = await operator.finds("По какой причине", ticket=1)
    await twice(stage, operator, why, "оскорбления")
    assert await times(stage, "ban") == 1
    told = [one for one in await resident.history() if "не будем отвечать вам здесь" in words_of(one)]
    assert len(told) == 1


async def test_a_broadcast_is_sent_once_and_not_by_a_yes_of_the_day_before(
    stage: Stage, resident: Resident, editor: Person
) -> None:
    await subscribes(resident)
    await writes(editor)
    await editor.presses("📣 Отправить…")
    asked = await editor.sees("Отправить рассылку?")
    await stage.client.clock(advance=DAY)
    assert OLD in await forges(stage, editor, asked, data_of(asked, "Да, отправить"))
    assert await times(stage, "broadcast") == 0
    await editor.says("/broadcast")
    await editor.presses("Завтра отключат воду")
    await editor.presses("📣 Отправить…")
    await twice(stage, editor, await editor.sees("Отправить рассылку?"), "Да, отправить")
    assert await times(stage, "broadcast") == 1


async def test_a_base_is_published_once_and_not_by_a_preview_of_the_day_before(
    offstage: Stage,
    editor: Person,
    folder: Path,  # noqa: F811
) -> None:
    changed = tko(folder).replace("Позвоните региональному оператору", "Позвоните диспетчеру")
    await sends_file(editor, "tko.toml", changed)
    shown = await editor.sees("Что изменит tko.toml")
    await offstage.client.clock(advance=DAY)
    assert "Опубликован" not in await forges(offstage, editor, shown, data_of(shown, "Опубликовать"))
    assert await times(offstage, "publish") == 0
    await sends_file(editor, "tko.toml", changed)
    await twice(offstage, editor, await editor.sees("Что изменит tko.toml"), "Опубликовать")
    assert await times(offstage, "publish") == 1
