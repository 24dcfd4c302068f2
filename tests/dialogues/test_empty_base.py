"""The bot runs, and nothing is published yet: everybody is told so in a line, with a way on."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.dialogues.people import Operator, Person, Resident, labels
from tests.dialogues.stage import BASE, Stage


async def test_what_is_chosen_from_the_base_says_that_there_is_none(
    offstage: Stage, resident: Resident, supervisor: Operator, editor: Person, tmp_path: Path
) -> None:
    shutil.copytree(BASE.parent, tmp_path / "base")
    for one in (tmp_path / "base" / "entries").glob("*.toml"):
        one.unlink()
    offstage.changed["faq"] = {"path": str(tmp_path / "base" / "entries")}
    await offstage.start()
    await resident.says("/menu")
    menu = await resident.sees("Готовых ответов пока нет")
    assert labels(menu)[-1] == "👤 Спросить специалиста"
    await resident.says("/subscriptions")
    assert "▫️ Важные новости для всех" in labels(await resident.sees("Подписки"))
    await supervisor.says("/incident Вывоз мусора; везде; до 23:00; Мусоровоз сломался")
    asked = await supervisor.sees("нет ни одной темы", "/faq")
    assert labels(asked) == ["◂ К извещению"]
    await supervisor.presses("◂ К извещению")
    await supervisor.finds("Чтобы дополнить, ответьте")
    await editor.says("/link")
    await editor.sees("нет ни одной темы", "/faq")
