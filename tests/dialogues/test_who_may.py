"""The matrix: every command and every button, sent by everybody who might; what may not be, is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from desk.ticket import ticket_id
from handlers.codes import CODES
from handlers.commands import COMMANDS
from sandbox.chats import GROUP_ID
from sandbox.client import connected
from sandbox.people import ANONYMOUS_ADMIN, CHANNEL_BOT
from sandbox.serving import running
from tests.dialogues.people import Operator, Resident
from tests.dialogues.stage import SECOND_GROUP, Json, Stage
from tests.dialogues.trying import KEPT_OF_BANNED, Scene, Watch
from tests.dialogues.who_may import AUDIENCES, BANNED_MAY, CODES_OF, ENTERS, FIGURES, Cell, buttons, commands

ASKED = "Почему не вывозят мусор?"
GROUP = {"id": GROUP_ID, "type": "supergroup", "title": "Операторы", "is_forum": True}
OTHER_GROUP = {"id": SECOND_GROUP, "type": "supergroup", "title": "Дом и двор", "is_forum": True}
CHANNEL = {"id": -1009, "type": "channel", "title": "Новости"}


def user(number: int, **more: Any) -> Json:
    return {"id": number, "is_bot": False, "first_name": "Кто-то"} | more


def private(number: int) -> Json:
    return {"id": number, "type": "private", "first_name": "Кто-то"}


BANNED = "a banned resident"
FORWARDED = {"forward_origin": {"type": "user", "sender_user": user(2001), "date": 1}}
STAFF = ("operator", "supervisor", "asker", "editor", "admin")


@pytest.fixture
async def scene(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """No letter reaches those who do not exist: what a stage wants at its end is not asked."""
    async with running(data=tmp_path / "world") as sandbox, connected(sandbox.url) as client:
        await client.no_limits()
        stage = Stage(sandbox, client, tmp_path, template)
        try:
            yield await opened(stage, monkeypatch)
        finally:
            await stage.stop()


async def opened(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A ticket that Анна has, a banned resident, an operator of another department, one who has left."""
    stage.second_group()
    stage.changed["people"] = {"operators": [2001, 2002, 2003, 2004], "editors": [3002]}
    stage.changed["departments"] = [
        {"id": "social", "title": "Социальная поддержка"},
        {"id": "housing", "title": "Дом и двор", "chat_id": SECOND_GROUP, "subjects": ["nothing"]},
    ]
    await stage.start()
    resident, banned = Resident(stage, 1001), Resident(stage, 1003)
    anna = Operator(stage, 2001)
    await resident.asks_a_person(ASKED)
    await anna.presses("Взять", ticket=1)
    await banned.asks_a_person("Где мусор?")
    await anna.says("/ban 1w спам", ticket=2)
    await stage.quiet()
    await stage.client.member(2002, "left")
    await stage.quiet()
    assert await stage.rows("select 1 from bans")
    return Scene(stage, Watch(monkeypatch))


def test_every_command_and_every_button_is_somebodys() -> None:
    named = [code for codes in CODES_OF.values() for code in codes.split()]
    assert len(named) == len(set(named)), "a code stands twice"
    assert set(named) == set(CODES), "tests/dialogues/who_may.py: for whom are these? CODES_OF"
    audiences = {one for some in AUDIENCES.values() for one in some}
    assert {one.audience for one in COMMANDS} == audiences


