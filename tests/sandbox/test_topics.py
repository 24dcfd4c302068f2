"""Topics: threads of the operators' forum, and what a bot hears of them."""

import pytest
from aiogram import Bot

from sandbox.chats import GROUP_ID
from sandbox.client import Client, Refused


async def test_a_topics_messages_name_it_and_reply_to_its_beginning(bot: Bot, client: Client) -> None:
    topic = await bot.create_forum_topic(GROUP_ID, "ЕКЦ-2026-000001")
    thread = topic.message_thread_id
    sent = await bot.send_message(GROUP_ID, "карточка", message_thread_id=thread)
    assert (sent.message_thread_id, sent.is_topic_message) == (thread, True)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.message_id == thread
    await client.send(2001, "ответ", chat=GROUP_ID, thread=thread)
    await client.send(2001, "в общий", chat=GROUP_ID)
    opened, inside, outside = [update.message for update in await bot.get_updates()]
    assert opened is not None and inside is not None and outside is not None
    assert opened.forum_topic_created is not None
    assert (inside.message_thread_id, inside.is_topic_message) == (thread, True)
    assert (outside.message_thread_id, outside.is_topic_message) == (None, None)
    assert [m["text"] for m in await client.messages(GROUP_ID, thread=thread, after=thread)] == [
        "карточка",
        "ответ",
    ]
    assert [m["text"] for m in await client.messages(GROUP_ID, thread=0)] == ["в общий"]


async def test_a_reply_outside_topics_has_a_thread_id_but_no_topic(bot: Bot, client: Client) -> None:
    [first] = await client.send(2001, "вопрос", chat=GROUP_ID)
    await client.send(2002, "ответ", chat=GROUP_ID, reply_to=first["message_id"])
    reply = (await bot.get_updates())[1].message
    assert reply is not None
    assert (reply.message_thread_id, reply.is_topic_message) == (first["message_id"], None)
    with pytest.raises(Exception, match="message thread not found"):
        await bot.send_message(GROUP_ID, "да", message_thread_id=first["message_id"])


async def test_a_deleted_topic_is_gone_without_a_word(bot: Bot, client: Client) -> None:
    topic = await client.topic(2003, "create", name="Тема")
    [update] = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    await client.topic(2003, "delete", thread=topic["id"])
    assert await bot.get_updates() == []
    with pytest.raises(Exception, match="message thread not found"):
        await bot.send_message(GROUP_ID, "да", message_thread_id=topic["id"])
    assert await bot.send_chat_action(GROUP_ID, "typing", message_thread_id=topic["id"])
    with pytest.raises(Exception, match="TOPIC_ID_INVALID"):
        await bot.close_forum_topic(GROUP_ID, topic["id"])
    assert await client.messages(GROUP_ID) == []


async def test_closing_is_announced_and_an_administrator_may_still_write(bot: Bot, client: Client) -> None:
    topic = await client.topic(2001, "create", name="Тема")
    await client.topic(2001, "close", thread=topic["id"])
    closed = (await bot.get_updates())[-1].message
    assert closed is not None
    assert closed.forum_topic_closed is not None
    assert await bot.send_message(GROUP_ID, "да", message_thread_id=topic["id"])
    with pytest.raises(Refused, match="closed"):
        await client.send(2002, "да", chat=GROUP_ID, thread=topic["id"])
    assert await client.send(2001, "тему открыл я", chat=GROUP_ID, thread=topic["id"])
    with pytest.raises(Exception, match="TOPIC_NOT_MODIFIED"):
        await bot.close_forum_topic(GROUP_ID, topic["id"])
    assert await bot.reopen_forum_topic(GROUP_ID, topic["id"])


async def test_renaming_to_the_same_is_refused(bot: Bot, client: Client) -> None:
    topic = await bot.create_forum_topic(GROUP_ID, "Тема")
    assert await bot.edit_forum_topic(GROUP_ID, topic.message_thread_id, name="Другая")
    with pytest.raises(Exception, match="TOPIC_NOT_MODIFIED"):
        await bot.edit_forum_topic(GROUP_ID, topic.message_thread_id, name="Другая")
    group = next(c for c in (await client.state())["chats"] if c["id"] == GROUP_ID)
    assert [t["name"] for t in group["topics"]] == ["Другая"]


async def test_a_topics_pins_are_its_own(bot: Bot, client: Client) -> None:
    topic = await bot.create_forum_topic(GROUP_ID, "Тема")
    sent = await bot.send_message(GROUP_ID, "карточка", message_thread_id=topic.message_thread_id)
    await bot.pin_chat_message(GROUP_ID, sent.message_id)
    group = next(c for c in (await client.state())["chats"] if c["id"] == GROUP_ID)
    assert (group["pinned"], group["topics"][0]["pinned"]) == ([], [sent.message_id])
    last = (await client.messages(GROUP_ID, thread=topic.message_thread_id))[-1]
    assert last["pinned_message"]["message_id"] == sent.message_id
    await bot.unpin_all_forum_topic_messages(GROUP_ID, topic.message_thread_id)
    group = next(c for c in (await client.state())["chats"] if c["id"] == GROUP_ID)
    assert group["topics"][0]["pinned"] == []


async def test_a_group_whose_topics_are_off_is_no_forum(bot: Bot, client: Client) -> None:
    await client.group(is_forum=False)
    assert not (await bot.get_chat(GROUP_ID)).is_forum
    with pytest.raises(Exception, match="the chat is not a forum"):
        await bot.create_forum_topic(GROUP_ID, "Тема")


async def test_a_migrated_group_says_where_it_lives(bot: Bot, client: Client) -> None:
    topic = await bot.create_forum_topic(GROUP_ID, "Тема")
    moved = await client.migrate()
    with pytest.raises(Exception, match="upgraded to a supergroup") as refused:
        await bot.send_message(GROUP_ID, "да")
    assert refused.value.migrate_to_chat_id == moved  # type: ignore[attr-defined]
    assert await bot.send_message(moved, "да", message_thread_id=topic.message_thread_id)
    away, here = [update.message for update in (await bot.get_updates())[-2:]]
    assert away is not None and here is not None
    assert (away.chat.id, away.migrate_to_chat_id) == (GROUP_ID, moved)
    assert (here.chat.id, here.migrate_from_chat_id) == (moved, GROUP_ID)


async def test_without_rights_a_bot_may_still_rename_its_own_topics(bot: Bot, client: Client) -> None:
    own = (await bot.create_forum_topic(GROUP_ID, "Своя")).message_thread_id
    other = (await client.topic(2001, "create", name="Чужая"))["id"]
    await client.member(7000000001, "member")
    assert await bot.edit_forum_topic(GROUP_ID, own, name="Моя")
    with pytest.raises(Exception, match="not enough rights to edit the topic"):
        await bot.edit_forum_topic(GROUP_ID, other, name="Моя")
    with pytest.raises(Exception, match="not enough rights to close or open the topic"):
        await bot.close_forum_topic(GROUP_ID, other)
    with pytest.raises(Exception, match="not enough rights to delete the topic"):
        await bot.delete_forum_topic(GROUP_ID, own)
