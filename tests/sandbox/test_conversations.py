"""People and the bot talk: what each sees of the other."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from sandbox.chats import GROUP_ID
from sandbox.client import Client, Refused
from sandbox.media import KINDS

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


async def heard(bot: Bot) -> list[Any]:
    """Updates so far, confirmed."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return [getattr(update, update.event_type) for update in updates]


async def test_what_a_resident_writes_arrives_with_the_entities_their_app_would_find(
    bot: Bot, client: Client
) -> None:
    text = "/start topic_7 см. https://gosuslugi.ru/x, @mfc_help и +79170001122 #отпуск"
    [sent] = await client.send(1001, text)
    [message] = await heard(bot)
    assert isinstance(message, Message)
    assert (message.message_id, message.chat.id, message.text) == (sent["message_id"], 1001, text)
    assert message.from_user is not None
    assert (message.from_user.first_name, message.from_user.is_bot) == ("Мария", False)
    found = {entity.type: entity.extract_from(text) for entity in message.entities or []}
    assert found == {
        "bot_command": "/start",
        "url": "https://gosuslugi.ru/x",
        "mention": "@mfc_help",
        "phone_number": "+79170001122",
        "hashtag": "#отпуск",
    }


async def test_message_ids_grow_by_chat_and_long_texts_are_cut_as_by_telegrams_apps(
    bot: Bot, client: Client
) -> None:
    [first] = await client.send(1001, "раз")
    [other] = await client.send(1002, "раз")
    pieces = await client.send(1001, "я" * 5000)
    assert (first["message_id"], other["message_id"]) == (1, 1)
    assert [len(piece["text"]) for piece in pieces] == [4096, 904]
    assert [piece["message_id"] for piece in pieces] == [2, 3]
    assert len(await heard(bot)) == 4


async def test_spaces_around_a_text_are_cut_and_entities_move_along(bot: Bot) -> None:
    sent = await bot.send_message(1001, "  <b>да</b> \n", parse_mode="HTML")
    assert sent.text == "да"
    assert [(e.offset, e.length) for e in sent.entities or []] == [(0, 2)]


async def test_html_becomes_text_and_entities(bot: Bot) -> None:
    sent = await bot.send_message(
        1001,
        '<b>а<i>б</i></b> &lt;1&gt; <a href="https://ya.ru/?a=1&amp;b=2">в</a> '
        '<pre><code class="language-python">x</code></pre><blockquote expandable>г</blockquote>'
        '<span class="tg-spoiler">д</span>',
        parse_mode="HTML",
    )
    assert sent.text == "аб <1> в xгд"
    found = [(e.type, e.extract_from(sent.text), e.url or e.language) for e in sent.entities or []]
    assert found == [
        ("bold", "аб", None),
        ("italic", "б", None),
        ("text_link", "в", "https://ya.ru/?a=1&b=2"),
        ("pre", "x", "python"),
        ("expandable_blockquote", "г", None),
        ("spoiler", "д", None),
    ]


async def test_markdown_becomes_text_and_entities(bot: Bot) -> None:
    sent = await bot.send_message(
        1001, r"*а _б_* `в\.` [г](https://ya.ru/\)) ||д|| 1\.", parse_mode="MarkdownV2"
    )
    assert sent.text == "а б в. г д 1."
    assert [e.type for e in sent.entities or []] == ["bold", "italic", "code", "text_link", "spoiler"]


async def test_an_edit_arrives_with_its_date_and_only_ones_own_can_be_edited(
    bot: Bot, client: Client
) -> None:
    [sent] = await client.send(1001, "вапрос")
    await client.edit(1001, sent["message_id"], "вопрос")
    _, edited = await heard(bot)
    assert (edited.text, edited.message_id) == ("вопрос", sent["message_id"])
    assert edited.edit_date is not None
    answer = await bot.send_message(1001, "ответ")
    with pytest.raises(Refused, match="own message"):
        await client.edit(1001, answer.message_id, "другой ответ")


async def test_a_reply_carries_the_message_and_the_quote(bot: Bot, client: Client) -> None:
    answer = await bot.send_message(1001, "Подайте заявление в МФЦ")
    await client.send(1001, "А где?", reply_to=answer.message_id, quote="МФЦ")
    [message] = await heard(bot)
    assert message.reply_to_message.message_id == answer.message_id
    assert (message.quote.text, message.quote.position) == ("МФЦ", 20)


