"""Words, media, albums, edits, quotes and reactions pass both ways through a ticket."""

import pytest

from sandbox.chats import GROUP_ID
from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"


async def test_albums_stay_whole_and_in_order_both_ways(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.sends_album("photo", "photo", "video", caption="вот двор")
    await resident.sees_reaction_on_last("👌")
    await operator.sends_album("photo", "photo", ticket=1, caption="вот график")
    await operator.sees_reaction_on_last("👌")
    there = [one for one in await operator.history(1) if one.get("media_group_id")]
    here = [one for one in await resident.history() if one.get("media_group_id")]
    assert len(there) == 5
    assert len(here) == 5
    assert len({one["media_group_id"] for one in there}) == 2
    assert [words_of(one) for one in there][:3] == ["вот двор", "", ""]
    assert len(await stage.telegram_calls("copyMessages")) == 2


async def test_an_album_becomes_a_ticket_as_a_whole(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.sends_album("photo", "photo", "photo")
    await resident.presses("Спросить специалиста")
    await resident.presses("Согласен")
    await resident.sees("Вопрос передан")
    await operator.sees("без текста", ticket=1)
    await stage.quiet()
    assert len([one for one in await operator.history(1) if "photo" in one]) == 3
    offers = [one for one in await resident.history() if "читать только текст" in words_of(one)]
    assert len(offers) == 1


async def test_edits_follow_both_ways(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Дом 5")
    await operator.finds("Дом 5", ticket=1)
    await stage.quiet()
    await resident.edits("Дом 15")
    await operator.finds("Дом 15", ticket=1)
    await operator.says("Привезут сегодня", ticket=1)
    await resident.sees("Привезут сегодня")
    await stage.quiet()
    await operator.edits("Приедут сегодня")
    await resident.sees("👤 Анна, специалист:\nПриедут сегодня")
    await operator.sends("photo", ticket=1, caption="схема")
    await resident.sees("схема")
    await stage.quiet()
    await operator.edits("новая схема")
    await resident.sees("новая схема")


async def test_two_edits_within_a_second_both_arrive(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Дом 5")
    await operator.finds("Дом 5", ticket=1)
    await stage.quiet()
    await resident.edits("Дом 15")
    await resident.edits("Дом 25")
    await operator.finds("Дом 25", ticket=1)


async def test_quoted_replies_follow_both_ways(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Первое")
    first = await operator.finds("Первое", ticket=1)
    await resident.says("Второе")
    await operator.finds("Второе", ticket=1)
    await stage.quiet()
    await operator.says("Это про первое", ticket=1, reply_to=first["message_id"])
    got = await resident.sees("Это про первое")
    assert got["reply_to_message"]["text"] == "Первое"
    await resident.says("А я про ответ", reply_to=got["message_id"])
    there = await operator.finds("А я про ответ", ticket=1)
    assert there["reply_to_message"]["text"] == "Это про первое"


async def test_albums_quote_by_the_line_before_them(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Пришлите фото двора", ticket=1)
    wanted = await resident.sees("Пришлите фото двора")
    await resident.sends_album("photo", "photo", reply_to=wanted["message_id"])
    line = await operator.sees("Альбом от жителя", ticket=1)
    assert line["reply_to_message"]["text"] == "Пришлите фото двора"
    await resident.sees_reaction_on_last("👌")
    theirs = await operator.finds("Пришлите фото двора", ticket=1)
    await operator.sends_album("photo", "photo", ticket=1, reply_to=theirs["message_id"])
    await operator.sees_reaction_on_last("👌")
    announced = await resident.sees("👤 Анна, специалист")
    assert announced["reply_to_message"]["message_id"] == wanted["message_id"]
    await resident.sends_album("photo", "photo")
    await resident.sees_reaction_on_last("👌")
    lines = [one for one in await operator.history(1) if "Альбом от жителя" in words_of(one)]
    assert len(lines) == 1, "an album that answers nothing needs no line"


async def test_without_topics_albums_and_notices_hang_on_the_card(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("not a forum")
    await stage.client.group(is_forum=False)
    await resident.asks_a_person(ASKED)
    card = await operator.sees("ЕКЦ-2026-000001", "новое")
    await resident.sends_album("photo", "photo")
    line = await operator.sees("Альбом от жителя")
    assert line["reply_to_message"]["message_id"] == card["message_id"]
    await resident.sees_reaction_on_last("👌")
    await operator.says("Вижу", reply_to=line["message_id"])
    await resident.sees("👤 Анна, специалист:\nВижу")
    await resident.says("/my")
    await resident.presses("ЕКЦ-2026-000001")
    await resident.presses("решён, закрыть")
    told = await operator.sees("Житель закрыл")
    assert told["reply_to_message"]["message_id"] == card["message_id"]


async def test_reactions_follow_both_ways(stage: Stage, resident: Resident, operator: Operator) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Готово", ticket=1)
    await resident.sees("Готово")
    await operator.sees_reaction("👌", "Готово", ticket=1)
    await resident.reacts("❤", "Готово")
    await operator.sees_reaction("❤", "Готово", ticket=1)
    await resident.says("Спасибо")
    await operator.finds("Спасибо", ticket=1)
    await stage.quiet()
    await operator.reacts("👍", "Спасибо", ticket=1)
    await resident.sees_reaction("👍", "Спасибо")


async def test_a_reaction_that_the_group_does_not_allow_is_nobodys_to_decide_about(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("REACTION_INVALID")
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    stage.sandbox.world.state.chats[GROUP_ID].reactions = ["👍"]
    await operator.says("Готово", ticket=1)
    await resident.sees("Готово")
    await stage.quiet()
    assert (await stage.telegram_calls("setMessageReaction"))[-1]["ok"] is False
    assert await stage.counts() == {}


async def test_of_two_operators_reactions_one_taken_back_leaves_the_other(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Спасибо вам всем")
    await operator.finds("Спасибо вам всем", ticket=1)
    await stage.quiet()
    await operator.reacts("👍", "Спасибо вам всем", ticket=1)
    await resident.sees_reaction("👍", "Спасибо вам всем")
    await colleague.reacts("❤", "Спасибо вам всем", ticket=1)
    await resident.sees_reaction("❤", "Спасибо вам всем")
    await colleague.reacts(None, "Спасибо вам всем", ticket=1)
    await resident.sees_reaction("👍", "Спасибо вам всем")
    await operator.reacts(None, "Спасибо вам всем", ticket=1)
    await stage.quiet()
    assert not (await resident.finds("Спасибо вам всем"))["reactions"]


@pytest.mark.parametrize(
    ("kind", "refusal", "reason"),
    [
        ("document", "file is too big", "файл больше, чем пропускает Telegram"),
        ("video", "Request Entity Too Large", "файл больше, чем пропускает Telegram"),
        ("photo", "message caption is too long", "сообщение слишком длинное"),
        ("voice", "VOICE_MESSAGES_FORBIDDEN", "житель запретил присылать ему голосовые"),
    ],
)
async def test_what_telegram_refuses_is_told_with_a_reason_that_people_understand(
    stage: Stage, resident: Resident, operator: Operator, kind: str, refusal: str, reason: str
) -> None:
    stage.expects(refusal, dead=2)
    await resident.asks_a_person(ASKED)
    await operator.finds(ASKED, ticket=1)
    await stage.quiet()
    await stage.breaks("400", "copyMessage", words=refusal)
    await operator.sends(kind, ticket=1, caption="Смотрите")
    await operator.sees("Сообщение жителю не доставлено", reason, ticket=1)
    await stage.breaks("400", "copyMessage", words=refusal)
    await resident.sends(kind, caption="Смотрите")
    await operator.sees("Сообщение жителя сюда не передано", reason, ticket=1)


REMARKS: dict[str, Json] = {
    "boost_added": {"boost_count": 1},
    "video_chat_started": {},
    "giveaway_created": {},
    "general_forum_topic_hidden": {},
    "paid_message_price_changed": {"paid_message_star_count": 5},
}


@pytest.mark.parametrize("kind", REMARKS)
async def test_telegram_s_own_remarks_are_nobody_s_words(
    stage: Stage, resident: Resident, operator: Operator, kind: str
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Вижу", ticket=1)
    await resident.sees("Вижу")
    await stage.quiet()
    heard, shown = await resident.history(), await operator.history(1)
    for last in (resident.last, operator.last):
        frame = {name: one for name, one in last.items() if name not in ("text", "entities", "reactions")}
        await stage.client.update({"message": frame | {"message_id": 9000, kind: REMARKS[kind]}})
    await stage.quiet()
    assert await resident.history() == heard
    assert await operator.history(1) == shown


async def test_a_kind_of_tomorrow_is_passed_on_by_nobody_and_told_to_a_resident(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Вижу", ticket=1)
    await resident.sees("Вижу")
    await stage.quiet()
    shown = await operator.history(1)
    for last in (resident.last, operator.last):
        frame = {name: one for name, one in last.items() if name not in ("text", "entities", "reactions")}
        await stage.client.update({"message": frame | {"message_id": 9000, "hologram": {"depth": 3}}})
    await resident.sees("нельзя ни прочитать, ни передать")
    signed = [one for one in await resident.history() if "Анна, специалист:" in words_of(one)]
    assert len(signed) == 1
    assert await operator.history(1) == shown
