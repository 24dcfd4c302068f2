"""Updates of a newer or older Telegram: what can be read is read, what is needed is not guessed."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import (
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    ReactionTypeEmoji,
    Update,
)
from pydantic import ValidationError

from bot import unfamiliar

BOT = Bot("42:x")
CHAT = {"id": 5, "type": "private"}
USER = {"id": 5, "is_bot": False, "first_name": "A"}
SAID = {"message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "привет"}
NEW: dict[str, Any] = {"type": "moon"}


def read(**event: Any) -> Update:
    return unfamiliar.read({"update_id": 1, **event}, BOT)


def message(**more: Any) -> Message:
    read_ = read(message={**SAID, **more}).message
    assert read_ is not None
    return read_


@pytest.mark.parametrize(
    "part",
    [
        {"forward_origin": NEW},
        {"external_reply": {"origin": NEW}},
        {"chat_background_set": {"type": NEW}},
        {"paid_media": {"star_count": 1, "paid_media": [NEW]}},
        {"pinned_message": {**SAID, "forward_origin": NEW}},
        {"reply_to_message": {**SAID, "forward_origin": NEW}},
        {"forward_origin": {"type": "user"}},
        {"entities": [{"type": "bold", "offset": 0}, {"type": "bold", "offset": "x", "length": 1}]},
    ],
    ids=lambda part: next(iter(part)),
)
def test_words_beside_a_part_nobody_knows_are_read(part: dict[str, Any]) -> None:
    assert message(**part).text == "привет"


def test_only_the_unknown_part_is_left_out() -> None:
    said = message(reply_to_message={**SAID, "message_id": 7, "forward_origin": NEW}, forward_origin=NEW)
    assert said.reply_to_message is not None
    assert said.reply_to_message.message_id == 7


def test_of_a_list_what_can_be_read_stays() -> None:
    bold = {"type": "bold", "offset": 0, "length": 1}
    said = message(entities=[{"type": "bold"}, bold, {}, {"type": "bold"}])
    assert [one.type for one in said.entities or ()] == ["bold"]


def test_a_new_reaction_leaves_the_known_ones() -> None:
    thumb = {"type": "emoji", "emoji": "👍"}
    seen = {"chat": CHAT, "message_id": 1, "user": USER, "date": 1, "old_reaction": [NEW, NEW]}
    change = read(message_reaction={**seen, "new_reaction": [NEW, thumb, NEW]}).message_reaction
    assert change is not None
    assert [one.emoji for one in change.new_reaction if isinstance(one, ReactionTypeEmoji)] == ["👍"]
    assert change.old_reaction == []


def test_a_button_under_such_a_message_works() -> None:
    press = {"id": "1", "from": USER, "chat_instance": "1", "data": "x"}
    query = read(callback_query={**press, "message": {**SAID, "forward_origin": NEW}}).callback_query
    assert query is not None
    assert isinstance(query.message, Message)


def _member(**more: Any) -> ChatMemberUpdated:
    change = {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": {"status": "left", "user": USER}}
    seen = read(my_chat_member={**change, "new_chat_member": {"user": USER, **more}}).my_chat_member
    assert seen is not None
    return seen


def test_a_server_that_knows_fewer_rights_is_understood() -> None:
    admin = _member(status="administrator", can_be_edited=True, can_manage_topics=True).new_chat_member
    assert isinstance(admin, ChatMemberAdministrator)
    assert admin.can_manage_topics
    assert admin.can_send_welcome_messages is False
    held = _member(status="restricted", is_member=True, until_date=0).new_chat_member
    assert isinstance(held, ChatMemberRestricted)


def test_a_poll_of_an_older_server_is_a_poll() -> None:
    option = {"text": "a", "voter_count": 0}
    poll = {"id": "1", "question": "q", "total_voter_count": 0, "type": "regular"}
    flags = {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
    assert message(poll={**poll, **flags, "options": [option]}).poll is not None


def test_a_status_nobody_knows_makes_an_event_nobody_knows() -> None:
    change = {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": {"status": "left", "user": USER}}
    update = read(my_chat_member={**change, "new_chat_member": {"status": "moon", "user": USER}})
    assert update.my_chat_member is None


@pytest.mark.parametrize(
    "event",
    [
        {"message": {}},
        {"message": {**SAID, "text": 7}},
        {"message": {**SAID, "from": {"id": 5}}},
        {"message": {**SAID, "chat": {"id": "x", "type": "private"}}},
        {"message": {**SAID, "message_thread_id": "x"}},
        {"callback_query": {"id": 5}},
        {"callback_query": []},
    ],
)
def test_what_is_needed_is_not_done_without(event: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read(**event)


@pytest.mark.parametrize("given", [[], 1, "x", None, {}])
def test_what_is_no_update_stays_none(given: Any) -> None:
    with pytest.raises(ValidationError):
        unfamiliar.read(given, BOT)
