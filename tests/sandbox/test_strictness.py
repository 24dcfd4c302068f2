"""What Telegram refuses, the sandbox refuses, in the same words."""

from typing import Any

import pytest

from sandbox.chats import GROUP_ID
from sandbox.client import Client, Refused

GROUP = GROUP_ID
LONG = {"text": "Да", "callback_data": "я" * 33}
BUTTON = {"text": "Да", "callback_data": "yes"}


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


SEND = "sendMessage"
MIXED = [{"type": "photo", "media": "x"}, {"type": "document", "media": "y"}]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (SEND, {"text": "да"}, "chat_id is empty"),
    (SEND, {"chat_id": 1001}, "message text is empty"),
    (SEND, {"chat_id": 1001, "text": " \n "}, "message text is empty"),
    (SEND, {"chat_id": 1001, "text": "я" * 4097}, "message is too long"),
    (SEND, {"chat_id": 1001, "text": "😀" * 2049}, "message is too long"),
    (SEND, {"chat_id": 999, "text": "да"}, "chat not found"),
    (SEND, {"chat_id": "@nobody", "text": "да"}, "chat not found"),
    (SEND, {"chat_id": 1001, "text": "\ud83d"}, "strings must be encoded in UTF-8"),
    (SEND, {"chat_id": GROUP, "text": "да", "message_thread_id": 77}, "message thread not found"),
    (SEND, {"chat_id": GROUP, "text": "да", "message_thread_id": 1}, "message thread not found"),
    (SEND, {"chat_id": 1001, "text": "да", "message_thread_id": 5}, "message thread not found"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_parameters": {"message_id": 77}},
     "message to be replied not found"),
    (SEND, {"chat_id": 1001, "text": "<b>да", "parse_mode": "HTML"},
     "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    (SEND, {"chat_id": 1001, "text": "я<p>да</p>", "parse_mode": "HTML"},
     "can't parse entities: Unsupported start tag \"p\" at byte offset 2"),
    (SEND, {"chat_id": 1001, "text": "<b>да</i>", "parse_mode": "HTML"},
     "can't parse entities: Unmatched end tag at byte offset 7, expected \"</b>\", found \"</i>\""),
    (SEND, {"chat_id": 1001, "text": "да</i>", "parse_mode": "HTML"},
     "can't parse entities: Unexpected end tag at byte offset 4"),
    (SEND, {"chat_id": 1001, "text": "1 < 2", "parse_mode": "HTML"},
     "can't parse entities: Unclosed start tag at byte offset 2"),
    (SEND, {"chat_id": 1001, "text": "да.", "parse_mode": "MarkdownV2"},
     "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"),
    (SEND, {"chat_id": 1001, "text": "*да", "parse_mode": "MarkdownV2"},
     "can't parse entities: Can't find end of Bold entity at byte offset 0"),
    (SEND, {"chat_id": 1001, "text": "да", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    (SEND, {"chat_id": 1001, "text": "да", "entities": [{"type": "bold", "offset": 0, "length": 3}]},
     "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 3"),
    (SEND, {"chat_id": 1001, "text": "да", "entities": [{"type": "bold", "offset": 3, "length": 1}]},
     "entity begins after the end of the text at UTF-16 offset 3"),
    (SEND, {"chat_id": 1001, "text": "😀да", "entities": [{"type": "bold", "offset": 1, "length": 2}]},
     "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
    (SEND, {"chat_id": 1001, "text": "😀да", "entities": [{"type": "bold", "offset": 0, "length": 1}]},
     "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4"),
    (SEND, {"chat_id": 1001, "text": "да", "entities": [{"type": "loud", "offset": 0, "length": 1}]},
     "can't parse MessageEntity: Unsupported type specified"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": keyboard(LONG)},
     "BUTTON_DATA_INVALID"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": keyboard({"text": "Да", "callback_data": ""})},
     "BUTTON_DATA_INVALID"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": keyboard({"text": " ", "callback_data": "x"})},
     "BUTTON_TEXT_INVALID"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": keyboard({"callback_data": "x"})},
     'can\'t parse keyboard button: Can\'t find field "text"'),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": {"inline_keyboard": [BUTTON]}},
     "can't parse reply keyboard markup JSON object"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": keyboard({"text": "Да"})},
     "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": keyboard({"text": "Да", "url": "не адрес"})},
     "inline keyboard button URL 'не адрес' is invalid: Wrong HTTP URL"),
    (SEND, {"chat_id": 1001, "text": "да", "reply_markup": keyboard(*[BUTTON] * 101)},
     "REPLY_MARKUP_TOO_LONG"),
    ("sendPhoto", {"chat_id": 1001, "photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"chat_id": 1001, "photo": "attach://gone"}, "there is no photo in the request"),
    ("sendDocument", {"chat_id": 1001, "document": "x", "caption": "я" * 1025},
     "message caption is too long"),
    ("sendMediaGroup", {"chat_id": 1001, "media": [{"type": "photo", "media": "x"}]},
     "too few messages to send as an album"),
    ("sendMediaGroup", {"chat_id": 1001, "media": MIXED},
     "document can't be mixed with other media types"),
    ("sendPoll", {"chat_id": 1001, "question": "Да?", "options": [{"text": "Да"}]},
     "poll must have at least 2 options"),
    ("sendLocation", {"chat_id": 1001, "latitude": 91, "longitude": 0}, "wrong latitude/longitude specified"),
    ("sendChatAction", {"chat_id": 1001, "action": "dancing"}, "wrong parameter action in request"),
    ("editMessageText", {"chat_id": 1001, "message_id": 77, "text": "да"}, "message to edit not found"),
    ("editMessageText", {"message_id": 77, "text": "да"}, "message identifier is not specified"),
    ("copyMessage", {"chat_id": 1001, "from_chat_id": 1001, "message_id": 77}, "message to copy not found"),
    ("copyMessages", {"chat_id": 1001, "from_chat_id": 1001, "message_ids": [2, 2]},
     "message identifiers must be in a strictly increasing order"),
    ("copyMessages", {"chat_id": 1001, "from_chat_id": 1001, "message_ids": list(range(1, 102))},
     "too many message identifiers specified"),
    ("forwardMessage", {"chat_id": 1001, "from_chat_id": 1001, "message_id": 77},
     "message to forward not found"),
    ("deleteMessage", {"chat_id": 1001, "message_id": 77}, "message to delete not found"),
    ("pinChatMessage", {"chat_id": 1001, "message_id": 77}, "message to pin not found"),
    ("setMessageReaction", {"chat_id": 1001, "message_id": 77}, "message to react not found"),
    ("createForumTopic", {"chat_id": GROUP, "name": " "}, "title must be non-empty"),
    ("createForumTopic", {"chat_id": GROUP, "name": "я" * 129}, "topic name is too long"),
    ("createForumTopic", {"chat_id": 1001, "name": "Тема"}, "the chat is not a forum"),
    ("editForumTopic", {"chat_id": GROUP, "message_thread_id": 77, "name": "Тема"}, "TOPIC_ID_INVALID"),
    ("deleteForumTopic", {"chat_id": GROUP, "message_thread_id": 77}, "TOPIC_ID_INVALID"),
    ("answerCallbackQuery", {"callback_query_id": "77"},
     "query is too old and response timeout expired or query ID is invalid"),
    ("answerCallbackQuery", {"callback_query_id": "77", "text": "я" * 201}, "MESSAGE_TOO_LONG"),
    ("getFile", {"file_id": "nonsense"}, "wrong file_id or the file is temporarily unavailable"),
    ("setMyCommands", {"commands": [{"command": "Начать", "description": "да"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "start", "description": ""}]},
     "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "не то"},
     "secret token contains unallowed characters"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "words"), REFUSED, ids=lambda value: str(value)[:60])
async def test_what_telegram_refuses_is_refused_in_its_words(
    ask: Any, method: str, params: dict[str, Any], words: str
) -> None:
    body = await ask(method, **params)
    assert body == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


async def test_limits_count_utf16_units_of_the_text_without_its_markup(ask: Any) -> None:
    assert (await ask(SEND, chat_id=1001, text="😀" * 2048))["ok"]
    assert (await ask(SEND, chat_id=1001, text=f"<b>{'я' * 4096}</b>", parse_mode="HTML"))["ok"]
    assert (
        await ask(
            SEND, chat_id=1001, text="да", reply_markup=keyboard({"text": "Да", "callback_data": "я" * 32})
        )
    )["ok"]


async def test_an_edit_that_changes_nothing_is_refused(ask: Any) -> None:
    sent = (await ask(SEND, chat_id=1001, text="*да*", reply_markup=keyboard(BUTTON)))["result"]
    same = {"chat_id": 1001, "message_id": sent["message_id"], "text": "*да* "}
    refused = await ask("editMessageText", **same, reply_markup=keyboard(BUTTON))
    assert refused["description"] == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
    edited = (await ask("editMessageText", **same))["result"]
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]


async def test_others_messages_cannot_be_edited(ask: Any, client: Client) -> None:
    [message] = await client.send(1001, "Здравствуйте")
    body = await ask("editMessageText", chat_id=1001, message_id=message["message_id"], text="нет")
    assert body["description"] == "Bad Request: message can't be edited"


async def test_an_unknown_token_and_an_unknown_method_are_told_apart(
    ask: Any, sandbox: Any, client: Client
) -> None:
    assert (await ask("sendMassage"))["error_code"] == 404
    other = await client._session.get(f"{sandbox.url}/bot1:other/getMe")
    assert (other.status, (await other.json())["description"]) == (401, "Unauthorized")
    escaped = await client._session.get(f"{sandbox.url}/bot7000000001%3Asandbox/getme")
    assert (await escaped.json())["ok"]


async def test_only_telegrams_reactions_are_taken_and_one_at_a_time(ask: Any, client: Client) -> None:
    [message] = await client.send(1001, "Спасибо")
    place = {"chat_id": 1001, "message_id": message["message_id"]}
    tick = {"type": "emoji", "emoji": "✅"}
    ok, eyes = {"type": "emoji", "emoji": "👌"}, {"type": "emoji", "emoji": "👀"}
    assert (await ask("setMessageReaction", **place, reaction=[tick]))[
        "description"
    ] == "Bad Request: REACTION_INVALID"
    both = await ask("setMessageReaction", **place, reaction=[ok, eyes])
    assert both["description"] == "Bad Request: REACTIONS_TOO_MANY"
    assert (await ask("setMessageReaction", **place, reaction=[ok]))["ok"]
    [shown] = await client.messages(1001)
    assert shown["reactions"] == [{"by": 7000000001, "emoji": "👌"}]


async def test_an_old_message_cannot_be_deleted(ask: Any, client: Client) -> None:
    sent = (await ask(SEND, chat_id=1001, text="да"))["result"]
    await client.clock(advance=48 * 3600 + 1)
    refused = await ask("deleteMessage", chat_id=1001, message_id=sent["message_id"])
    assert refused["description"] == "Bad Request: message can't be deleted for everyone"


async def test_a_bot_without_rights_cannot_work_on_topics(ask: Any, client: Client) -> None:
    await client.member(7000000001, "member")
    created = await ask("createForumTopic", chat_id=GROUP, name="Тема")
    assert created["description"] == "Bad Request: not enough rights to create a topic"
    topic = await client.topic(2001, "create", name="Тема")
    await client.topic(2003, "close", thread=topic["id"])
    sent = await ask(SEND, chat_id=GROUP, message_thread_id=topic["id"], text="да")
    assert sent["description"] == "Bad Request: TOPIC_CLOSED"


async def test_a_bot_that_was_removed_hears_so(ask: Any, client: Client) -> None:
    await client.member(7000000001, "kicked")
    sent = await ask(SEND, chat_id=GROUP, text="да")
    assert (sent["error_code"], sent["description"]) == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )


