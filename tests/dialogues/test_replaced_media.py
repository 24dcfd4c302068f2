"""A photo or a file put in another's place shows on the other side, under the words it has."""

import pytest

from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
SIGNED = "👤 Анна, специалист:\n"


async def test_a_resident_s_other_file_takes_the_place_of_the_first(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    await resident.sends("photo", caption="Вот двор", entities=bold)
    before = await operator.finds("Вот двор", ticket=1)
    await stage.quiet()
    await resident.replaces("document")
    await stage.quiet()
    after = await operator.finds("Вот двор", ticket=1)
    assert after["message_id"] == before["message_id"]
    assert "photo" in before and "photo" not in after
    assert _file(after, "document") == _file(await resident.finds("Вот двор"), "document")
    await resident.replaces("photo", "А вот подъезд")
    await stage.quiet()
    last = await operator.finds("А вот подъезд", ticket=1)
    assert last["message_id"] == before["message_id"]
    assert "photo" in last and "document" not in last


async def test_an_operator_s_other_file_stays_signed(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sends("document", ticket=1, caption="График")
    before = await resident.sees(f"{SIGNED}График")
    await stage.quiet()
    await operator.replaces("video")
    await stage.quiet()
    after = await resident.finds("График")
    assert after["message_id"] == before["message_id"]
    assert after["caption"] == f"{SIGNED}График"
    assert "video" in after and "document" not in after


async def test_a_text_that_gets_a_photo_gets_it_on_the_other_side(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Приедут завтра", ticket=1)
    reply = await resident.sees("Приедут завтра")
    await resident.says("Дом 5")
    words = await operator.finds("Дом 5", ticket=1)
    await stage.quiet()
    await operator.replaces("photo")
    await resident.replaces("photo", "Дом 15")
    await stage.quiet()
    said = await resident.finds("Приедут завтра")
    assert said["message_id"] == reply["message_id"]
    assert said["caption"] == f"{SIGNED}Приедут завтра" and "photo" in said and "text" not in said
    heard = await operator.finds("Дом 15", ticket=1)
    assert heard["message_id"] == words["message_id"]
    assert "photo" in heard and "text" not in heard


async def test_a_part_of_an_album_is_replaced_within_it(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    album = await resident.sends_album("photo", "photo", caption="Двор")
    copies = await _pictures(operator, 2)
    await stage.quiet()
    await resident.replaces("video", message=album[1])
    await stage.quiet()
    first, second = [one for one in await operator.history(1) if one.get("media_group_id")]
    assert [first["message_id"], second["message_id"]] == [one["message_id"] for one in copies]
    assert first["media_group_id"] == second["media_group_id"]
    assert "photo" in first and first["caption"] == "Двор"
    assert "video" in second and "photo" not in second


async def test_an_edit_that_comes_again_changes_nothing_and_says_nothing(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("message is not modified")
    await resident.asks_a_person(ASKED)
    await operator.sends("photo", ticket=1, caption="Схема")
    await resident.sees("Схема")
    await stage.quiet()
    await operator.replaces("video")
    await stage.quiet()
    staff, told = await operator.history(1), await resident.history()
    seen = next(one for one in staff if one["message_id"] == operator.last["message_id"])
    again = {name: value for name, value in seen.items() if name != "reactions"}
    await stage.client.update({"edited_message": again})
    await stage.quiet()
    calls = await stage.telegram_calls("editMessageMedia")
    assert [call["ok"] for call in calls] == [True, False]
    assert calls[0]["params"] == calls[1]["params"]
    assert (await operator.history(1), await resident.history()) == (staff, told)


async def test_a_reply_that_waits_goes_out_with_the_file_it_got(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("429", "Too Many")
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    await stage.breaks("429", "sendMessage", chat=resident.id, retry_after=3)
    await operator.says("Приедут завтра", ticket=1)
    await stage.until("select 1 from letters where state = 'pending' and attempts = 1")
    await operator.replaces("photo")
    await resident.sees(f"{SIGNED}Приедут завтра")
    await stage.quiet()
    (said,) = [one for one in await resident.history() if "Приедут завтра" in words_of(one)]
    assert said["caption"] == f"{SIGNED}Приедут завтра"
    assert "photo" in said


async def test_a_held_reply_goes_out_with_the_file_it_got(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.presses("Взять", ticket=1)
    await stage.quiet()
    await colleague.says("Приедут завтра", ticket=1)
    await colleague.sees("не отправлено", ticket=1)
    await colleague.replaces("photo")
    await stage.quiet()
    await operator.presses("Отправить", ticket=1)
    said = await resident.sees("Приедут завтра")
    assert said["caption"].startswith("👤")
    assert "photo" in said


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "not to be edited"])
async def test_a_replacement_that_telegram_refuses_is_told_once(
    stage: Stage, resident: Resident, operator: Operator, gone: bool
) -> None:
    stage.expects("message to edit not found", "media can't be edited", dead=1)
    await resident.asks_a_person(ASKED)
    await operator.sends("photo", ticket=1, caption="Схема")
    copy = await resident.sees("Схема")
    await stage.quiet()
    chat = stage.sandbox.world.state.chats[resident.id]
    if gone:
        stage.sandbox.world.delete(chat, [copy["message_id"]])
    else:
        chat.posts[copy["message_id"]].body["forward_origin"] = {}
    await operator.replaces("video")
    why = "уже удалено" if gone else "больше нельзя исправить"
    told = await operator.sees("Правка не дошла до жителя", why, ticket=1)
    assert told["reply_to_message"]["message_id"] == operator.last["message_id"]
    await stage.quiet()
    assert sum("Правка не дошла" in words_of(one) for one in await operator.history(1)) == 1


@pytest.mark.parametrize("with_photo", [True, False], ids=["photo", "words"])
async def test_operators_learn_of_a_resident_s_edit_that_they_do_not_see(
    stage: Stage, resident: Resident, operator: Operator, with_photo: bool
) -> None:
    stage.expects("message to edit not found", dead=1)
    await resident.asks_a_person(ASKED)
    await resident.says("Дом 5")
    copy = await operator.finds("Дом 5", ticket=1)
    await stage.quiet()
    stage.sandbox.world.delete(stage.sandbox.world.state.chats[operator.chat], [copy["message_id"]])
    await (resident.replaces("photo") if with_photo else resident.edits("Дом 15"))
    await operator.sees("Житель исправил своё сообщение", "уже удалено", ticket=1)
    await stage.quiet()
    assert sum("Житель исправил" in words_of(one) for one in await operator.history(1)) == 1


async def test_what_was_veiled_stays_veiled(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends("photo", caption="Паспорт")
    await operator.finds("Паспорт", ticket=1)
    await stage.quiet()
    veiled = {name: value for name, value in resident.last.items() if name != "reactions"}
    await stage.client.update(
        {"edited_message": veiled | {"has_media_spoiler": True, "caption": "Мой паспорт"}}
    )
    shown = await operator.finds("Мой паспорт", ticket=1)
    assert shown["has_media_spoiler"]


async def test_the_words_of_a_voice_message_are_edited_alone(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sends("voice", ticket=1, caption="Голосом")
    before = await resident.sees("Голосом")
    await stage.quiet()
    await operator.edits("Голосом, новое")
    after = await resident.finds("Голосом, новое")
    assert after["message_id"] == before["message_id"]
    assert after["voice"] == before["voice"]


def _file(message: Json, kind: str) -> str:
    return str(message[kind]["file_unique_id"])


async def _pictures(operator: Operator, count: int) -> list[Json]:
    async def probe() -> list[Json] | None:
        found = [one for one in await operator.history(1) if "photo" in one]
        return found if len(found) == count else None

    return await operator.client.wait_for(probe, 5.0)
