"""/privacy and /forget: what is kept is told, a consent taken back, everything erased when it is wanted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.rights_of_residents import erase, export
from sandbox.people import BOT_ID
from tests.dialogues.people import Operator, Person, Resident, words_of
from tests.dialogues.stage import Stage

pytestmark = pytest.mark.plain

CANARY = "Кенар улетел, почему не вывозят мусор?"
REPLY = "Скажите улицу и дом"


async def said_anywhere(stage: Stage, *signs: str) -> list[str]:
    """Tables where one of these stands: as text, as bytes or spelled in JSON."""
    names = [row[0] for row in await stage.rows("select name from sqlite_master where type = 'table'")]
    return [
        name
        for name in names
        for row in await stage.rows(f"select * from {name}")
        if any(sign in _text(value) for value in row for sign in signs)
    ]


def _text(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return (
        text + text.encode("ascii", "ignore").decode("unicode_escape", "replace") if "\\u" in text else text
    )


async def forgotten(resident: Resident) -> None:
    await resident.says("/forget")
    await resident.presses("Стереть всё")
    await resident.finds("Готово, всё стёрто")


async def test_all_is_erased_here_and_in_the_group(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(CANARY)
    await operator.finds(CANARY, ticket=1)
    await operator.says(REPLY, ticket=1)
    await resident.sees(REPLY)
    await operator.says("//Кенар, говорит, улетел", ticket=1)
    await operator.says("/find кенар")
    await operator.sees("000001")
    await stage.quiet()
    assert len(await said_anywhere(stage, "Кенар", "кенар")) >= 5, "is everything still looked into?"
    await resident.says("/forget")
    await resident.sees("Стереть всё, что мы о вас знаем?", "ЕКЦ-", "без ответа", "Журнал действий")
    await resident.presses("Стереть всё")
    await resident.finds("Готово, всё стёрто")
    await operator.sees("Житель попросил стереть его данные", "000001")
    await stage.quiet()
    assert await said_anywhere(stage, "Кенар", "кенар", "Мария", REPLY) == []
    assert await stage.rows("select resident_id, state from tickets") == [(0, "closed")]
    state = await stage.client.state()
    assert not [one for chat in state["chats"] for one in chat["topics"]], "the topic is gone"
    acts = [row[0] for row in await stage.rows("select deed from acts order by number")]
    assert acts[-1] == "forget" and "consent" in acts


async def test_what_a_search_has_shown_is_deleted_and_others_stays(
    stage: Stage, resident: Resident, neighbour: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(CANARY)
    await neighbour.asks_a_person("Ворона сидит на столбе")
    await operator.finds(CANARY, ticket=1)
    for word in ("кенар", "ворона"):
        await operator.says(f"/find {word}")
        await operator.sees("найдено: 1")
    await stage.quiet()
    await forgotten(resident)
    await stage.quiet()
    left = "\n".join(words_of(one) for one in await operator.history() if not one["deleted"])
    assert "Мария" not in left and "Кенар" not in left
    assert "Ворона сидит на столбе" in left
    assert "личными номерами" not in left, "nobody there has asked for it"


async def test_whoever_comes_back_is_somebody_new(stage: Stage, resident: Resident) -> None:
    await resident.asks_a_person(CANARY)
    await forgotten(resident)
    await resident.says("/my")
    await resident.sees("обращений")
    await resident.says("/operator")
    await resident.sees("Согласие на обработку данных")


async def test_the_button_is_for_that_person_and_for_a_while(
    stage: Stage, resident: Resident, neighbour: Resident
) -> None:
    await resident.asks_a_person(CANARY)
    await resident.says("/forget")
    asked = await resident.sees("Стереть всё")
    await stage.client.clock(advance=16 * 60)
    assert "больше не действует" in await resident.presses("Стереть всё")
    assert await said_anywhere(stage, "Кенар") != []
    await resident.says("/forget")
    await resident.presses("Оставить как есть")
    await resident.finds("ничего не стираем")
    assert await said_anywhere(stage, "Кенар") != []
    assert asked["message_id"]


async def test_a_ban_does_not_take_the_right_away_and_outlives_it(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(CANARY)
    await operator.says("/ban 3д оскорбления", ticket=1)
    await resident.sees("не будем отвечать вам здесь до")
    await resident.says("/privacy")
    await resident.sees("Вы согласились на обработку данных")
    await forgotten(resident)
    await stage.quiet()
    assert await said_anywhere(stage, "Кенар") == []
    await resident.says("Почему?")
    await resident.sees("Сообщение сохранено", "причина стёрта вместе с вашими данными")


async def test_whoever_has_never_written_may_ask_for_it_too(stage: Stage, resident: Resident) -> None:
    await forgotten(resident)
    await stage.quiet()
    assert await stage.rows("select * from residents") == []


async def test_blocking_the_bot_afterwards_writes_nobody_down(stage: Stage, resident: Resident) -> None:
    await forgotten(resident)
    await stage.client.block(resident.id, blocked=True)
    await stage.quiet()
    assert await stage.rows("select * from residents") == []


async def test_a_topic_that_the_bot_may_not_delete_is_left_to_people(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(CANARY)
    await operator.finds(CANARY, ticket=1)
    await stage.quiet()
    await stage.client.member(BOT_ID, "member")
    stage.expects("not enough rights")
    await forgotten(resident)
    await operator.finds("Удалите эту тему сами", ticket=1)
    await stage.quiet()
    assert await said_anywhere(stage, "Кенар") == []


async def test_in_a_group_without_topics_the_messages_are_deleted(
    offstage: Stage, resident: Resident, operator: Operator
) -> None:
    offstage.expects("not a forum")
    offstage.sandbox.world.state.chats[operator.chat].is_forum = False
    await offstage.start()
    await resident.asks_a_person(CANARY)
    await operator.finds("Кенар")
    await offstage.quiet()
    await forgotten(resident)
    await offstage.quiet()
    left = [one for one in await operator.history() if "Кенар" in words_of(one) and not one["deleted"]]
    assert left == []


async def test_consent_is_taken_back_and_asked_for_again(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.says("/privacy")
    await resident.sees("Ваши данные", "Отвечает за них", "365 дн.")
    await resident.sees("Согласия на обработку данных у нас нет")
    await resident.asks_a_person(CANARY)
    await resident.says("/privacy")
    await resident.presses("Отозвать согласие")
    await resident.sees("Согласие отозвано", "Обращения закрыты: ЕКЦ-")
    await operator.sees("Житель отозвал согласие", ticket=1)
    await resident.says("Как получить единое пособие?")
    await resident.sees("🤖")
    await resident.says("/operator")
    await resident.sees("Согласие на обработку данных")
    await stage.quiet()
    assert await stage.rows("select consent_version from residents") == [(0,)]


async def test_in_english(offstage: Stage, resident: Resident) -> None:
    offstage.changed["privacy"] = {"law_in": {"en": "What the law keeps."}}
    await offstage.start()
    await resident.says("/language")
    await resident.presses("English")
    await resident.says("/privacy")
    await resident.sees("Your data", "Responsible")
    await resident.says("/forget")
    await resident.sees("Erase everything we know about you?", "What the law keeps.")
    await resident.presses("Erase everything")
    await resident.finds("Done, everything is erased")


async def test_an_administrator_reads_of_it_in_the_register(
    stage: Stage, resident: Resident, editor: Person
) -> None:
    await resident.asks_a_person(CANARY)
    await forgotten(resident)
    await stage.quiet()
    await editor.says("/audit")
    await editor.sees("данные жителя стёрты", "обращений: 1")


async def test_an_administrator_gives_out_and_erases_what_is_asked_for_on_paper(
    stage: Stage, resident: Resident, operator: Operator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await resident.asks_a_person(CANARY)
    await operator.finds(CANARY, ticket=1)
    await resident.sends("photo")
    await stage.quiet()
    file = tmp_path / "resident.json"
    assert await export(stage.settings(), resident.id, file) == 0
    assert file.stat().st_mode & 0o777 == 0o600, "others on the server do not read it"
    told = json.loads(file.read_text("utf-8"))
    assert [one["type"] for one in told["chapters"]["attachments"]["facts"]] == ["photo"]
    assert await stage.rows("select by_id, person_id, note from acts where deed = 'take_data'") == [
        (None, resident.id, "contact-center privacy export")
    ]
    assert CANARY in [one.get("words") for one in told["chapters"]["tickets"]["facts"]]
    assert await erase(stage.settings(), resident.id) == 0
    await resident.sees("Готово, всё стёрто", within=10)
    await stage.quiet()
    assert await said_anywhere(stage, "Кенар", "Мария") == []
    capsys.readouterr()
    assert await erase(stage.settings(), resident.id) == 1
    assert "ничего не хранится" in capsys.readouterr().err


async def test_a_text_of_the_law_that_is_in_russian_alone_says_so(stage: Stage, resident: Resident) -> None:
    await resident.says("/language")
    await resident.presses("English")
    await resident.sees("English")
    for command in ("/privacy", "/forget"):
        await resident.says(command)
        await resident.sees("This text is not in English yet")
