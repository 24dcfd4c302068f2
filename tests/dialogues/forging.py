"""Presses of buttons that are not there, as a modified app may send them."""

from __future__ import annotations

from tests.dialogues.people import Person
from tests.dialogues.stage import Json, Stage


async def forges(stage: Stage, person: Person, message: Json, data: str) -> str:
    """A press with that data under a message that this person sees; the words of the answer."""
    pressed: Json = {"as": person.id, "chat": person.chat, "message_id": message["message_id"], "data": data}
    given = (await stage.client._ask("POST", "press", json=pressed | {"forged": True}))["answer"] or {}
    return str(given.get("text") or "")


async def forges_with_seal(stage: Stage, person: Person, message: Json, data: str) -> str:
    """The same by somebody who has the bot's token: what the rooms and the desk say to it."""
    assert stage.app is not None
    post = stage.sandbox.world.state.chats[person.chat].posts[message["message_id"]]
    post.body.pop("reply_markup", None)
    return await forges(stage, person, message, stage.app._seals.sealed(data, person.chat))
