"""Updates of a newer or older Telegram: what can be read is read, what is needed is not guessed."""

import json
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
from tests.faults.mutants import Mutants

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


def test_a_poll_of_an_older_server_is_a_poll(caplog: pytest.LogCaptureFixture) -> None:
    option = {"text": "a", "voter_count": 0}
    poll = {"id": "1", "question": "q", "total_voter_count": 0, "type": "regular"}
    flags = {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
    assert message(poll={**poll, **flags, "options": [option]}).poll is not None
    assert not caplog.messages, "nothing was left out"


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


def part_by_part(body: bytes) -> Update | None:
    """As it would be read without the short way."""
    try:
        return unfamiliar.read(unfamiliar._whole(json.loads(body, parse_int=unfamiliar._number)), BOT)
    except (ValueError, RecursionError):
        return None


def at_once(body: bytes) -> Update | None:
    try:
        return unfamiliar.parsed(body, BOT)
    except unfamiliar.Malformed:
        return None


ODD = {
    "as it should be": json.dumps({"update_id": 1, "message": SAID}).encode(),
    "said twice": b'{"update_id":1,"message":{"message_id":1,"message_id":2,"date":1,"chat":%s,"text":"a"}}'
    % json.dumps(CHAT).encode(),
    "in two bytes a sign": json.dumps({"update_id": 1, "message": SAID}).encode("utf-16"),
    "half of a sign": json.dumps({"update_id": 1, "message": {**SAID, "text": "\ud83d"}}).encode(),
    "a number that fits": json.dumps({"update_id": 2**63 - 1, "message": SAID}).encode(),
    "a number beyond": json.dumps({"update_id": 2**63, "message": SAID}).encode(),
    "a number beyond where nobody looks": json.dumps(
        {"update_id": 1, "message": SAID, "x": -(2**64)}
    ).encode(),
    "no number": b'{"update_id":NaN}',
    "a new part": json.dumps({"update_id": 1, "message": {**SAID, "forward_origin": NEW}}).encode(),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_the_short_way_reads_the_same(body: bytes) -> None:
    assert repr(at_once(body)) == repr(part_by_part(body))


def test_half_of_a_sign_is_replaced_wherever_it_stands() -> None:
    file = {"file_id": "\ud800", "file_unique_id": "u", "odd \udfff": ["\ud83d\ude00", "\ud83d"]}
    update = at_once(
        json.dumps({"update_id": 1, "message": {**SAID, "text": "да\ud83d", "document": file}}).encode()
    )
    assert update is not None and update.message is not None and update.message.document is not None
    assert (update.message.text, update.message.document.file_id) == ("да\ufffd", "\ufffd")
    assert update.message.document.model_extra == {"odd \ufffd": ["😀", "\ufffd"]}


def test_a_number_that_no_database_takes_is_nobodys() -> None:
    assert at_once(ODD["a number that fits"]) is not None
    assert at_once(ODD["a number beyond"]) is None
    assert at_once(ODD["a number beyond where nobody looks"]) is None


def test_the_short_way_reads_whatever_is_spoilt_the_same() -> None:
    seen = [(repr(at_once(body)), repr(part_by_part(body))) for body in Mutants(1).bodies(1000)]
    assert [one for one in seen if one[0] != one[1]] == []
    assert 300 < sum(one[0] != "None" for one in seen) < 700
