"""Answers that quote a part of a message: it is the same part on the other side."""

from __future__ import annotations

from tests.dialogues.people import Operator, Resident, words_of
from tests.dialogues.stage import Json, Stage

ASKED = "Почему не вывозят мусор?"
REPLY = "👍 Приедут завтра, а в среду — завтра ещё раз"
SIGNED = "👤 Анна, специалист:\n"


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def quoted(message: Json) -> tuple[str, int]:
    """The quoted words, and where they begin in the message that is answered; looked up there, too."""
    quote = message["quote"]
    whole = words_of(message["reply_to_message"]).encode("utf-16-le")
    start = quote["position"] * 2
    assert whole[start : start + units(quote["text"]) * 2].decode("utf-16-le") == quote["text"]
    return quote["text"], quote["position"]


async def test_a_resident_quotes_a_part_of_the_reply(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says(REPLY, ticket=1)
    reply = await resident.sees(REPLY)
    second = units(SIGNED + REPLY[: REPLY.rindex("завтра")])
    await resident.says(
        "В котором часу?", reply_to=reply["message_id"], quote="завтра", quote_position=second
    )
    there = await operator.finds("В котором часу?", ticket=1)
    assert quoted(there) == ("завтра", units(REPLY[: REPLY.rindex("завтра")])), (
        "the second one, not the first"
    )


async def test_an_operator_quotes_a_part_of_what_they_or_the_resident_have_said(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says(REPLY, ticket=1)
    await resident.sees(REPLY)
    own = await operator.finds(REPLY, ticket=1)
    second = units(REPLY[: REPLY.rindex("завтра")])
    await operator.says(
        "Точнее, в 10", ticket=1, reply_to=own["message_id"], quote="завтра", quote_position=second
    )
    got = await resident.sees("Точнее, в 10")
    assert quoted(got) == ("завтра", units(SIGNED) + second)
    bold = [{"type": "bold", "offset": 4, "length": 2}]
    await resident.says("Дом 15 по улице Ленина", entities=bold)
    theirs = await operator.finds("Дом 15", ticket=1)
    await operator.says("Записал", ticket=1, reply_to=theirs["message_id"], quote="Дом 15")
    got = await resident.sees("Записал")
    assert quoted(got) == ("Дом 15", 0)
    assert [(one["type"], one["offset"], one["length"]) for one in got["quote"]["entities"]] == [
        ("bold", 4, 2)
    ]


async def test_a_part_of_a_caption_is_quoted_and_a_medium_quotes_one(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.sends("photo", ticket=1, caption="График: вторник и пятница")
    reply = await resident.sees("График")
    await resident.sends("voice", reply_to=reply["message_id"], quote="пятница")
    await resident.sees_reaction_on_last("👌")
    voice = next(one for one in await operator.history(1) if "voice" in one)
    assert quoted(voice)[0] == "пятница"


async def test_our_signature_is_no_part_of_what_is_quoted(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says(REPLY, ticket=1)
    reply = await resident.sees(REPLY)
    await resident.says("Вы уверены?", reply_to=reply["message_id"], quote=f"специалист:\n{REPLY[:10]}")
    there = await operator.finds("Вы уверены?", ticket=1)
    assert quoted(there) == (REPLY[:10], 0)
    await resident.says("А вы кто?", reply_to=reply["message_id"], quote="Анна")
    there = await operator.finds("А вы кто?", ticket=1)
    assert "quote" not in there and there["reply_to_message"]["text"] == REPLY


async def test_a_part_that_an_edit_has_taken_away_is_quoted_as_the_whole(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    stage.expects("QUOTE_TEXT_INVALID")
    await resident.asks_a_person(ASKED)
    await operator.says(REPLY, ticket=1)
    reply = await resident.sees(REPLY)
    await stage.stop()
    await resident.says("Точно?", reply_to=reply["message_id"], quote="завтра")
    await operator.edits("Не приедут")
    await stage.start()
    there = await operator.finds("Точно?", ticket=1)
    assert "quote" not in there and there["reply_to_message"]["text"] == "Не приедут"
    refused = [one for one in await stage.telegram_calls("copyMessage") if not one["ok"]]
    assert [one["description"] for one in refused] == ["Bad Request: QUOTE_TEXT_INVALID"]


async def test_an_album_quotes_the_part_by_the_line_before_it(
    stage: Stage, resident: Resident, operator: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await operator.says("Пришлите фото двора и подъезда", ticket=1)
    wanted = await resident.sees("Пришлите фото")
    await resident.sends_album("photo", "photo", reply_to=wanted["message_id"], quote="подъезда")
    line = await operator.sees("Альбом от жителя", ticket=1)
    assert quoted(line)[0] == "подъезда"
    theirs = await operator.finds("Пришлите фото", ticket=1)
    await operator.sends_album("photo", "photo", ticket=1, reply_to=theirs["message_id"], quote="двора")
    announced = await resident.sees("👤 Анна, специалист")
    assert quoted(announced)[0] == "двора"


async def test_a_held_reply_keeps_the_part_it_quotes(
    stage: Stage, resident: Resident, operator: Operator, colleague: Operator
) -> None:
    await resident.asks_a_person(ASKED)
    await resident.says("Дом 15 по улице Ленина")
    theirs = await operator.finds("Дом 15", ticket=1)
    await operator.presses("Взять", ticket=1)
    await colleague.says("Это не наша", ticket=1, reply_to=theirs["message_id"], quote="улице Ленина")
    await colleague.presses("Отправить", ticket=1)
    assert quoted(await resident.sees("Это не наша")) == ("улице Ленина", 10)
