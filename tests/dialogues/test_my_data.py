"""/mydata: everything that is kept of a resident, as a file to read and as one for programs."""

from __future__ import annotations

import json
from typing import Any

from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
REPLY = "Скажите улицу и дом"
NOTE = "звонить Петрову"


async def files(resident: Resident) -> tuple[str, dict[str, Any]]:
    """The text and the JSON that came last."""
    text = await content(resident, ".txt")
    return text.decode("utf-8-sig"), json.loads(await content(resident, ".json"))


async def content(resident: Resident, ending: str) -> bytes:
    async def probe() -> Json | None:
        found = [one for one in await resident.history() if one.get("document")]
        return next(
            (one for one in reversed(found) if str(one["document"]["file_name"]).endswith(ending)), None
        )

    found = await resident.client.wait_for(probe)
    return await resident.client.file(found["document"]["file_id"])


def facts(told: dict[str, Any], chapter: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told["chapters"][chapter]["facts"]
    return found


async def test_both_files_have_what_was_said_and_no_notes_of_the_staff(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("Как получить единое пособие?")
    await resident.sees("Я не уверен")
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await operator.says(REPLY, ticket=1)
    await resident.sees(REPLY)
    await operator.says(f"//{NOTE}", ticket=1)
    await resident.sends("photo")
    await stage.quiet()
    await resident.says("/mydata")
    await resident.sees("Всё, что мы о вас храним")
    await resident.sees("для программ")
    text, told = await files(resident)
    for words in (ASKED, REPLY, "Как получить единое пособие?", "Мария", "ЕКЦ-", "Храним дней: 365"):
        assert words in text, words
    assert "Вы прислали фото или файл" in text
    assert NOTE not in text and NOTE not in json.dumps(told, ensure_ascii=False)
    [sent] = facts(told, "attachments")
    assert (sent["kind"], sent["type"]) == ("photo", "photo") and sent["at"]
    assert "ФОТО И ФАЙЛЫ ЗА ПОСЛЕДНИЕ ДНИ" in text
    assert "file_id" not in json.dumps(told)
    [profile] = [one for one in facts(told, "profile") if one["kind"] == "profile"]
    assert (profile["name"], profile["person"], profile["language"]) == ("Мария", 1001, "ru")
    said = [(one["kind"], one.get("words")) for one in facts(told, "tickets")]
    assert said[1:] == [("own-words", ASKED), ("reply", REPLY), ("own-file", None)]
    assert [one["words"] for one in facts(told, "questions")][:1] == ["Как получить единое пособие?"]
    assert all(told["chapters"][name]["kept_days"] for name in told["chapters"] if name != "acts")
    # Who did something is told by role.
    acts = [(one["deed"], one["by"]) for one in facts(told, "acts")]
    assert acts[0] == ("consent", "resident") and acts[-1] == ("take_data", "resident")
    assert "ЧТО ДЕЛАЛИ С ВАШИМИ ДАННЫМИ" in text and "вы дали согласие" in text


async def test_once_an_hour_is_enough(stage: Stage, resident: Resident) -> None:
    await resident.says("/mydata")
    await resident.sees("для программ")
    await resident.says("/mydata")
    await resident.sees("Файл мы вам уже отправили")
    await stage.quiet()
    assert len([one for one in await resident.history() if one.get("document")]) == 2
    await stage.client.clock(advance=3601)
    await resident.says("/privacy")
    await resident.presses("Скачать мои данные")
    await resident.sees("для программ")
    assert await stage.rows("select count(*) from acts where deed = 'take_data'") == [(2,)]


async def test_in_english_and_of_nobody_else(stage: Stage, resident: Resident, neighbour: Resident) -> None:
    await neighbour.asks_a_person(ASKED)
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/mydata")
    await resident.sees("Everything we keep about you")
    text, told = await files(resident)
    assert "WHO YOU ARE" in text and "What is not here" in text
    assert ASKED not in text and list(told["chapters"]) == ["profile", "acts"]
