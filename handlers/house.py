"""All rooms, in door order: a message goes into the first that lets it in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from aiogram import Bot, Router
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.filters import Command
from aiogram.types import ErrorEvent, Message, TelegramObject, Update

from desk.errors import DeskError
from handlers import (
    catalogue,
    departures,
    editors,
    gaps,
    handoffs,
    ledger,
    my_tickets,
    questions,
    refusals,
    start,
    supervisors,
    threads,
)

ROOMS: tuple[Router, ...] = (
    refusals.router,
    departures.router,
    editors.router,
    gaps.router,
    ledger.router,
    start.router,
    catalogue.router,
    my_tickets.router,
    questions.router,
    supervisors.router,
    handoffs.router,
    threads.router,
)
COMMAND = "/"


class House:
    """The way through the rooms: aiogram's routers and filters, looked at in one walk.

    aiogram's dispatcher asks every door anew at every handler and wraps every router; that costs as much
    as everything else a visit does (decision 0010). Here a magic filter is asked once an update, and
    doors that open to a command only are passed by when none was said. It holds no state.
    """

    def __init__(self, rooms: Iterable[Router]) -> None:
        self._handlers: dict[str, list[HandlerObject]] = {}
        for room in rooms:
            for kind, observer in room.observers.items():
                self._handlers.setdefault(kind, []).extend(observer.handlers)
        self._wordy = {
            kind: [one for one in handlers if not _is_for_commands(one)]
            for kind, handlers in self._handlers.items()
        }

    async def enter(self, bot: Bot, update: Update, **brought: Any) -> Any:
        """What the first room that lets the update in returns; a refusal of the desk's is explained."""
        brought["bot"] = bot
        try:
            return await self._first(update.event_type, update.event, brought)
        except DeskError as refused:
            return await self._first("error", ErrorEvent(update=update, exception=refused), brought)

    async def _first(self, kind: str, event: TelegramObject, brought: dict[str, Any]) -> Any:
        handlers = self._handlers if _may_be_command(event) else self._wordy
        seen: dict[int, Any] = {}
        for handler in handlers.get(kind, ()):
            given = await _let_in(handler.filters or (), event, brought, seen)
            if given is not None:
                return await handler.call(event, **given)
        return None


@cache
def house() -> House:
    """The house with all its rooms; every bot of a process shares it."""
    return House(ROOMS)


async def _let_in(
    doors: Iterable[FilterObject], event: TelegramObject, brought: dict[str, Any], seen: dict[int, Any]
) -> dict[str, Any] | None:
    """What the handler is given, None when a door stays shut. `seen`: what magic filters have said."""
    for door in doors:
        if door.magic is None:
            said = await door.call(event, **brought)
        elif id(door.magic) in seen:
            said = seen[id(door.magic)]
        else:
            said = seen[id(door.magic)] = door.magic.resolve(event)
        if not said:
            return None
        if isinstance(said, dict):
            brought = brought | said
    return brought


def _is_for_commands(handler: HandlerObject) -> bool:
    return any(isinstance(door.callback, Command) for door in handler.filters or ())


def _may_be_command(event: TelegramObject) -> bool:
    if not isinstance(event, Message):
        return True
    return (event.text or event.caption or "").lstrip().startswith(COMMAND)
