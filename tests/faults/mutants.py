"""Updates as Telegram sends them, and what becomes of them when everything that can be wrong is wrong."""

from __future__ import annotations

import copy
import itertools
import json
import random
import time
from collections.abc import Iterator
from typing import Any

from bench.contact_center import GROUPS
from desk.ticket import ticket_id
from handlers import buttons, links
from handlers.commands import COMMANDS
from tests.faults.junk import JUNK
from tests.faults.presses import SHELF, Presses

RESIDENTS = range(5000, 5040)
OPERATORS = range(11, 14)
ADMIN = 21
GROUP = -1_002_000_000_000
TOPICS = (100 + GROUPS, 100 + 2 * GROUPS, *range(2000, 2020))  # of tickets that are there, or will be
TICKETS = [ticket_id(time.localtime().tm_year, serial) for serial in (20, 20, 40, 40, *range(1, 60))]
STRANGERS_GROUP = -1_003_000_000_000
BOT_ID = 1_000_000_001

Tree = dict[str, Any]
FRONTS = (("entry", [*SHELF.entries][:9]), ("topic", [*SHELF.subjects][:3]))
LINKS = [links.payload(one, SHELF) for one in SHELF.entries.values()]
LINKS += [links.payload(one, SHELF) for one in SHELF.subjects.values()]
LINKS += [f"{front}_{buttons.key(id_)}" for front, ids in FRONTS for id_ in ids]
LINKS += [
    "poll_1",
    "poll_2",
    "poll_0",
    "poll_" + "9" * 19,
    "entry_",
    "topic_",
    "entry_x",
    "x",
    "a" * 64,
    "_",
    "-",
]
WORDS = (
    "пенсия по старости",
    "да",
    "нет",
    "спасибо",
    "до завтра 18:00",
    "Знаменск",
    "1",
    "//заметка",
    "3 ноября",
)