async def test_a_press_is_answered_once_and_in_time(ask: Any, client: Client) -> None:
    sent = (await ask(SEND, chat_id=1001, text="да?", reply_markup=keyboard(BUTTON)))["result"]
    await client.press(1001, sent["message_id"], data="yes", wait=0)
    [update] = (await ask("getUpdates"))["result"]
    query = update["callback_query"]["id"]
    assert (await ask("answerCallbackQuery", callback_query_id=query))["ok"]
    assert not (await ask("answerCallbackQuery", callback_query_id=query))["ok"]
    await client.press(1001, sent["message_id"], data="yes", wait=0)
    late = (await ask("getUpdates"))["result"][-1]["callback_query"]["id"]
    await client.clock(advance=151)
    assert "query is too old" in (await ask("answerCallbackQuery", callback_query_id=late))["description"]


async def test_a_misspelt_parameter_is_ignored_but_reported(ask: Any, client: Client) -> None:
    markup = keyboard({"text": "Да", "callback_data": "x", "colour": "red"})
    assert (await ask(SEND, chat_id=1001, text="да", parsemode="HTML", reply_markup=markup))["ok"]
    [call] = await client.calls(SEND)
    assert call["unknown_params"] == ["parsemode", "reply_markup.inline_keyboard.colour"]


