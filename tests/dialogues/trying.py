"""Somebody tries something: which handler took it, what it refused, and what it has changed."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import Any

import pytest

from desk.errors import DeskError, NotAllowed
from handlers import house as house_file
from tests.dialogues.stage import Json, Stage
from tests.dialogues.who_may import Cell, press, says

# Handlers that only tell somebody that they may not, or keep what they wrote.
REFUSING = {
    "supervisors.not_yours", "supervisors.not_staff", "supervisors.stranger", "supervisors.anonymous",
    "banned.hear", "banned.press", "poll_makers.in_group",
    "questions.unknown_command", "sorting.gone",
}  # fmt: skip
# What may change when somebody may not: that they are known, and that they were answered.
UNGUARDED = {"inbox", "letters", "residents", "vault_keys"}
KEPT_OF_BANNED = {"bans", "questions"}
PENDING = "select 1 from inbox where state = 'pending' limit 1"
TABLES = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"


class Watch:
    """Which handler took each update, and what it refused."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken: dict[int, list[str]] = {}
        self.refused: dict[int, type[DeskError]] = {}
        now: ContextVar[int] = ContextVar("update")
        enter, call = house_file.House.enter, house_file._Handler.call

        async def entering(house: Any, bot: Any, update: Any, **brought: Any) -> Any:
            now.set(update.update_id)
            self.taken[update.update_id] = []
            return await enter(house, bot, update, **brought)

        async def calling(handler: Any, event: Any, given: Any) -> Any:
            name = f"{handler._work.__module__.rpartition('.')[2]}.{handler._work.__name__}"
            if name != "refusals.explain":
                self.taken[now.get()].append(name)
            try:
                return await call(handler, event, given)
            except DeskError as error:
                self.refused[now.get()] = type(error)
                raise

        monkeypatch.setattr(house_file.House, "enter", entering)
        monkeypatch.setattr(house_file._Handler, "call", calling)

    def was_let_in(self, update_id: int) -> bool:
        """Whether somebody was given what they wanted, or an answer that only those get who may."""
        names = [one for one in self.taken.get(update_id, []) if one not in REFUSING]
        return bool(names) and self.refused.get(update_id) is not NotAllowed


class Scene:
    """A running centre with a ticket that an operator has, and those who try."""

    def __init__(self, stage: Stage, watch: Watch) -> None:
        self.stage = stage
        self.watch = watch
        self._number = 100_000

    async def send(self, update: Json) -> int:
        return await self.stage.client.update(update)

    def number(self) -> int:
        """Of a message that nobody knows."""
        self._number += 1
        return self._number

    async def tried(
        self, cells: list[Cell], who: Json, chat: Json, topic: int | None = None, **more: Any
    ) -> dict[int, Cell]:
        """All of them sent by that person, one after the other, and visited."""
        sent: dict[int, Cell] = {}
        at = int(self.stage.app._clock.now().timestamp())  # type: ignore[union-attr]
        place = {"message_thread_id": topic, "is_topic_message": True} if topic is not None else {}
        for cell in cells:
            number = self.number()
            if cell.data is not None:
                data = self.stage.app._seals.sealed(cell.data, chat["id"])  # type: ignore[union-attr]
                update = press(who, chat, data, number, at, topic)
            else:
                update = says(who, chat, cell.text or "", number, at, **place, **more)
            sent[await self.send(update)] = cell
        while self.stage.sandbox.world.updates.waiting or await self.stage.rows(PENDING):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return sent

    async def kept(self) -> dict[str, Any]:
        """What the database holds of what is guarded."""
        names = [row[0] for row in await self.stage.rows(TABLES)]
        return {
            name: await self.stage.rows(f"select * from {name}") for name in names if name not in UNGUARDED
        }