async def test_nobody_does_what_is_not_theirs(scene: Scene) -> None:
    stage, watch = scene.stage, scene.watch
    assert stage.app is not None
    shelf = stage.app._centre().knowledge.shelf
    year = stage.app._clock.now().year
    ours = ticket_id(year, 1)
    topic = (await Operator(stage, 2001).topic(1))["id"]

    def cells(*audiences: str) -> list[Cell]:
        return [one for name in audiences for one in (*commands(name), *buttons(name, shelf, ours))]

    def pressed(*audiences: str) -> list[Cell]:
        return [one for name in audiences for one in buttons(name, shelf, ours)]

    def said(*audiences: str) -> list[Cell]:
        return [one for name in audiences for one in commands(name)]

    # Whoever: the person, the chat, the topic, what they try, what their messages have besides.
    tries: dict[str, tuple[list[Cell], Json, Json, int | None, Json]] = {
        "a stranger in private": (cells(*STAFF), user(5001), private(5001), None, {}),
        "a resident in private": (cells(*STAFF), user(1001), private(1001), None, {}),
        BANNED: (
            [one for one in cells("resident", *STAFF) if one.what not in BANNED_MAY],
            user(1003),
            private(1003),
            None,
            {},
        ),
        "a forward of an operator's words in private": (
            said(*STAFF),
            user(5002),
            private(5002),
            None,
            FORWARDED,
        ),
        "an operator in private": (cells(*STAFF), user(2001), private(2001), None, {}),
        "an editor in private": (
            [one for one in cells("operator", "asker", "admin") if one.what not in FIGURES],
            user(3002),
            private(3002),
            None,
            {},
        ),
        "a member of the group in a topic": (cells("resident", *STAFF), user(5003), GROUP, topic, {}),
        "an editor in a topic": (cells("resident", *STAFF), user(3002), GROUP, topic, {}),
        "an ex-member in a topic": (cells(*STAFF), user(2002), GROUP, topic, {}),
        "an ex-member in General": (cells(*STAFF), user(2002), GROUP, None, {}),
        "an anonymous admin": (said(*STAFF), ANONYMOUS_ADMIN, GROUP, topic, {"sender_chat": GROUP}),
        "an anonymous admin's press": (pressed(*STAFF), ANONYMOUS_ADMIN, GROUP, topic, {}),
        "a channel in the group": (said(*STAFF), CHANNEL_BOT, GROUP, topic, {"sender_chat": CHANNEL}),
        "a channel's post passed on by Telegram": (
            said(*STAFF),
            user(777000),
            GROUP,
            topic,
            {"sender_chat": CHANNEL, "is_automatic_forward": True},
        ),
        "an operator's id in the name of a channel": (
            said(*STAFF),
            user(2001),
            GROUP,
            topic,
            {"sender_chat": CHANNEL},
        ),
        "a bot": (cells(*STAFF), user(9001, is_bot=True), GROUP, topic, {}),
        "a bot with an operator's id": (cells(*STAFF), user(2003, is_bot=True), GROUP, topic, {}),
        "a forward of an operator's words in a topic": (said(*STAFF), user(5004), GROUP, topic, FORWARDED),
        "an operator of another department": (cells(*STAFF), user(2004), GROUP, topic, {}),
        "an operator's press in another group": (
            [one for one in pressed("operator") if str(ours) in str(one.data)],
            user(2001),
            OTHER_GROUP,
            None,
            {},
        ),
        "an operator with a supervisor's": (said("supervisor"), user(2001), GROUP, None, {}),
        "an operator with a supervisor's button": (
            pressed("supervisor", "asker", "editor", "admin"),
            user(2001),
            GROUP,
            None,
            {},
        ),
        "a supervisor with an editor's": (pressed("asker", "editor", "admin"), user(2003), GROUP, None, {}),
        "a supervisor in private": (
            [one for one in cells("operator", "supervisor", "editor", "admin") if one.what not in ENTERS],
            user(2003),
            private(2003),
            None,
            {},
        ),
        "an admin's buttons in the group": (pressed("asker", "editor", "admin"), user(3001), GROUP, None, {}),
    }
    let_in: list[str] = []
    refused = 0
    for who, (tried, person, chat, where, more) in tries.items():
        before = await scene.kept()
        for update_id, cell in (await scene.tried(tried, person, chat, where, **more)).items():
            refused += not watch.was_let_in(update_id)
            if watch.was_let_in(update_id):
                let_in.append(f"{who}: {cell.what}: {watch.taken[update_id]}")
        after = await scene.kept()
        changed = [
            name
            for name, rows in after.items()
            if rows != before[name] and not (name in KEPT_OF_BANNED and who == BANNED)
        ]
        if changed:
            let_in.append(f"{who}: has changed {changed}")
    print(f"\n{len(tries)} kinds of senders, cells refused: {refused}")
    assert not let_in, "\n".join(let_in)


async def test_everybody_does_what_is_theirs(scene: Scene) -> None:
    stage, watch = scene.stage, scene.watch
    assert stage.app is not None
    shelf = stage.app._centre().knowledge.shelf
    ours = ticket_id(stage.app._clock.now().year, 1)
    topic = (await Operator(stage, 2001).topic(1))["id"]
    tries: dict[str, tuple[list[Cell], Json, Json, int | None]] = {
        "operator": ([*buttons("operator", shelf, ours), *commands("operator")], user(2001), GROUP, topic),
        "supervisor": (
            [*buttons("supervisor", shelf, ours), *commands("supervisor")],
            user(2003),
            GROUP,
            None,
        ),
        "editor": ([*buttons("editor", shelf, ours), *commands("editor")], user(3002), private(3002), None),
        "admin": (
            [
                one
                for name in ("asker", "editor", "admin")
                for one in (*buttons(name, shelf, ours), *commands(name))
            ],
            user(3001),
            private(3001),
            None,
        ),
        "resident": (
            [*commands("resident"), *buttons("resident", shelf, ours)],
            user(1001),
            private(1001),
            None,
        ),
    }
    shut_out: list[str] = []
    allowed = 0
    for who, (tried, person, chat, where) in tries.items():
        for update_id, cell in (await scene.tried(tried, person, chat, where)).items():
            allowed += watch.was_let_in(update_id)
            if not watch.was_let_in(update_id):
                shut_out.append(
                    f"{who}: {cell.what}: {watch.taken.get(update_id)} {watch.refused.get(update_id)}"
                )
    print(f"\ncells allowed as the table says: {allowed}")
    assert not shut_out, "\n".join(shut_out)