async def test_a_press_brings_the_bots_answer_back(bot: Bot, client: Client) -> None:
    sent = await bot.send_message(1001, "Помогло?", reply_markup=YES)
    pressing = asyncio.create_task(client.press(1001, sent.message_id, text="Да"))
    [update] = await bot.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("yes", 1001)
    assert isinstance(query.message, Message)
    assert query.message.text == "Помогло?"
    await bot.answer_callback_query(query.id, "Спасибо", show_alert=True)
    assert await pressing == {"text": "Спасибо", "show_alert": True, "url": None}
    with pytest.raises(Refused, match="no such button"):
        await client.press(1001, sent.message_id, text="Нет")


async def test_reactions_are_heard_only_when_asked_for(bot: Bot, client: Client) -> None:
    [sent] = await client.send(1001, "да")
    await client.react(1001, sent["message_id"], "👍")
    assert [type(x).__name__ for x in await heard(bot)] == ["Message"]
    await bot.get_updates(allowed_updates=["message_reaction"])
    await client.react(1001, sent["message_id"], None)
    [change] = await heard(bot)
    assert [r.emoji for r in change.old_reaction] == ["👍"]
    assert change.new_reaction == []


async def test_who_stops_the_bot_cannot_be_written_to(bot: Bot, client: Client) -> None:
    await client.block(1001)
    [change] = await heard(bot)
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Exception, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(1001, "Здравствуйте")
    with pytest.raises(Refused, match="unblock"):
        await client.send(1001, "да")
    await client.block(1001, blocked=False)
    assert await bot.send_message(1001, "Здравствуйте")


async def test_nobody_reads_anothers_chat(client: Client) -> None:
    with pytest.raises(Refused, match="no access"):
        await client.send(1002, "да", chat=1001)
    with pytest.raises(Refused, match="not a member"):
        await client.send(1002, "да", chat=GROUP_ID)


async def test_an_anonymous_administrator_writes_as_the_group(bot: Bot, client: Client) -> None:
    await client.send(2003, "да", chat=GROUP_ID, anonymous=True)
    [message] = await heard(bot)
    assert (message.from_user.username, message.sender_chat.id) == ("GroupAnonymousBot", GROUP_ID)


async def test_members_are_announced_and_told_of_when_asked_for(bot: Bot, client: Client) -> None:
    await bot.get_updates(allowed_updates=["message", "chat_member", "my_chat_member"])
    person = await client.people("operator", "Ольга")
    joined, change = await heard(bot)
    assert [user.id for user in joined.new_chat_members] == [person["id"]]
    assert (change.new_chat_member.user.id, change.new_chat_member.status) == (person["id"], "member")
    await client.member(7000000001, "member")
    [own] = await heard(bot)
    assert (own.old_chat_member.status, own.new_chat_member.status) == ("administrator", "member")
    assert (await bot.get_chat_member(GROUP_ID, 3001)).status == "creator"
    assert {m.user.id for m in await bot.get_chat_administrators(GROUP_ID)} == {2003, 3001}


async def test_an_inline_query_is_answered(bot: Bot, client: Client) -> None:
    asking = asyncio.create_task(client.inline(1001, "отпуск"))
    [update] = await bot.get_updates(timeout=5)
    assert update.inline_query is not None
    assert update.inline_query.query == "отпуск"
    await bot.answer_inline_query(update.inline_query.id, results=[])
    assert await asking == {"results": []}


async def test_commands_show_in_the_state(bot: Bot, client: Client) -> None:
    await bot.set_my_commands([{"command": "start", "description": "Начать"}])  # type: ignore[list-item]
    state = await client.state()
    assert [c["command"] for c in state["bot"]["commands"]] == ["start"]
    assert [s["scope"] for s in state["bot"]["scopes"]] == [{"type": "default"}]


async def test_a_bot_that_polls_is_shown_as_running(bot: Bot, client: Client) -> None:
    assert not (await client.state())["bot"]["running"]
    await bot.get_updates()
    assert (await client.state())["bot"]["running"]


