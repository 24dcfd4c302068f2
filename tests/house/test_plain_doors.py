"""Doors asked as plain functions say what the magic filters they are made of say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from aiogram import F
from aiogram.types import CallbackQuery, Message
from magic_filter import MagicFilter

from handlers.house import ROOMS
from handlers.plain_doors import plain

FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO = [{**FILE, "width": 1, "height": 1}]
HERE = {"latitude": 46.3, "longitude": 48.0}
SPECIAL = {"text": "Отмена"}, {"text": "/start"}, {"text": "меню"}, {"caption": "Куда идти", "heard": True}
KINDS: tuple[dict[str, Any], ...] = (
    *SPECIAL,
    {},
    {"text": ""},
    {"text": "Где МФЦ?"},
    {"photo": PHOTO, "caption": "Яма"},
    {"document": {**FILE, "file_name": "база.zip"}},
    {"document": {**FILE, "file_name": "faq.toml"}, "caption": "/upload"},
    {"document": FILE},
    {"voice": {**FILE, "duration": 1}},
    {"location": HERE},
    {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
              "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
              "allows_revoting": False, "members_only": False}},
    {"story": {"chat": {"id": 1, "type": "private"}, "id": 1}},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
    {"migrate_to_chat_id": -100},
    {"migrate_from_chat_id": -5},
    {"new_chat_members": [{"id": 9, "is_bot": True, "first_name": "b"}]},
    {"of_tomorrow": {"x": 1}},
    {"text": "да", "reply_to_message": {"message_id": 2, "date": 0, "chat": {"id": 1, "type": "private"},
                                        "text": "Что?"}, "message_thread_id": 7},
)  # fmt: skip
CHATS = ("private", "group", "supergroup", "channel")
MESSAGES = [
    Message.model_validate(
        {"message_id": 5, "date": 1_790_000_000, "chat": {"id": 5, "type": where}, **kind},
        context={"bot": None},
    )
    for where in CHATS
    for kind in KINDS
]
PRESSES = [
    CallbackQuery.model_validate(
        {
            "id": "1",
            "from": {"id": 5, "is_bot": False, "first_name": "Анна"},
            "chat_instance": "1",
            "data": data,
            "message": message and message.model_dump(exclude_none=True),
        }
    )
    for data in (None, "", "a:1", "nf:mfc", "ni:1:2", "bo")
    for message in (None, *MESSAGES[:: len(KINDS)])
]
MAGIC = [
    (f"{room.name}.{handler.callback.__name__}", door.magic)
    for room in ROOMS
    for observer in room.observers.values()
    for handler in observer.handlers
    for door in handler.filters or ()
    if door.magic is not None
]


def _told(said: Any) -> Any:
    return said[0] if isinstance(said, re.Match) else said


@pytest.mark.parametrize("name", sorted({name for name, _ in MAGIC}))
def test_every_door_of_the_house_says_the_same(name: str) -> None:
    for door in (magic for of, magic in MAGIC if of == name):
        ask = plain(door)
        assert ask != door.resolve, "it is not plain"
        for event in (*MESSAGES, *PRESSES):
            assert _told(ask(event)) == _told(door.resolve(event))


def test_the_doors_do_open_to_something() -> None:
    every = {name for name, _ in MAGIC}
    open_to = {name for name, door in MAGIC if any(door.resolve(one) for one in (*MESSAGES, *PRESSES))}
    assert len(open_to) > len(every) * 2 / 3, every - open_to


@pytest.mark.parametrize(
    "magic",
    [
        F.text.func(int),
        F.text.len(),
        F.nothing.at.all,
        ~F.nothing.at.all,
        F.nothing | F.text,
        F.nothing & F.text,
        ~F.nothing & F.text,
        (F.nothing.lower() == "x") | F.chat.id,
        F.text.chat(),
        F.text == F.caption,
        F.text.in_({"Отмена"}) & ~F.caption,
        F.photo[-1].file_id,
        F.new_chat_members[...].is_bot,
        F.text.lower() != "отмена",
        F.text.lower().startswith("от"),
        F.text.encode(encoding="utf-8"),
        F.chat.id > 3,
    ],
    ids=range(17),
)
def test_so_does_every_other_shape(magic: MagicFilter) -> None:
    for event in MESSAGES:
        assert _told(plain(magic)(event)) == _told(magic.resolve(event))