def _medium(kind: str, file: str, caption: str = "") -> dict[str, str]:
    return {"type": kind, "media": file, "caption": caption}


async def test_media_are_replaced_by_telegram_s_rules(ask: Any, client: Client) -> None:
    async def given(kind: str) -> str:
        (sent,) = await client.send(1001, kind=kind)
        file = sent["photo"][-1] if kind == "photo" else sent[kind]
        return str(file["file_id"])

    async def edited(message: dict[str, Any], kind: str, caption: str = "") -> str:
        media = _medium(kind, files[kind], caption)
        body = await ask("editMessageMedia", chat_id=1001, message_id=message["message_id"], media=media)
        return "" if body["ok"] else str(body["description"]).removeprefix("Bad Request: ")

    files = {
        kind: await given(kind) for kind in ("photo", "video", "document", "audio", "animation", "voice")
    }
    text = (await ask(SEND, chat_id=1001, text="да"))["result"]
    assert await edited(text, "photo", "вот") == ""
    assert await edited(text, "photo", "вот") == (
        "message is not modified: specified new message content and reply markup are exactly the same as a "
        "current content and reply markup of the message"
    )
    assert await edited(text, "animation") == ""
    assert await edited(text, "photo", "я" * 1025) == "message caption is too long"
    wrong = _medium("document", files["photo"])
    body = await ask("editMessageMedia", chat_id=1001, message_id=text["message_id"], media=wrong)
    assert body["description"] == "Bad Request: can't use file of type Photo as Document"

    pair = [_medium("photo", files["photo"]), _medium("video", files["video"])]
    album = (await ask("sendMediaGroup", chat_id=1001, media=pair))["result"]
    assert await edited(album[0], "video") == ""
    assert await edited(album[0], "document") == "can't change media type in the album"
    assert await edited(album[0], "animation") == "message content type can't be used in an album"
    papers = [_medium("document", files["document"])] * 2
    album = (await ask("sendMediaGroup", chat_id=1001, media=papers))["result"]
    assert await edited(album[0], "photo") == "can't change media type in the album"
    assert await edited(album[0], "document", "новый") == ""

    voice = (await ask("sendVoice", chat_id=1001, voice=files["voice"]))["result"]
    assert await edited(voice, "photo") == "message media can't be edited"
    (theirs,) = await client.send(1001, kind="photo")
    assert await edited(theirs, "video") == "message media can't be edited"
    assert await edited({"message_id": 777}, "photo") == "message to edit not found"


async def test_a_person_puts_a_file_only_where_one_can_stand(client: Client) -> None:
    (voice,) = await client.send(1001, kind="voice")
    with pytest.raises(Refused, match="take the place"):
        await client.edit(1001, voice["message_id"], kind="photo")
    first, _ = await client.send(1001, album=[{"kind": "photo"}, {"kind": "photo"}])
    with pytest.raises(Refused, match="in the album"):
        await client.edit(1001, first["message_id"], kind="document")
    (text,) = await client.send(1001, "Вот")
    with pytest.raises(Refused, match="take the place"):
        await client.edit(1001, text["message_id"], kind="voice")
    edited = await client.edit(1001, text["message_id"], kind="photo")
    assert edited["caption"] == "Вот"
    assert "text" not in edited
