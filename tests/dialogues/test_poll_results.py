"""How a poll stands, as a picture and as a workbook."""

from __future__ import annotations

import io

import openpyxl
import pytest
from PIL import Image

from tests.dialogues.people import Person, Resident, labels
from tests.dialogues.polls import AFTER, begin, consents, drafts, opens, picks
from tests.dialogues.stage import Stage


@pytest.fixture(autouse=True)
async def sunday(offstage: Stage) -> None:
    """The day of all these dialogues."""
    await begin(offstage)


async def taken(stage: Stage, file_id: str) -> io.BytesIO:
    """A file's bytes, as the sandbox's page gives them."""
    return io.BytesIO(await stage.client.file(file_id))


async def test_its_makers_see_a_picture_while_it_goes_and_residents_afterwards(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await opens(editor)
    await consents(resident)
    voted = await picks(resident, "1. Каток")
    assert "📊 Картинка" not in labels(voted)
    await editor.presses("📊 Картинка")
    shown = await editor.sees("Опрос № 1 ещё идёт. К 13:00 проголосовали: 1.", "не имеет юридической силы")
    assert Image.open(await taken(stage, shown["photo"][-1]["file_id"])).width > 1000
    await stage.client.clock(now=AFTER)
    await stage.restart()
    await resident.says("/polls")
    await resident.presses("📊 Что построить")
    await resident.sees("Опрос закончен")
    await resident.presses("📊 Картинка")
    assert (await resident.sees("Опрос № 1. Проголосовали: 1."))["photo"]


async def test_the_workbook_has_counts_and_no_names(stage: Stage, editor: Person, resident: Resident) -> None:
    await drafts(editor, options="=1+1\nКаток")
    await editor.presses("Опубликовать")
    await consents(resident)
    await picks(resident, "2. Каток")
    await editor.presses("📄 Таблица")
    file = await editor.sees("Опрос № 1 ещё идёт")
    assert file["document"]["file_name"] == "опрос-1.xlsx"
    book = openpyxl.load_workbook(await taken(stage, file["document"]["file_id"]))
    rows = list(book["Итоги"].values)
    assert rows[0][0] == "Что построить в парке?"
    assert rows[3] == ("Вариант", "Голоса", "Доля проголосовавших")
    assert rows[4:6] == [("=1+1", 0, 0), ("Каток", 1, 1)]
    assert (book["Итоги"]["A5"].data_type, book["Итоги"]["A5"].quotePrefix) == ("s", True), "no formula"
    assert len(rows) == 6 and "Мария" not in str(rows) and str(resident.id) not in str(rows)
