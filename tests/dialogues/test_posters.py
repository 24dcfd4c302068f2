"""Links for posters: what they open, and the QR code that says them."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

from tests.dialogues.people import Person, Resident
from tests.dialogues.stage import Json, Stage


async def read(stage: Stage, poster: Json) -> str:
    """What a telephone's camera reads on it."""
    picture = Image.open(io.BytesIO(await stage.client.file(poster["document"]["file_id"])))
    assert min(picture.size) > 600, "too small to print"
    [code] = zxingcpp.read_barcodes(picture)
    return str(code.text)


async def test_a_poster_leads_a_resident_to_its_answer(
    stage: Stage, editor: Person, resident: Resident
) -> None:
    await editor.says("/link tko.missed")
    poster = await editor.sees("Почему не вывозят мусор?", "entry_tko-missed")
    link = await read(stage, poster)
    assert link in poster["caption"] and link.endswith("?start=entry_tko-missed")
    await resident.says(f"/start {link.partition('=')[2]}")
    await resident.sees("Позвоните региональному оператору")


async def test_a_subject_is_chosen_by_a_button(stage: Stage, editor: Person) -> None:
    await editor.says("/link")
    await editor.sees("Какую тему")
    await editor.presses("Вывоз мусора")
    assert (await read(stage, await editor.sees("topic_tko"))).endswith("?start=topic_tko")
    await editor.says("/link вывоз мусора")
    await editor.sees("topic_tko")


async def test_an_answer_is_found_by_words(stage: Stage, editor: Person) -> None:
    await editor.says("/link тариф на мусор")
    await editor.sees("Какой ответ")
    await editor.presses("Сколько стоит вывоз мусора?")
    await editor.sees("entry_tko-price")
    await editor.says("/link кхъйцщ")
    await editor.sees("Не нашлось: «кхъйцщ»")


async def test_residents_have_no_such_command(stage: Stage, resident: Resident) -> None:
    await resident.says("/link tko.missed")
    await resident.sees("Я не знаю такой команды")