class Mutants:
    """As many updates as are asked for, the same for the same seed; one of seven is as it should be."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._numbers = itertools.count(1)
        self._presses = Presses(self._chance, TICKETS, (*RESIDENTS[:3], *OPERATORS, ADMIN))
        self._makers = (
            *(self._words, self._command, self._medium, self._edited, self._inline, self._link),
            *(self._pressed, self._pressed),
            *(self._in_topic, self._in_group, self._service, self._reaction, self._membership, self._odd),
        )

    def bodies(self, count: int) -> Iterator[bytes]:
        """Bodies of webhook requests."""
        for _ in range(count):
            yield self.body()

    def body(self) -> bytes:
        """One."""
        update = self._chance.choice(self._makers)()
        update["update_id"] = 100_000_000 + next(self._numbers)
        for _ in range(self._chance.choice((0, 1, 1, 1, 2, 3, 5))):
            self._spoil(update)
        written = json.dumps(update, ensure_ascii=self._chance.random() < 0.8).encode(
            "utf-8", "surrogatepass"
        )
        if self._chance.random() < 0.01:
            at = self._chance.randrange(len(written))
            written = written[:at] + bytes([self._chance.randrange(256)]) + written[at + 1 :]
        return written

    def _spoil(self, update: Tree) -> None:
        """Somewhere in it something is gone, is something else, is there twice or is nobody's."""
        places = list(_places(update))
        if not places:
            return
        holder, key = self._chance.choice(places)
        match self._chance.randrange(6):
            case 0:
                del holder[key]
            case 1 | 2:
                holder[key] = self._junk()
            case 3:
                other, its = self._chance.choice(places)
                holder[key] = copy.deepcopy(other[its])
            case 4 if isinstance(holder, dict):
                holder[self._chance.choice(("new_thing", "chat", "from", "text", "date"))] = self._junk()
            case _:
                deep = self._junk()
                for _ in range(self._chance.choice((1, 5, 60, 200))):
                    deep = [deep] if self._chance.random() < 0.5 else {"x": deep}
                holder[key] = deep

    def _junk(self) -> Any:
        """A copy: what is spoilt again must not be spoilt for all, or hold itself."""
        return copy.deepcopy(self._chance.choice(JUNK))

    def _person(self, id_: int) -> Tree:
        return {"id": id_, "is_bot": False, "first_name": f"Жилец{id_}", "language_code": "ru"}

    def _message(self, who: int, chat: Tree, **more: Any) -> Tree:
        said = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "chat": chat,
            "from": self._person(who),
        }
        return {**said, **more}

    def _private(self, who: int | None = None, **more: Any) -> Tree:
        one = self._chance.choice((*RESIDENTS, ADMIN)) if who is None else who
        return self._message(one, {"id": one, "type": "private", "first_name": f"Жилец{one}"}, **more)

    def _grouped(self, **more: Any) -> Tree:
        group = {
            "id": self._chance.choice((GROUP, GROUP, GROUP, STRANGERS_GROUP)),
            "type": "supergroup",
            "title": "Г",
        }
        who = self._chance.choice((*OPERATORS, ADMIN, RESIDENTS[0]))
        return self._message(who, {**group, "is_forum": True}, **more)

    def _text(self) -> Tree:
        words = self._chance.choice(WORDS)
        entity = {
            "type": "bold",
            "offset": self._chance.choice((0, 1, 99, -5)),
            "length": self._chance.choice((1, 0, 99)),
        }
        return {"text": words, "entities": [entity]} if self._chance.random() < 0.3 else {"text": words}

    def _said(self) -> Tree:
        """Words or a medium."""
        file = {"file_id": "f", "file_unique_id": "u", "file_size": 9}
        media: tuple[Tree, ...] = (
            {"photo": [{**file, "width": 1, "height": 1}], "caption": "подпись", "media_group_id": "7"},
            {"document": {**file, "file_name": "a.toml", "mime_type": "text/plain"}},
            {"voice": {**file, "duration": 3}},
            {"video_note": {**file, "duration": 3, "length": 9}},
            {
                "sticker": {
                    **file,
                    "type": "regular",
                    "width": 9,
                    "height": 9,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            {"contact": {"phone_number": "+7", "first_name": "Н"}},
            {"location": {"latitude": 46.3, "longitude": 48.0}},
            {"dice": {"emoji": "🎲", "value": 3}},
        )
        return copy.deepcopy(self._chance.choice(media))

    def _words(self) -> Tree:
        return {"message": self._private(**self._text())}

    def _command(self) -> Tree:
        name, rest = (
            self._chance.choice(COMMANDS).name,
            self._chance.choice(("", " 1", " да", " 99999999999999999999")),
        )
        said: Tree = {
            "text": f"/{name}{rest}",
            "entities": [{"type": "bot_command", "offset": 0, "length": len(name) + 1}],
        }
        if self._chance.random() < 0.5:
            return {"message": self._private(**said)}
        return {
            "message": self._grouped(
                message_thread_id=self._chance.choice(TOPICS), is_topic_message=True, **said
            )
        }

    def _link(self) -> Tree:
        said: Tree = {
            "text": f"/start {self._chance.choice(LINKS)}",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
        return {"message": self._private(**said)}

    def _medium(self) -> Tree:
        return {"message": self._private(**self._said())}

    def _edited(self) -> Tree:
        return {"edited_message": self._private(edit_date=int(time.time()), **self._text())}

    def _pressed(self) -> Tree:
        """A button of ours, or what somebody with a client of their own makes of it."""
        who = self._chance.choice((*RESIDENTS, *OPERATORS, ADMIN))
        below = self._private(who, text="?") if who in RESIDENTS else self._below()
        pressed = {"id": str(next(self._numbers)), "from": self._person(who), "chat_instance": "1"}
        data = self._presses.data(below["chat"]["id"])
        return {"callback_query": {**pressed, "data": data, "message": below}}

    def _below(self) -> Tree:
        """A message of the group, or of its staff's own chats."""
        if self._chance.random() < 0.3:
            return self._private(self._chance.choice((*OPERATORS, ADMIN)), text="?")
        return self._grouped(text="?", message_thread_id=self._chance.choice(TOPICS))

    def _inline(self) -> Tree:
        who = self._person(self._chance.choice(RESIDENTS))
        return {
            "inline_query": {
                "id": str(next(self._numbers)),
                "from": who,
                "query": self._chance.choice(WORDS),
                "offset": "",
            }
        }

    def _in_topic(self) -> Tree:
        said = self._text() if self._chance.random() < 0.6 else self._said()
        return {
            "message": self._grouped(
                message_thread_id=self._chance.choice(TOPICS), is_topic_message=True, **said
            )
        }

    def _in_group(self) -> Tree:
        answered = self._grouped(text="карточка")
        more = (
            {"reply_to_message": answered, "quote": {"text": "кар", "position": 0}}
            if self._chance.random() < 0.5
            else {}
        )
        return {
            self._chance.choice(("message", "edited_message", "channel_post")): self._grouped(
                **self._text(), **more
            )
        }

    def _service(self) -> Tree:
        things: tuple[Tree, ...] = (
            {"forum_topic_closed": {}},
            {"forum_topic_edited": {"name": "Т"}},
            {"migrate_to_chat_id": GROUP},
            {"left_chat_member": self._person(OPERATORS[0])},
            {"new_chat_members": [self._person(OPERATORS[1])]},
            {"pinned_message": self._grouped(text="?")},
            {"sender_chat": {"id": GROUP, "type": "supergroup", "title": "Г"}, "text": "анонимно"},
        )
        return {
            "message": self._grouped(
                message_thread_id=self._chance.choice(TOPICS), **copy.deepcopy(self._chance.choice(things))
            )
        }

    def _reaction(self) -> Tree:
        who = self._chance.choice((RESIDENTS[0], OPERATORS[0]))
        chat = (
            {"id": who, "type": "private"}
            if self._chance.random() < 0.5
            else {"id": GROUP, "type": "supergroup", "title": "Г"}
        )
        new = [{"type": "emoji", "emoji": self._chance.choice("👍👌🤡")}]
        known = {
            "chat": chat,
            "message_id": self._chance.randrange(1, 400),
            "date": 1,
            "old_reaction": [],
            "new_reaction": new,
        }
        return {"message_reaction": {**known, "user": self._person(who)}}

    def _membership(self) -> Tree:
        who = self._chance.choice((*OPERATORS, RESIDENTS[1], BOT_ID))
        of = {"user": self._person(who), "status": "member"}
        now = {**of, "status": self._chance.choice(("member", "left", "kicked", "restricted"))}
        chat = (
            {"id": GROUP, "type": "supergroup", "title": "Г"}
            if self._chance.random() < 0.5
            else {"id": who, "type": "private"}
        )
        changed = {
            "chat": chat,
            "from": self._person(who),
            "date": 1,
            "old_chat_member": of,
            "new_chat_member": now,
        }
        return {self._chance.choice(("my_chat_member", "chat_member")): changed}

    def _odd(self) -> Tree:
        kind = self._chance.choice(
            ("poll", "business_message", "chat_boost", "moon_phase", "purchased_paid_media")
        )
        return {kind: copy.deepcopy(self._chance.choice(({}, {"id": "1"}, self._private(text="?"))))}


def _places(tree: Any, depth: int = 8) -> Iterator[tuple[Any, Any]]:
    """Every holder in a tree with each of its keys, not too deep."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)):
        yield tree, key
        if depth and isinstance(tree[key], dict | list):
            yield from _places(tree[key], depth - 1)