async def test_a_reply_keyboard_is_seen_by_people_and_its_message_cannot_be_edited(
    bot: Bot, client: Client
) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Где я", request_location=True)]])
    sent = await bot.send_message(1001, "Пришлите геопозицию", reply_markup=keyboard)
    assert sent.reply_markup is None
    [shown] = await client.messages(1001)
    assert shown["reply_markup"]["keyboard"][0][0]["text"] == "Где я"
    with pytest.raises(Exception, match="message can't be edited"):
        await bot.edit_message_text("да", chat_id=1001, message_id=sent.message_id)


async def test_votes_are_counted_and_told_of(bot: Bot, client: Client) -> None:
    sent = await bot.send_poll(1001, "Удалось?", ["Да", "Нет"], is_anonymous=False)
    await client.vote(1001, sent.message_id, 1)
    counted, answer = await heard(bot)
    assert [option.voter_count for option in counted.options] == [0, 1]
    assert (answer.poll_id, answer.option_ids) == (counted.id, [1])
    with pytest.raises(Refused, match="one answer"):
        await client.vote(1001, sent.message_id, 0, 1)
    stopped = await bot.stop_poll(1001, sent.message_id)
    assert stopped.total_voter_count == 1


async def test_parse_mode_wins_over_entities(ask: Any) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    sent = await ask("sendMessage", chat_id=1001, text="<i>да</i>", parse_mode="HTML", entities=[bold])
    assert sent["result"]["entities"] == [{"type": "italic", "offset": 0, "length": 2}]


@pytest.mark.parametrize("kind", [*KINDS, "text", "location", "contact", "poll"])
async def test_every_kind_a_person_sends_is_a_message_aiogram_can_read(
    bot: Bot, client: Client, kind: str
) -> None:
    await client.send(1001, "слова", kind=kind, latitude=46.35, longitude=48.03)
    [message] = await heard(bot)
    assert message.content_type == kind
    await bot.copy_message(1002, 1001, message.message_id)
    assert await bot.forward_message(1003, 1001, message.message_id)


async def test_every_kind_the_bot_makes_up_is_a_message_aiogram_can_read(bot: Bot) -> None:
    assert (await bot.send_location(1001, 46.35, 48.03)).location
    assert (await bot.send_venue(1001, 46.35, 48.03, "МФЦ", "ул. Бабефа, 8")).venue
    assert (await bot.send_contact(1001, "+78512000000", "МФЦ")).contact
    assert (await bot.send_dice(1001)).dice
    assert (await bot.send_message(1001, "да", reply_markup=ForceReply())).text == "да"
    assert await bot.get_forum_topic_icon_stickers()
    assert (await bot.get_webhook_info()).pending_update_count == 0
    assert (await bot.get_chat_member_count(1001)) == 2


async def test_a_forward_cannot_be_edited(bot: Bot) -> None:
    sent = await bot.send_message(1001, "да")
    forwarded = await bot.forward_message(1001, 1001, sent.message_id)
    with pytest.raises(Exception, match="message can't be edited"):
        await bot.edit_message_text("нет", chat_id=1001, message_id=forwarded.message_id)


async def test_the_newest_pin_is_the_one_shown_and_unpinned(bot: Bot) -> None:
    with pytest.raises(Exception, match="message to unpin not found"):
        await bot.unpin_chat_message(1001)
    for text in ("раз", "два"):
        await bot.pin_chat_message(1001, (await bot.send_message(1001, text)).message_id)
    pinned = (await bot.get_chat(1001)).pinned_message
    assert pinned is not None
    assert pinned.text == "два"
    await bot.unpin_chat_message(1001)
    assert (await bot.get_chat(1001)).pinned_message.text == "раз"  # type: ignore[union-attr]


async def test_who_never_started_the_bot_cannot_be_written_to(bot: Bot, client: Client) -> None:
    person = await client.people("resident", "Олег", started=False)
    with pytest.raises(Exception, match="bot can't initiate conversation with a user"):
        await bot.send_message(person["id"], "Здравствуйте")
    await client.send(person["id"], "/start")
    assert await bot.send_message(person["id"], "Здравствуйте")
